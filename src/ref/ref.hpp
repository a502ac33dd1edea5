#pragma once
#include <span>
#include <vector>

#include "yologold/head_view.hpp"
#include "yologold/report.hpp"
#include "yologold/stages.hpp"
#include "yologold/truth.hpp"
#include "yologold/variant.hpp"

namespace yologold::ref {

/// The arithmetic of the second writing.
enum class Precision { f64, mpfr };  // mpfr: 400 bits, results rounded to the nearest f64

struct Result {
  Report report;                               ///< as Plan::run fills it
  std::vector<std::vector<double>> gradients;  ///< per head, logical order: as layout nchw
  std::vector<HeadStages> stages;
};

/// The loss, its gradient and every stage, by plain loops in the paper's order. Shares no code with the engine.
Result evaluate(const Variant& variant, std::span<const HeadShape> shapes, std::span<const HeadView> heads, const Truths& truths, Precision precision);

/// dL/dt of one element by a central difference of the loss at 400 bits (h = 2^-130), with assignment, detached IOU targets and constant alpha
/// frozen at the unperturbed point. Element index: as layout nchw.
double difference(const Variant& variant, std::span<const HeadShape> shapes, std::span<const HeadView> heads, const Truths& truths, int head,
                  std::int64_t element);

}  // namespace yologold::ref
