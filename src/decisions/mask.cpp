#include "decisions/mask.hpp"

#include <algorithm>

#include "decisions/box_reach.hpp"

namespace yologold::decisions {
namespace {

constexpr double near_share = 0.5;      // of the threshold: a slot whose IOU stays below has nothing to decide
constexpr double v1_flag_thresh = 0.5;  // v1 has no ignore_thresh

bool looks_at_all(const Variant& v) { return v.family != Family::v1 && v.ignore != Ignore::off && v.ignore != Ignore::prior; }

}  // namespace

bool may_be_spared(const Subject& s, std::int64_t image) {
  const auto i = static_cast<std::size_t>(image);
  return !s.exact.flagged[i].empty() || (looks_at_all(s.variant()) && !s.exact.objects[i].empty());
}

double ignore_threshold(const Variant& v) { return v.family == Family::v1 ? v1_flag_thresh : v.ignore_thresh; }

bool is_masked(const Subject& s, const Address& at) {
  const HeadShape& h = s.shape(at.head);
  const auto slot = static_cast<std::size_t>(((at.image * h.a + at.anchor) * h.h + at.y) * h.w + at.x);
  const Role role = s.problem.roles[static_cast<std::size_t>(at.head)][slot];
  return role != Role::positive && role != Role::none && may_be_spared(s, at.image);
}

Question mask_question(const Address& at, std::int64_t truth) { return {Kind::spared, at.head, at.image, truth, at.anchor, at.y, at.x}; }

std::vector<std::int64_t> sparing_truths(const Subject& s, const Address& at, double share) {
  const BoxReach box(s, at);
  const auto image = static_cast<std::size_t>(at.image);
  std::vector<std::int64_t> found;
  const auto look = [&](const std::vector<certain::Object>& objects) {
    for (const certain::Object& o : objects)
      if (box.may_overlap(*o.truth, share * ignore_threshold(s.variant()))) found.push_back(o.index);
  };
  look(s.exact.flagged[image]);
  if (looks_at_all(s.variant())) look(s.exact.objects[image]);
  std::sort(found.begin(), found.end());
  return found;
}

std::vector<Question> near_mask_questions(const Subject& s) {
  std::vector<Question> questions;
  for (Address at; at.head < s.heads(); ++at.head) {
    const HeadShape& h = s.shape(at.head);
    for (std::int64_t i = 0; i < h.slots(); ++i) {
      at.image = i / (h.w * h.h * h.a), at.anchor = i / (h.w * h.h) % h.a, at.y = i / h.w % h.h, at.x = i % h.w;
      if (is_masked(s, at) && !sparing_truths(s, at, near_share).empty()) questions.push_back(mask_question(at));
    }
  }
  return questions;
}

}  // namespace yologold::decisions
