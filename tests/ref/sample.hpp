#pragma once
#include <vector>

#include "ref/ref.hpp"

namespace yologold::test {

/// Heads and truths with the memory they stand in.
struct Sample {
  std::vector<HeadShape> shapes;
  std::vector<std::vector<double>> data;  ///< per head, nchw
  std::vector<HeadView> heads;
  std::vector<Truth> truths;
  std::vector<std::int64_t> first;

  Truths view() const { return {truths, first}; }
  ref::Result evaluate(const Variant& variant, ref::Precision precision) const;
};

/// Packed nchw.
Layout nchw(const HeadShape& shape);

/// The index of channel k of a slot in nchw.
std::size_t at(const HeadShape& shape, std::int64_t n, std::int64_t a, std::int64_t k, std::int64_t y, std::int64_t x);

struct SampleOptions {
  std::uint32_t seed = 1;
  double extreme = 40;  ///< every eleventh logit is this or its negative; 0: none
  bool bad_truths = true;
};

/// Two heads, 3 x 2 and 2 x 4 cells (width x height), 2 images, 2 predictors, 3 classes, fitted to a variant of `usual`: truths that share slots and cells,
/// a multi-label one, weighted ones, a flagged one, disjoint ones, one on the last corner, and one whose box equals a prediction exactly: image 1, head 0, row
/// 0, column 1.
Sample random_sample(const Variant& variant, const SampleOptions& options);

/// One image, one head of w x h cells of zeros, 3 classes, one predictor; fitted to `single`.
Sample blank(std::int64_t w, std::int64_t h, std::vector<Truth> truths, std::int64_t predictors = 1);

/// The usual variant with anchors that are fractions of the image: an eighth wide and high; the second one a little taller.
Variant single(Family family, int anchors = 1);

/// True for the logits of the predictions that equal a truth exactly.
bool is_tied(const Sample& sample, int head, std::int64_t element);

}  // namespace yologold::test
