#pragma once
#include <map>
#include <memory>

#include "selftest/form_of.hpp"
#include "selftest/kernels.hpp"
#include "selftest/trial.hpp"

namespace yologold::selftest {

/// Lets a backend made of kernels compute the gradient of a case, with the golden's assignment. Every choice that Form does not
/// know, and every weight, must be at its default.
template <class S>
class Player {
 public:
  /// @param logits  as the backend reads them, in the order of Field
  /// @param value   of a result
  Player(const Trial& trial, const Kernels<S>& kernels, Mistake mistake, std::vector<std::vector<S>> logits, double (*value)(S))
      : trial_(trial),
        inputs_(trial.golden.inputs),
        kernels_(kernels),
        mistake_(mistake),
        value_(value),
        family_(static_cast<int>(trial.family()) + 1),
        form_(form_of(inputs_.variant)),
        logits_(std::move(logits)) {
    for (const auto& head : logits_) out_.emplace_back(head.size());
  }

  Field play() {
    add_negatives();
    std::map<std::size_t, std::vector<const Pair*>> slots, rows;
    for (const Pair& p : trial_.report.pairs) slots[key(p, 4)].push_back(&p), rows[key(p, 5)].push_back(&p);
    for (const auto& [at, pairs] : slots) add_slot(pairs);
    for (const auto& [at, pairs] : rows) add_classes(pairs);
    return std::move(out_);
  }

 private:
  const HeadShape& shape(std::int64_t head) const { return inputs_.shapes[static_cast<std::size_t>(head)]; }

  /// The place of an element in layout nchw.
  std::size_t at(std::int64_t head, std::int64_t image, std::int64_t anchor, std::int64_t channel, std::int64_t y, std::int64_t x) const {
    const HeadShape& s = shape(head);
    const std::int64_t block = s.shared_classes ? 5 : 5 + s.c, planes = s.shared_classes ? s.a * 5 + s.c : s.a * block;
    const std::int64_t plane = s.shared_classes && channel > 4 ? s.a * 5 + channel - 5 : anchor * block + channel;
    return static_cast<std::size_t>(((image * planes + plane) * s.h + y) * s.w + x);
  }
  std::size_t at(const Pair& p, std::int64_t channel) const { return at(p.head, p.image, p.anchor, channel, p.y, p.x); }

  /// A number for the slot of a pair, or for its class vector, that no other head has.
  std::size_t key(const Pair& p, std::int64_t channel) const {
    std::size_t before = 0;
    for (std::int64_t k = 0; k < p.head; ++k) before += out_[static_cast<std::size_t>(k)].size();
    return before + at(p, channel);
  }

  const Truth& truth_of(const Pair& p) const {
    const Truths truths = inputs_.truths.view();
    return truths.all[static_cast<std::size_t>(truths.first[static_cast<std::size_t>(p.image)] + p.truth)];
  }

  void add_negatives() {
    for (std::size_t k = 0; k < out_.size(); ++k) {
      const auto head = static_cast<std::int64_t>(k);
      const HeadShape& s = shape(head);
      for (std::int64_t i = 0; i < s.slots(); ++i) {
        if (trial_.roles[k][static_cast<std::size_t>(i)] != Role::negative) continue;
        const std::size_t to = at(head, i / (s.w * s.h * s.a), i / (s.w * s.h) % s.a, 4, i / s.w % s.h, i % s.w);
        const S slope = kernels_.objectness(form_, logits_[k][to], S(0));
        out_[k][to] = value_(family_ == 1 ? S(0.5) * slope : slope);
      }
    }
  }

