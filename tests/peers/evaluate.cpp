#include "peers/evaluate.hpp"

#include <limits>
#include <stdexcept>

namespace yologold::test {

Evaluation evaluate(const Variant& variant, std::span<const HeadShape> shapes, std::span<const HeadView> heads, const Truths& truths) {
  Evaluation out;
  std::vector<GradientView> views;
  for (std::size_t h = 0; h < shapes.size(); ++h)
    out.gradients.emplace_back(static_cast<std::size_t>(shapes[h].elements()), std::numeric_limits<double>::quiet_NaN());
  for (std::size_t h = 0; h < shapes.size(); ++h) views.push_back({out.gradients[h].data(), DType::f64, heads[h].layout});
  Plan plan(variant, shapes, {.threads = 1});
  if (plan.run(heads, truths, views, out.report) != Status::ok) throw std::runtime_error("the engine refused the truths");
  return out;
}

}  // namespace yologold::test
