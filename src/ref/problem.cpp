#include "ref/problem.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "yologold/error.hpp"

namespace yologold::ref {

namespace {

void check(const Variant& variant, std::span<const HeadShape> shapes, std::span<const HeadView> heads, const Truths& truths) {
  if (shapes.empty() || heads.size() != shapes.size()) throw Error("heads", "shapes and views differ in number, or there are none");
  const bool v1 = variant.family == Family::v1;
  for (const HeadShape& shape : shapes)
    if (shape.n != shapes[0].n || shape.shared_classes != v1) throw Error("heads", "shapes do not fit each other or the family");
  if (truths.first.size() != static_cast<std::size_t>(shapes[0].n) + 1) throw Error("truths", "not the number of images that the heads have");
  if (v1) return;
  if (variant.masks.size() != shapes.size()) throw Error("masks", "not one mask a head");
  for (std::size_t i = 0; i < shapes.size(); i++)
    if (variant.masks[i].size() != static_cast<std::size_t>(shapes[i].a)) throw Error("masks", "not one anchor a predictor of the head");
}

/// Fills in what may be left out.
Variant complete(Variant variant, std::size_t heads) {
  if (variant.scale_xy.empty()) variant.scale_xy.assign(heads, 1.0);
  if (variant.head_weight.empty()) variant.head_weight.assign(heads, 1.0);
  if (variant.masks.empty() && heads == 1) {
    variant.masks.resize(1);
    variant.masks[0].resize(variant.anchors.size());
    std::iota(variant.masks[0].begin(), variant.masks[0].end(), 0);
  }
  return variant;
}

std::optional<BadTruth::Reason> fault(const Truth& truth, std::int64_t classes) {
  using Reason = BadTruth::Reason;
  for (double value : {truth.cx, truth.cy, truth.w, truth.h, truth.weight})
    if (!std::isfinite(value)) return Reason::not_finite;
  if (truth.w <= 0 || truth.h <= 0) return Reason::empty_box;
  if (truth.cx < 0 || truth.cx > 1 || truth.cy < 0 || truth.cy > 1) return Reason::centre_outside;
  if (truth.class_id < 0 || truth.class_id >= classes) return Reason::class_outside;
  for (std::int32_t id : truth.more_classes)
    if (id < 0 || id >= classes) return Reason::class_outside;
  if (truth.weight < 0) return Reason::bad_weight;
  return std::nullopt;
}

template <class T>
Object<T> object_of(const Truth& truth, std::int64_t index) {
  Object<T> object{truth.cx, truth.cy, truth.w, truth.h, truth.weight, {truth.class_id}, static_cast<std::int32_t>(index), truth.ignore};
  object.classes.insert(object.classes.end(), truth.more_classes.begin(), truth.more_classes.end());
  return object;
}

double widened(const HeadView& view, std::int64_t at) {
  if (view.dtype == DType::f32) return static_cast<double>(static_cast<const float*>(view.data)[at]);
  return static_cast<const double*>(view.data)[at];
}

/// floor(centre * cells) of the exact product, and the rest.
template <class T>
std::int64_t cell(const T& centre, std::int64_t cells, T& offset) {
  const Real product = Real(to_double(centre)) * Real(static_cast<double>(cells));
  const std::int64_t index = std::min(static_cast<std::int64_t>(to_double(floor(product))), cells - 1);
  offset = from_real<T>(product - Real(static_cast<double>(index)));
  return index;
}

template <class T>
void widen(Problem<T>& p, int head, const HeadView& view) {
  const HeadShape& shape = p.shapes[static_cast<std::size_t>(head)];
  std::vector<T>& logits = p.logits[static_cast<std::size_t>(head)];
  logits.resize(static_cast<std::size_t>(shape.elements()));
  Slot slot{head};
  for (slot.image = 0; slot.image < shape.n; slot.image++)
    for (slot.anchor = 0; slot.anchor < shape.a; slot.anchor++)
      for (std::int64_t k = 0; k < 5 + shape.c; k++)
        for (slot.y = 0; slot.y < shape.h; slot.y++)
          for (slot.x = 0; slot.x < shape.w; slot.x++) {
            const Block& block = k < 4 ? view.layout.box : k == 4 ? view.layout.objectness : view.layout.classes;
            const std::int64_t channel = k < 4 ? k : k == 4 ? 0 : k - 5;
            const std::int64_t anchor = k > 4 && shape.shared_classes ? 0 : slot.anchor;
            logits[p.element(slot, k)] = T(widened(view, block.at(slot.image, anchor, channel, slot.y, slot.x)));
          }
}

}  // namespace

template <class T>
bool Object<T>::holds(std::int32_t id) const {
  return std::find(classes.begin(), classes.end(), id) != classes.end();
}

template <class T>
Problem<T>::Problem(const Variant& given, std::span<const HeadShape> given_shapes, std::span<const HeadView> heads, const Truths& truths)
    : variant(complete(given, given_shapes.size())), shapes(given_shapes.begin(), given_shapes.end()), logits(given_shapes.size()) {
  check(variant, shapes, heads, truths);
  images = shapes[0].n;

  // Widen the heads.
  for (std::size_t i = 0; i < heads.size(); i++) widen(*this, static_cast<int>(i), heads[i]);

  // Part the good truths from the bad.
  objects.resize(static_cast<std::size_t>(images));
  for (std::int64_t n = 0; n < images; n++) {
    const std::int64_t first = truths.first[static_cast<std::size_t>(n)], last = truths.first[static_cast<std::size_t>(n) + 1];
    for (std::int64_t i = first; i < last; i++) {
      const Truth& truth = truths.all[static_cast<std::size_t>(i)];
      if (const auto reason = fault(truth, shapes[0].c))
        bad_truths.push_back({n, i - first, *reason});
      else
        objects[static_cast<std::size_t>(n)].push_back(object_of<T>(truth, i - first));
    }
  }
}

template <class T>
std::size_t Problem<T>::element(const Slot& slot, std::int64_t k) const {
  const HeadShape& s = shapes[static_cast<std::size_t>(slot.head)];
  const std::int64_t channels = s.shared_classes ? 5 * s.a + s.c : (5 + s.c) * s.a;
  const std::int64_t channel = s.shared_classes ? (k < 5 ? slot.anchor * 5 + k : s.a * 5 + k - 5) : slot.anchor * (5 + s.c) + k;
  return static_cast<std::size_t>(((slot.image * channels + channel) * s.h + slot.y) * s.w + slot.x);
}

template <class T>
Place<T> Problem<T>::place(const Object<T>& object, int head) const {
  const HeadShape& shape = shapes[static_cast<std::size_t>(head)];
  Place<T> result;
  result.x = cell(object.x, shape.w, result.off_x);
  result.y = cell(object.y, shape.h, result.off_y);
  return result;
}

template struct Object<double>;
template struct Object<Real>;
template struct Problem<double>;
template struct Problem<Real>;

}  // namespace yologold::ref
