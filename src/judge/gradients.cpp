#include "judge/gradients.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "golden/tensors.hpp"
#include "judge/alternatives.hpp"
#include "judge/bounded.hpp"
#include "judge/failures.hpp"
#include "judge/ulp.hpp"
#include "suite/locate.hpp"

namespace yologold {
namespace {

Kind kind_of(std::int64_t channel) { return channel < 4 ? Kind::box : channel == 4 ? Kind::objectness : Kind::classes; }

// Roles and truths of the golden's slots; v1's class vector belongs to the cell: it is positive where one of the cell's predictors is.
class Slots {
 public:
  Slots(const GoldenCase& golden, std::int64_t head)
      : shape_(golden.inputs.shapes[static_cast<std::size_t>(head)]),
        roles_(values_of<Role>(golden.tensors.at("role-" + std::to_string(head)))),
        truths_(values_of<std::int32_t>(golden.tensors.at("truth-" + std::to_string(head)))) {}

  void describe(Difference& d) const {
    Address at = d.at;
    if (shape_.shared_classes && at.channel > 4)
      while (at.anchor + 1 < shape_.a && roles_[index(at)] != Role::positive) ++at.anchor;
    d.role = roles_[index(at)] == Role::positive || at.anchor == d.at.anchor ? roles_[index(at)] : roles_[index(d.at)];
    d.truth = d.role == Role::positive ? truths_[index(at)] : -1;
  }

  std::size_t index(const Address& at) const { return static_cast<std::size_t>(slot_index(shape_, at)); }

 private:
  HeadShape shape_;
  std::vector<Role> roles_;
  std::vector<std::int32_t> truths_;
};

void count(const Difference& d, Verdict& verdict) {
  ++verdict.elements;
  verdict.failures += d.excess > 1;
  verdict.zeros += d.got == 0 && d.want == 0;
  Slice& slice = verdict.slices[{kind_of(d.at.channel), d.at.head, d.role}];
  ++slice.count;
  slice.failures += d.excess > 1;
  const double error = d.excess == 0 ? 0 : std::abs(d.got - d.want);
  slice.max_abs = std::max(slice.max_abs, std::isnan(error) ? std::numeric_limits<double>::infinity() : error);
  slice.max_ulp = std::max(slice.max_ulp, d.ulps);
  if (verdict.elements == 1 || d.excess > verdict.largest.excess) verdict.largest = d;
}

}  // namespace

std::vector<double> as_doubles(const Tensor& tensor) {
  Tensor wide = widen(tensor);
  canonicalise(wide);
  if (wide.type == TensorType::f64) return values_of<double>(wide);
  const auto values = values_of<float>(wide);
  return {values.begin(), values.end()};
}

double excess(double got, double want, double ulps, const Tolerance& tolerance, TensorType type) {
  // Settle equality and what is not finite.
  if (ulps == 0) return 0;
  constexpr double inf = std::numeric_limits<double>::infinity();
  if (std::isinf(got) && std::isfinite(want) && std::abs(want) > largest(type) && std::signbit(got) == std::signbit(want)) return 0;
  if (!std::isfinite(got) || !std::isfinite(want)) return inf;

  // Measure in the most generous of the three ways.
  const auto over = [](double error, double allowed) { return allowed > 0 ? error / allowed : std::numeric_limits<double>::infinity(); };
  const double error = std::abs(got - want);
  return std::min({over(error, tolerance.abs), over(error, tolerance.rel * std::abs(want)), over(ulps, tolerance.ulp)});
}

HeadComparison compare_head(std::int64_t head, const GoldenCase& golden, const Tensor& actual, const Profile& profile, const bounds::Bounds* bounds,
                            Verdict& verdict, Failures& failures, const OpenSlots* open) {
  // Lay both out.
  const auto k = static_cast<std::size_t>(head);
  const HeadShape& shape = golden.inputs.shapes[k];
  const auto want = as_doubles(golden.tensors.at("gradient-" + std::to_string(head))), got = as_doubles(actual);
  const Slots slots(golden, head);
  const auto slot_count = static_cast<std::size_t>(shape.slots());
  const std::vector<std::uint8_t> none(slot_count);
  HeadComparison result{none, none, none, {}};
  std::vector<std::uint8_t> listed = none;

  // Compare element by element.
  for_each_element(shape, layout_of(golden.inputs.layout, shape), head, [&](const Address& at, std::int64_t offset) {
    const auto i = static_cast<std::size_t>(offset);
    Difference d{at, Role::none, -1, got[i], want[i], ulp_error(got[i], want[i], actual.type), actual.type, 0, -1};
    if (bounds) {
      d.bound = allowed(bounds->gradients[k][i], d.want);
      d.excess = bounded_excess(d.got, d.want, d.bound);
      if (d.excess > 1 && std::isfinite(d.got) && open && open->has(head, slots.index(at))) {
        d.excess = 0;
        ++verdict.decisions.open_elements, ++verdict.proofs[static_cast<std::size_t>(Proof::inconclusive)];
      } else {
        count_proof(d.want, d.bound, profile, verdict);
      }
    } else {
      d.excess = excess(d.got, d.want, d.ulps, profile.of(actual.type, kind_of(at.channel)), actual.type);
    }
    slots.describe(d);
    count(d, verdict);
    if (d.excess > 1) {
      failures.add(d);
      if (!std::exchange(listed[slots.index(at)], std::uint8_t{1})) result.failing.push_back(at);
    }
    if (at.channel == 4 || (shape.shared_classes && at.channel > 4)) return;
    result.golden_moves[slots.index(at)] |= d.want != 0;
    result.actual_moves[slots.index(at)] |= d.got != 0;
    result.slot_fails[slots.index(at)] |= d.excess > 1;
  });
  return result;
}

}  // namespace yologold
