// The objectness gradient of an empty slot, sigma(t), for every finite f32 |t| < 700: the certified value, and how far the engine's f64 lies from it.
//
//   every_objectness [STEP]    every STEP-th f32 (1: all 2,287,861,760 of them)
//
// Prints how many elements double-double could not round, the engine's worst error in ulp, and the SHA-256 of the SHA-256s (hex, a line each) of every
// 2^20 certified values, as little-endian f64 in the order 0, the smallest positive, ..., 700, -0, the smallest negative, ..., -700.
#include <bit>
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "certain/certify.hpp"
#include "files/hash.hpp"

using namespace yologold;

namespace {

constexpr std::int64_t side = 1024, chunk = side * side;
const std::uint32_t end_of_sign = std::bit_cast<std::uint32_t>(700.0f), signs = 2;

std::int64_t ordinal(double value) { return std::bit_cast<std::int64_t>(value); }  // of values that are not negative

/// One head of one class without truths: every slot is trained towards objectness 0.
class Sweep {
 public:
  Sweep() : variant_(make_variant()), plan_(variant_, shapes_), logits_(elements()), engine_(elements()), certified_(elements()), stages_(1) {}

  float* logits() { return logits_.data() + 4 * chunk; }

  void run(std::int64_t count) {
    // Evaluate by the engine and certified.
    const Layout layout = layout_of(LayoutName::nchw, shapes_[0]);
    const std::vector<HeadView> heads{{logits_.data(), DType::f32, layout}};
    const std::vector<GradientView> engine{{engine_.data(), DType::f64, layout}}, certified{{certified_.data(), DType::f64, layout}};
    Report report;
    if (plan_.run(heads, truths_, engine, report) != Status::ok) std::abort();
    const auto found = certain::certify({variant_, shapes_, heads, truths_, certified, report, stages_});

    // Compare.
    const double *values = certified_.data() + 4 * chunk, *others = engine_.data() + 4 * chunk;
    for (std::int64_t i = 0; i < count; ++i) worst_ = std::max(worst_, std::abs(ordinal(values[i]) - ordinal(others[i])));
    fallbacks_ += found.gradients[0].fallbacks;
    radius_ = std::max(radius_, found.gradients[0].radius);
    hashes_ += sha256(std::as_bytes(std::span(values, static_cast<std::size_t>(count)))) + "\n";
    count_ += count;
  }

  void report() const {
    std::printf("%" PRId64 " elements, %" PRId64 " by MPFR, largest relative radius %.3g, engine within %" PRId64 " ulp, SHA-256 %s\n", count_, fallbacks_,
                radius_, worst_, sha256(hashes_).c_str());
  }

 private:
  static Variant make_variant() {
    Variant variant = seed(Family::v3);
    variant.image = {416, 416};
    variant.anchors = {{10, 13}};
    variant.masks = {{0}};
    return variant;
  }
  static std::size_t elements() { return static_cast<std::size_t>(6 * chunk); }

  Variant variant_;
  std::vector<HeadShape> shapes_{{.n = 1, .a = 1, .h = side, .w = side, .c = 1}};
  Plan plan_;
  std::vector<float> logits_;
  std::vector<double> engine_, certified_;
  std::vector<HeadStages> stages_;
  const std::vector<std::int64_t> first_{0, 0};
  const Truths truths_{{}, first_};
  std::int64_t count_ = 0, fallbacks_ = 0, worst_ = 0;
  double radius_ = 0;
  std::string hashes_;
};

}  // namespace

int main(int argc, char** argv) {
  const std::int64_t step = argc > 1 ? std::atoll(argv[1]) : 1;
  if (step < 1) return std::fprintf(stderr, "every_objectness [STEP]: STEP is a whole number of 1 or more\n"), 3;
  Sweep sweep;
  std::int64_t filled = 0;
  for (std::uint32_t sign = 0; sign < signs; ++sign)
    for (std::int64_t bits = 0; bits < end_of_sign; bits += step) {
      sweep.logits()[filled++] = std::bit_cast<float>(static_cast<std::uint32_t>(bits) | sign << 31);
      if (filled == chunk) sweep.run(std::exchange(filled, 0));
    }
  if (filled > 0) {
    std::fill(sweep.logits() + filled, sweep.logits() + chunk, 0.0f);
    sweep.run(filled);
  }
  sweep.report();
  return 0;
}
