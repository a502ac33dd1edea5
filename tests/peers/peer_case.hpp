#pragma once
#include <span>
#include <string>

#include "files/tensor.hpp"
#include "files/truth_files.hpp"
#include "yologold/head_view.hpp"
#include "yologold/variant.hpp"

namespace yologold::test {

/// A head, its truths, and what darknet made of them.
struct PeerCase {
  Variant variant;  ///< our words for its settings
  HeadShape shape;
  Layout layout;
  Tensor input, delta;
  TruthBatch truths;
  double cost = 0;

  HeadView view() const { return {input.bytes.data(), DType::f32, layout}; }
};

/// Reads tests/data/peers/darknet/NAME. The name begins with the family and the fork: "v3_pj__".
PeerCase load_peer_case(const std::string& name);

/// The f32 elements of a tensor.
std::span<const float> floats(const Tensor& tensor);

/// The f64 elements of a tensor.
std::span<const double> doubles(const Tensor& tensor);

}  // namespace yologold::test
