#include <fmt/format.h>

#include <algorithm>

#include "explain/parts.hpp"
#include "variant/catalogue.hpp"

namespace yologold::explain {
namespace {

// The shape IOUs of a truth with every anchor, the highest first; of equal ones the lowest index.
struct Match {
  std::size_t anchor;
  double shape_iou;
};

std::vector<Match> ranking(const Subject& s, const Truth& truth) {
  std::vector<Match> all;
  const bool own = s.variant.family == Family::v3 || s.variant.family == Family::v4 ? s.variant.compete == Compete::per_head : false;
  const auto& mask = s.variant.masks[static_cast<std::size_t>(s.at.head)];
  for (std::size_t i = 0; i < s.variant.anchors.size(); ++i) {
    if (own && std::find(mask.begin(), mask.end(), static_cast<int>(i)) == mask.end()) continue;
    const Anchor& a = s.variant.anchors[i];
    all.push_back({i, shape_iou({0, 0, a.w / s.anchor_units(s.at.head, false), a.h / s.anchor_units(s.at.head, true)}, box_of(truth))});
  }
  std::stable_sort(all.begin(), all.end(), [](const Match& a, const Match& b) { return a.shape_iou > b.shape_iou; });
  return all;
}

std::string responsible_text(const Subject& s, const Pair& pair) {
  std::string others;
  for (std::int64_t j = 0; j < s.shape.a; ++j)
    if (j != s.at.anchor) others += fmt::format("{}predictor {}: {:.6g}", others.empty() ? "" : ", ", j, iou(s.box(j), box_of(s.truth(pair.truth))));
  const bool far = s.variant.responsible == Responsible::rmse && pair.iou == 0;
  return fmt::format("of the cell's predictors this one's box has {} ({:.6g}{})",
                     far ? "the smallest distance, no IOU being above 0" : "the highest IOU with it", pair.iou, others.empty() ? "" : "; " + others);
}

std::string match_text(const Subject& s, const Pair& pair) {
  const auto own = static_cast<std::size_t>(s.variant.masks[static_cast<std::size_t>(s.at.head)][static_cast<std::size_t>(s.at.anchor)]);
  if (s.variant.anchor_match != AnchorMatch::shape_iou) return fmt::format("anchor {} matches it by the rule {}", own, say(s.variant.anchor_match));
  const auto all = ranking(s, s.truth(pair.truth));
  if (all[0].anchor != own)
    return fmt::format("anchor {} has a shape IOU of {:.6g} with it, above iou_thresh {}, though anchor {} has more, {:.6g}", own, s.shape_iou_of(pair),
                       s.variant.iou_thresh, all[0].anchor, all[0].shape_iou);
  const std::string next = all.size() > 1 ? fmt::format("; next is anchor {}, {:.6g}", all[1].anchor, all[1].shape_iou) : "";
  return fmt::format("anchor {} has the highest shape IOU with it, {:.6g}{}", own, s.shape_iou_of(pair), next);
}

void say_positive(const Subject& s, std::vector<std::string>& text) {
  for (const Pair& pair : s.pairs()) {
    text.push_back(fmt::format("truth {} is assigned here: its centre lies in this cell, and {}", pair.truth,
                               s.variant.family == Family::v1 ? responsible_text(s, pair) : match_text(s, pair)));
    if (!pair.kept) text.push_back(fmt::format("truth {} does not keep the slot: {}", pair.truth, say(s.variant.collision)));
    if (pair.gated)
      text.push_back(fmt::format("the coordinate term of truth {} is off: its shape IOU {:.6g} is not above gate_thresh {}", pair.truth, s.shape_iou_of(pair),
                                 s.variant.gate_thresh));
  }
}

void say_ignored(const Subject& s, std::vector<std::string>& text) {
  const Box box = s.box(s.at.anchor);
  const double threshold = s.variant.family == Family::v1 ? 0.5 : s.variant.ignore_thresh;
  for (std::int64_t i = 0; i < s.truths(); ++i) {
    const Truth& t = s.truth(i);
    const double overlap = find_fault(t, s.shape.c) ? 0 : iou(box, box_of(t));
    if (t.ignore && overlap > threshold)
      text.push_back(fmt::format("truth {} carries the ignore flag and the decoded box overlaps it by IOU {:.6g}, above {}", i, overlap, threshold));
    else if (!t.ignore && s.variant.ignore == Ignore::prior && s.holds(t))
      text.push_back(fmt::format("ignore prior: the anchor's shape IOU with truth {} is {:.6g}, above {}", i,
                                 shape_iou(s.anchor(s.at.head, s.at.anchor), box_of(t)), threshold));
    else if (!t.ignore && s.variant.ignore != Ignore::off && s.variant.ignore != Ignore::prior && overlap > threshold)
      text.push_back(fmt::format("{}: the decoded box overlaps truth {} by IOU {:.6g}, above {}", say(s.variant.ignore), i, overlap, threshold));
  }
  if (text.empty()) text.push_back(fmt::format("{}: a truth of this cell that the gate dropped", say(s.variant.prior_gate)));
}

// Names who takes the truths whose centre lies in the cell.
void say_elsewhere(const Subject& s, std::vector<std::string>& text) {
  for (std::int64_t i = 0; i < s.truths(); ++i) {
    const Truth& t = s.truth(i);
    if (!s.holds(t)) continue;
    std::string takers;
    for (const Pair& p : s.all_pairs())
      if (p.image == s.at.image && p.truth == i)
        takers += fmt::format("{}head {}, row {}, column {}, anchor {}", takers.empty() ? "" : " and ", p.head, p.y, p.x, p.anchor);
    const std::string who = t.ignore ? "it carries the ignore flag" : takers.empty() ? "no slot takes it" : "it is assigned to " + takers;
    text.push_back(fmt::format("the centre of truth {} lies in this cell, but {}", i, who));
  }
}

}  // namespace

std::vector<std::string> why(const Subject& s) {
  std::vector<std::string> text;
  switch (s.role()) {
    case Role::positive:
      say_positive(s, text);
      break;
    case Role::ignored:
      say_ignored(s, text);
      break;
    case Role::negative:
      text.emplace_back("no truth is assigned to this slot and no rule ignores it: its objectness is trained towards 0");
      say_elsewhere(s, text);
      break;
    case Role::none:
      text.push_back(fmt::format("{}: this cell holds a truth, and the slot is not the truth's", say(s.variant.noobj)));
      say_elsewhere(s, text);
      break;
  }
  return text;
}

}  // namespace yologold::explain
