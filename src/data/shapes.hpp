#pragma once
#include <cstdint>
#include <string>

#include "data/data_set.hpp"
#include "json/json.hpp"
#include "json/place.hpp"

namespace yologold {

/// A small data set that needs no disk: circles, squares and triangles of several sizes and colours, turned a little, partly over one another, on a noisy
/// background with lines. The same pictures for the same options on every machine.
struct ShapesOptions {
  int train = 800, val = 200;     ///< pictures
  int width = 160, height = 160;  ///< pixels
  int most = 6;                   ///< objects in a picture: 1 to this many
  double smallest = 0.12;         ///< size of an object as a share of the shorter side
  double largest = 0.45;
  std::uint64_t seed = 0;
};

/// Strict: unknown keys and values out of range are an Error.
ShapesOptions read_shapes_options(const Json& value, const Place& place);

/// Classes circle, square, triangle; splits train and val.
DataSet make_shapes(const ShapesOptions& options);

}  // namespace yologold
