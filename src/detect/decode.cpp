#include "detect/decode.hpp"

#include <algorithm>
#include <cmath>

namespace yologold {
namespace {

float logistic(float t) { return 1 / (1 + std::exp(-t)); }

void softmax(std::vector<float>& values) {
  const float top = *std::ranges::max_element(values);
  float sum = 0;
  for (float& value : values) sum += value = std::exp(value - top);
  for (float& value : values) value /= sum;
}

/// One slot of one head, read by place.
struct Slot {
  const HeadView& view;
  std::int64_t n, a, y, x;

  float read(const Block& block, std::int64_t k) const { return static_cast<const float*>(view.data)[block.at(n, a, k, y, x)]; }
  float box(std::int64_t k) const { return read(view.layout.box, k); }
  float objectness() const { return read(view.layout.objectness, 0); }
};

/// An anchor in fractions of the image.
Anchor relative_anchor(const Variant& variant, const HeadShape& shape, const Anchor& anchor) {
  if (variant.anchor_unit == AnchorUnit::grid) return {anchor.w / static_cast<double>(shape.w), anchor.h / static_cast<double>(shape.h)};
  if (variant.anchor_unit == AnchorUnit::pixel) return {anchor.w / variant.image[0], anchor.h / variant.image[1]};
  return anchor;
}

/// Decodes the slots of one head.
class HeadDecoder {
 public:
  HeadDecoder(const Variant& variant, const HeadShape& shape, std::size_t head) : variant_(variant), shape_(shape) {
    if (variant.family == Family::v1) return;
    for (const int index : variant.masks.at(head)) anchors_.push_back(relative_anchor(variant, shape, variant.anchors.at(static_cast<std::size_t>(index))));
    if (!variant.scale_xy.empty()) scale_ = static_cast<float>(variant.scale_xy.at(head));
  }

  float objectness(const Slot& slot) const { return v1() && !logistic_boxes() ? slot.objectness() : logistic(slot.objectness()); }

  Box box(const Slot& slot) const {
    const auto column = static_cast<float>(slot.x), row = static_cast<float>(slot.y);
    const auto w = static_cast<float>(shape_.w), h = static_cast<float>(shape_.h);
    if (v1()) return {(column + v1_value(slot, 0)) / w, (row + v1_value(slot, 1)) / h, v1_value(slot, 2), v1_value(slot, 3)};
    const Anchor& anchor = anchors_[static_cast<std::size_t>(slot.a)];
    const auto offset = [&](int k) { return scale_ * logistic(slot.box(k)) - (scale_ - 1) / 2; };
    return {(column + offset(0)) / w, (row + offset(1)) / h, static_cast<float>(anchor.w) * std::exp(slot.box(2)),
            static_cast<float>(anchor.h) * std::exp(slot.box(3))};
  }

  void classes(const Slot& slot, std::vector<float>& values) const {
    values.resize(static_cast<std::size_t>(shape_.c));
    for (std::int64_t c = 0; c < shape_.c; ++c) values[static_cast<std::size_t>(c)] = slot.read(slot.view.layout.classes, c);
    if (variant_.family == Family::v3 || variant_.family == Family::v4) {
      for (float& value : values) value = logistic(value);
    } else if (!v1() || variant_.activation == Activation::logistic) {
      softmax(values);
    }
  }

 private:
  bool v1() const { return variant_.family == Family::v1; }
  bool logistic_boxes() const { return variant_.activation == Activation::logistic || variant_.activation == Activation::softmax_off; }

  float v1_value(const Slot& slot, int k) const {
    const float t = slot.box(k);
    if (logistic_boxes()) return logistic(t);
    return variant_.activation == Activation::linear_sqrt && k > 1 ? t * t : t;
  }

  const Variant& variant_;
  const HeadShape& shape_;
  std::vector<Anchor> anchors_;
  float scale_ = 1;
};

bool finite(const Box& box) { return std::isfinite(box.cx) && std::isfinite(box.cy) && std::isfinite(box.w) && std::isfinite(box.h); }

void decode_slot(const HeadDecoder& decoder, const Slot& slot, double threshold, std::vector<float>& values, std::vector<Detection>& found) {
  // No class probability exceeds 1: most slots end here.
  const float objectness = decoder.objectness(slot);
  if (!(objectness > threshold)) return;
  const Box box = decoder.box(slot);
  if (!finite(box)) return;

  decoder.classes(slot, values);
  for (std::size_t c = 0; c < values.size(); ++c)
    if (const float score = objectness * values[c]; score > threshold) found.push_back({static_cast<int>(c), std::min(score, 1.0F), box});
}

}  // namespace

std::vector<Detection> decode(const Variant& variant, std::span<const HeadShape> shapes, std::span<const HeadView> heads, std::int64_t image,
                              double threshold) {
  std::vector<Detection> found;
  std::vector<float> values;
  for (std::size_t k = 0; k < heads.size(); ++k) {
    const HeadShape& shape = shapes[k];
    const HeadDecoder decoder(variant, shape, k);
    for (std::int64_t a = 0; a < shape.a; ++a)
      for (std::int64_t y = 0; y < shape.h; ++y)
        for (std::int64_t x = 0; x < shape.w; ++x) decode_slot(decoder, {heads[k], image, a, y, x}, threshold, values, found);
  }
  return found;
}

}  // namespace yologold
