#include "judge/strays.hpp"

#include <fmt/format.h>

#include <cmath>

#include "golden/damaged.hpp"
#include "golden/report_json.hpp"
#include "judge/gradients.hpp"
#include "judge/terms.hpp"
#include "suite/locate.hpp"

namespace yologold {
namespace {

constexpr double share = 1e-3;      // a golden in f64 lies within 2^-20 of its balls in f32
constexpr double rounding = 1e-12;  // of the golden and of the ball's middle, both in f64

bool strays(const bounds::Bound& bound, double golden) {
  if (std::isinf(bound.error)) return false;
  return !std::isfinite(golden) || !(std::abs(bound.value - golden) <= share * bound.error + rounding * std::abs(golden));
}

/// Counts strays and words the first.
struct Strays {
  std::int64_t count = 0;
  std::string first;

  template <class Name>
  void look(const bounds::Bound& bound, double golden, const Name& name) {
    if (!strays(bound, golden) || ++count > 1) return;
    first = fmt::format("{} is {:.17g}, which lies {:.3g} from {:.17g}, the middle of its bound of {:.3g}", name(), golden, std::abs(bound.value - golden),
                        bound.value, bound.error);
  }
};

}  // namespace

void refuse_strays(const GoldenCase& golden, const Profile& profile, const bounds::Bounds& bounds) {
  // Look at everything that is judged.
  Strays found;
  for (std::size_t k = 0; k < bounds.gradients.size(); ++k) {
    const auto values = as_doubles(golden.tensors.at("gradient-" + std::to_string(k)));
    const HeadShape& shape = golden.inputs.shapes[k];
    for_each_element(shape, layout_of(golden.inputs.layout, shape), static_cast<std::int64_t>(k), [&](const Address& at, std::int64_t offset) {
      const auto i = static_cast<std::size_t>(offset);
      found.look(bounds.gradients[k][i], values[i], [&] { return address_text(at); });
    });
  }
  for_each_loss(golden, bounds, [&](const bounds::Bound& bound, double value, const std::string& name) { found.look(bound, value, [&] { return name; }); });
  if (found.count == 0) return;

  // Say what could judge instead.
  const std::string more = found.count > 1 ? fmt::format("; so do {} more of its values", found.count - 1) : "";
  throw Damaged(
      "golden of " + golden.record.value("id", std::string("a case")), found.first + more,
      fmt::format("{:g} of the bound that profile {} gives: a golden computed in float64 (--dtype f64), or a profile of fixed tolerances, such as fp32", share,
                  profile.name));
}

}  // namespace yologold
