#include "ref/gradient.hpp"
#include "ref/outcome.hpp"

namespace yologold::ref {

namespace {

/// Adds up the cells: per head and image, per image, in total.
template <class T>
void sum_losses(const Problem<T>& p, const Assignment<T>& a, Report& report) {
  const auto images = static_cast<std::size_t>(p.images);
  std::vector<Terms<T>> terms(static_cast<std::size_t>(p.heads()) * images);
  for (int head = 0; head < p.heads(); head++)
    for_each_cell(p, head,
                  [&](const Slot& at) { terms[static_cast<std::size_t>(head) * images + static_cast<std::size_t>(at.image)].add(cell_loss(p, a, at)); });

  std::vector<T> per_image(images, T(0));
  T total(0);
  for (std::size_t i = 0; i < terms.size(); i++) {
    const Terms<T>& t = terms[i];
    report.terms.push_back({to_double(t.coord), to_double(t.obj), to_double(t.noobj), to_double(t.classes)});
    per_image[i % images] += t.sum();
    total += t.sum();
  }
  for (const T& loss : per_image) report.per_image.push_back(to_double(loss));
  report.total = to_double(total);
}

template <class T>
Result evaluate_as(const Variant& variant, std::span<const HeadShape> shapes, std::span<const HeadView> heads, const Truths& truths) {
  const Problem<T> p(variant, shapes, heads, truths);
  Result result;
  if (variant.bad_truths == BadTruths::error && !p.bad_truths.empty()) {
    result.report.bad_truths = p.bad_truths;
    return result;
  }

  const Assignment<T> a = assign(p);
  result.report = report_of(p, a);
  sum_losses(p, a, result.report);
  for (int head = 0; head < p.heads(); head++) result.stages.push_back(stages_of(p, a, head));

  const bool darknet = variant.gradient == Gradient::darknet_delta;
  T cost(0);
  for (const std::vector<T>& tensor : darknet ? delta(p, a) : gradient(p, a)) {
    result.gradients.emplace_back();
    for (const T& value : tensor) {
      result.gradients.back().push_back(to_double(value));
      if (darknet) cost += square(value);
    }
  }
  result.report.cost = to_double(cost);
  return result;
}

}  // namespace

Result evaluate(const Variant& variant, std::span<const HeadShape> shapes, std::span<const HeadView> heads, const Truths& truths, Precision precision) {
  return precision == Precision::f64 ? evaluate_as<double>(variant, shapes, heads, truths) : evaluate_as<Real>(variant, shapes, heads, truths);
}

}  // namespace yologold::ref