  PairInput<S> input(const Pair& p) const {
    // Describe the slot.
    const HeadShape& s = shape(p.head);
    const Variant& v = inputs_.variant;
    const auto k = static_cast<std::size_t>(p.head);
    const auto whole = [](std::int64_t n) { return S(static_cast<double>(n)); };
    PairInput<S> in{form_, {}, whole(p.x), whole(p.y), whole(s.w), whole(s.h), S(1), S(1), S(1), S(1), S(1), {}, {}, {}, {}, mistake_};
    if (family_ == 4 && k < v.scale_xy.size()) in.scale_xy = S(v.scale_xy[k]);
    if (family_ > 1) {
      const Anchor& anchor = v.anchors[static_cast<std::size_t>(v.masks[k][static_cast<std::size_t>(p.anchor)])];
      in.anchor_w = S(anchor.w), in.anchor_h = S(anchor.h);
      if (v.anchor_unit == AnchorUnit::grid) in.anchor_per_w = in.grid_w, in.anchor_per_h = in.grid_h;
      if (v.anchor_unit == AnchorUnit::pixel) in.anchor_per_w = S(v.image[0]), in.anchor_per_h = S(v.image[1]);
    }

    // Add its logits and the truth.
    for (std::int64_t c = 0; c < 5; ++c) in.t[c] = logits_[k][at(p, c)];
    const Truth& truth = truth_of(p);
    in.cx = S(truth.cx), in.cy = S(truth.cy), in.w = S(truth.w), in.h = S(truth.h);
    return in;
  }

  void add_slot(const std::vector<const Pair*>& pairs) {
    // Add the boxes, and find target and weight of the objectness.
    S box[4] = {S(0), S(0), S(0), S(0)}, target(family_ > 2 ? 1 : 0), slopes[4];
    const Pair* nearest = pairs[0];
    double weight = 0;
    for (const Pair* p : pairs) {
      const PairInput<S> in = input(*p);
      weight = std::max(weight, truth_of(*p).weight);
      if (family_ < 3) {
        const S iou = kernels_.iou(in);
        if (target < iou) target = iou, nearest = p;
      }
      if (p->gated) continue;
      kernels_.box(in, slopes);
      for (int c = 0; c < 4; ++c) box[c] = box[c] + S(truth_of(*p).weight) * slopes[c];
    }
    if (family_ < 3 && inputs_.variant.iou_target == IouTarget::differentiated) {
      kernels_.iou_slopes(input(*nearest), S(weight), slopes);
      for (int c = 0; c < 4; ++c) box[c] = box[c] + slopes[c];
    }

    // Write.
    const auto k = static_cast<std::size_t>(pairs[0]->head);
    for (std::int64_t c = 0; c < 4; ++c) out_[k][at(*pairs[0], c)] = value_(box[c]);
    const std::size_t to = at(*pairs[0], 4);
    out_[k][to] = value_(S(weight) * kernels_.objectness(form_, logits_[k][to], target));
  }

  /// Of the pairs of a slot one by one, of a cell of v1 together.
  void add_classes(const std::vector<const Pair*>& pairs) {
    const auto k = static_cast<std::size_t>(pairs[0]->head), n = static_cast<std::size_t>(shape(pairs[0]->head).c);
    std::vector<S> t(n), sum(n, S(0)), slopes(3 * n);
    for (std::size_t c = 0; c < n; ++c) t[c] = logits_[k][at(*pairs[0], static_cast<std::int64_t>(5 + c))];
    for (std::size_t i = 0; i < (family_ == 1 ? 1 : pairs.size()); ++i) {
      const auto hot = std::make_unique<bool[]>(n);
      double weight = 0;
      for (std::size_t j = 0; j < pairs.size(); ++j) {
        if (family_ != 1 && j != i) continue;
        const Truth& truth = truth_of(*pairs[j]);
        weight = std::max(weight, truth.weight);
        hot[static_cast<std::size_t>(truth.class_id)] = true;
        for (const std::int32_t c : truth.more_classes) hot[static_cast<std::size_t>(c)] = true;
      }
      kernels_.classes(form_, kernels_.stable, mistake_, t.data(), hot.get(), static_cast<int>(n), slopes.data());
      for (std::size_t c = 0; c < n; ++c) sum[c] = sum[c] + S(weight) * slopes[c];
    }
    for (std::size_t c = 0; c < n; ++c) out_[k][at(*pairs[0], static_cast<std::int64_t>(5 + c))] = value_(sum[c]);
  }

  const Trial& trial_;
  const Inputs& inputs_;
  const Kernels<S>& kernels_;
  Mistake mistake_;
  double (*value_)(S);
  int family_;
  Form form_;
  std::vector<std::vector<S>> logits_;
  Field out_;
};

}  // namespace yologold::selftest
