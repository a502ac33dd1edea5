#pragma once
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "yologold/head_view.hpp"
#include "yologold/report.hpp"
#include "yologold/stages.hpp"
#include "yologold/truth.hpp"
#include "yologold/variant.hpp"

namespace yologold {

/// The version of the numerics: results of equal versions are equal in every bit, on every ISA, for every thread count and layout.
inline constexpr int numerics_version = 1;

/// How much of the gradient a run writes. The values are the same in every bit.
///   dense       every element
///   known_zero  the objectness of every slot, and the boxes and classes of assigned slots (those of Report::pairs) alone: little more than one element
///               of 5 + C. Every other element of the buffer must hold 0 already. A run first puts zeros back where the previous one of this Plan wrote:
///               allocate the buffers zeroed, lend the same ones to every run, write nothing into them, and every run leaves the whole gradient there.
///               Buffers other than those of the previous run must hold zeros throughout. A run without gradients, or one that is refused, changes nothing.
enum class Output { dense, known_zero };

struct RunOptions {
  DType compute = DType::f64;     ///< the arithmetic inside; f32 is the faster mode for training
  std::string isa{};              ///< "": the best this CPU has, capped by the environment variable YOLOGOLD_ISA; else a name of isas()
  int threads = 0;                ///< 0: all cores
  Output output = Output::dense;  ///< known_zero: for training
};

/// The instruction sets that this build has and this CPU can run, from plain to best: sse2, avx2, avx512bw, or neon64.
std::vector<std::string> isas();

enum class Status { ok, bad_truth, wrong_views };

/// A variant compiled for given head shapes. Compile once, run many times. A Plan serves one run at a time; several plans may run at once.
class Plan {
 public:
  /// Throws Error where the variant and the shapes do not fit together.
  Plan(const Variant& variant, std::span<const HeadShape> heads, const RunOptions& options = {});
  Plan(Plan&&) noexcept;
  Plan& operator=(Plan&&) noexcept;
  ~Plan();

  /// The loss, its terms, and (where gradients are given, one a head) the gradient with respect to the raw outputs.
  /// Views may be misaligned and strided; a head and its gradient must not overlap. Does not throw and, once a batch as large has been seen, does not allocate.
  /// Returns bad_truth, and writes nothing but report.bad_truths, where the variant's bad_truths is `error` and there is one;
  /// wrong_views, and writes nothing, where there is not one view a head, one gradient a head or none, and truths.first of one entry more than images.
  [[nodiscard]] Status run(std::span<const HeadView> heads, const Truths& truths, std::span<const GradientView> gradients, Report& report);

  /// Every intermediate, per head. Plain and slow: for looking, not for training.
  std::vector<HeadStages> stages(std::span<const HeadView> heads, const Truths& truths);

  const Variant& variant() const;  ///< as resolved: classes, masks and per-head lists filled in
  std::span<const HeadShape> heads() const;
  const std::string& isa() const;  ///< the one in use

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace yologold
