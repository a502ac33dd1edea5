#include "decisions/site_state.hpp"

#include <algorithm>

#include "decisions/mask.hpp"

namespace yologold::decisions {
namespace {

using AskSlot = std::function<int(const Decision&)>;

/// Drops the pairs of a v1 cell that its sharing rule does not admit.
void share_cell(const Variant& v, std::vector<Pair>& pairs) {
  if (v.family != Family::v1 || pairs.empty()) return;
  if (v.cell_sharing == CellSharing::first_wins) pairs.resize(1);
  if (v.cell_sharing == CellSharing::last_wins) pairs.erase(pairs.begin(), pairs.end() - 1);
}

/// Decides which of the pairs of one slot are kept.
void collide(const Subject& s, const Decider& decider, const Address& at, const std::vector<Pair*>& rivals, const AskSlot& ask) {
  const Collision rule = s.variant().collision;
  if (rivals.size() < 2 || rule == Collision::sum || rule == Collision::mean) return;
  std::int64_t keeper = rule == Collision::last_wins ? rivals.back()->truth : rivals.front()->truth;
  if (rule == Collision::best_iou_wins) {
    std::vector<std::int64_t> truths;
    for (const Pair* pair : rivals) truths.push_back(pair->truth);
    keeper = ask(decider.keeper({Kind::keeper, at.head, at.image, -1, at.anchor, at.y, at.x}, truths));
  }
  for (Pair* pair : rivals) pair->kept = pair->truth == keeper;
}

}  // namespace

SiteState assemble(const Subject& s, Decider& decider, const Site& site, std::span<const TruthClaim> claims, const AskSlot& ask) {
  // Pair the truths that take a slot here.
  const bool v1 = s.variant().family == Family::v1;
  const Address at = address_of(s, site);
  SiteState state;
  for (const auto& [truth, claim] : claims)
    if (claim.taken)
      state.pairs.push_back({static_cast<std::int32_t>(at.head), static_cast<std::int32_t>(at.image), static_cast<std::int32_t>(claim.anchor),
                             static_cast<std::int32_t>(at.y), static_cast<std::int32_t>(at.x), static_cast<std::int32_t>(truth), 0, 0, true, claim.gated});
  share_cell(s.variant(), state.pairs);

  // Give every slot its role.
  const auto any = [&](bool Claim::*mark) { return std::any_of(claims.begin(), claims.end(), [&](const TruthClaim& c) { return c.claim.*mark; }); };
  for (std::int64_t a = v1 ? 0 : at.anchor; a < (v1 ? s.shape(at.head).a : at.anchor + 1); ++a) {
    std::vector<Pair*> rivals;
    for (Pair& pair : state.pairs)
      if (pair.anchor == a) rivals.push_back(&pair);
    Address slot = at;
    slot.anchor = a;
    collide(s, decider, slot, rivals, ask);
    Role role = any(&Claim::cleared) ? Role::none : Role::negative;
    const auto spared = [&] { return ask(decider.decide(mask_question(slot))) == 1; };
    if (!rivals.empty())
      role = Role::positive;
    else if (any(&Claim::near) || any(&Claim::refused) || (may_be_spared(s, at.image) && spared()))
      role = Role::ignored;
    state.roles.push_back(role);
  }
  return state;
}

}  // namespace yologold::decisions
