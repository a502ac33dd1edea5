#pragma once
#include <cstdint>
#include <vector>

#include "files/tensor.hpp"
#include "yologold/head_view.hpp"

namespace yologold {

/// One value for every element of every head, in f64, in the order of layout nchw.
using Field = std::vector<std::vector<double>>;

/// A plane of a head: the cells of one channel. Channel 0-3 tx ty tw th, 4 to, 5+c class c; v1's classes stand with anchor 0.
struct Plane {
  std::int64_t image, anchor, channel;
  std::size_t begin;  ///< of its first cell in layout nchw
};

/// The planes of a head, in the order of layout nchw.
std::vector<Plane> planes_of(const HeadShape& shape);

/// The values of a head's tensor, and their places in it: values[i] stands at place[i] of the tensor.
std::vector<double> gather(const Tensor& tensor, LayoutName layout, const HeadShape& shape);
std::vector<std::size_t> places(LayoutName layout, const HeadShape& shape);

/// The element of layout nchw that stands at a place of another.
std::size_t element_at(LayoutName layout, const HeadShape& shape, std::size_t place);

}  // namespace yologold
