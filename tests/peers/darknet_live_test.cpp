// The engine beside Debian's libdarknet (package darknet), head after random head: [detection], [region], [yolo].
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <stdexcept>

#include "peers/compare.hpp"
#include "peers/doubtful.hpp"
#include "peers/evaluate.hpp"

using namespace yologold;
using namespace yologold::test;

namespace {

constexpr std::uint64_t heads_per_family = 400;
constexpr double usual_margin = 1e-5;

/// What the heads of a family gave together.
struct Tally {
  std::size_t compared = 0, apart = 0;
  double worst = 0;
  std::string worst_text;
  std::int64_t slots = 0, doubtful = 0;
  int costs = 0, wrong_costs = 0;
  std::int64_t positives = 0, ignored = 0, dropped = 0, empty_images = 0, disjoint = 0, oblong = 0;
};

void count(const LiveCase& c, const Report& report, Tally& tally) {
  tally.slots += c.shape.slots();
  tally.positives += report.positives;
  tally.ignored += report.ignored;
  tally.oblong += c.shape.h != c.shape.w;
  for (std::size_t n = 0; n + 1 < c.first.size(); ++n) tally.empty_images += c.first[n] == c.first[n + 1];
  for (const Pair& pair : report.pairs) tally.dropped += !pair.kept, tally.disjoint += pair.iou == 0;
}

/// One head. `spoil` changes our settings after darknet has been asked with the right ones.
void add_head(Family family, std::uint64_t seed, void (*spoil)(Variant&), double margin, Tally& tally) {
  LiveCase c = random_case(family, seed);
  const LiveResult theirs = run_darknet(c);
  if (spoil) spoil(c.variant);
  const HeadView view = c.view();
  const Evaluation ours = evaluate(c.variant, {&c.shape, 1}, {&view, 1}, c.truth_view());
  if (!ours.report.bad_truths.empty()) throw std::runtime_error("a random truth is bad");
  const HeadStages stages = Plan(c.variant, {&c.shape, 1}).stages({&view, 1}, c.truth_view())[0];
  const Doubtful doubtful = find_doubtful(c, stages, margin);

  const auto comparable = [&](const Address& at) {
    const HeadShape& s = c.shape;
    const auto slot = static_cast<std::size_t>(((at.image * s.a + at.anchor) * s.h + at.y) * s.w + at.x);
    return !doubtful.slot[slot] && !(at.channel == 4 && doubtful.objectness[slot]);
  };
  const Comparison r = compare(c.shape, c.layout, ours.gradients[0], theirs.delta, rounding_of(c.variant, c.shape, c.truth_view()), comparable);
  if (r.worst > tally.worst) tally.worst_text = "seed " + std::to_string(seed) + ", " + r.worst_text;
  tally.worst = std::max(tally.worst, r.worst);
  tally.compared += r.compared, tally.apart += r.apart;
  tally.doubtful += doubtful.count;
  if (doubtful.count == 0) {
    ++tally.costs;
    if (!(std::abs(ours.report.cost - theirs.cost) <= cost_rounding(c.shape.elements()) * theirs.cost)) ++tally.wrong_costs;
  }
  count(c, ours.report, tally);
}

Tally run(Family family, void (*spoil)(Variant&), double margin = usual_margin) {
  Tally tally;
  for (std::uint64_t seed = 1; seed <= heads_per_family; ++seed) add_head(family, seed, spoil, margin, tally);
  return tally;
}

int number(std::int64_t n) { return static_cast<int>(n); }

/// All within rounding, next to nothing doubtful, and every path was walked.
bool agrees(const char* name, Family family) {
  const Tally t = run(family, nullptr);
  const bool tried = t.positives > 0 && t.empty_images > 0 && t.costs > static_cast<int>(heads_per_family) * 3 / 4 &&
                     (family == Family::v1 ? t.disjoint > 0 : t.ignored > 0 && t.dropped > 0 && t.oblong > 0);
  const bool good = t.apart == 0 && t.wrong_costs == 0 && t.doubtful * 1000 <= t.slots && tried;
  std::printf(
      "%-4s %s, seeds 1 to %d: %zu elements, worst %.2g of the rounding (%s); %zu apart; %d costs, %d wrong; %d of %d slots not comparable (margin %g)\n",
      good ? "ok" : "BAD", name, number(heads_per_family), t.compared, t.worst, t.worst_text.c_str(), t.apart, t.costs, t.wrong_costs, number(t.doubtful),
      number(t.slots), usual_margin);
  std::printf("     %d positive slots, %d ignored, %d pairs dropped, %d pairs disjoint, %d images without truths, %d oblong grids\n", number(t.positives),
              number(t.ignored), number(t.dropped), number(t.disjoint), number(t.empty_images), number(t.oblong));
  return good;
}

bool sees(const char* what, Family family, void (*spoil)(Variant&)) {
  const Tally t = run(family, spoil);
  const bool seen = t.apart > 0 && t.wrong_costs > 0;
  std::printf("%-4s %s is seen: %zu elements apart, %d costs wrong\n", seen ? "ok" : "BAD", what, t.apart, t.wrong_costs);
  return seen;
}

/// The slots called doubtful are those that a small change of the threshold can flip, and these are not many.
bool spares(const char* what, Family family, void (*spoil)(Variant&), double margin) {
  const Tally t = run(family, spoil, margin);
  const bool spared = t.apart == 0 && t.doubtful > 0 && t.doubtful * 10 < t.slots;
  std::printf("%-4s %s flips none but the %d of %d slots within %g: %zu elements apart\n", spared ? "ok" : "BAD", what, number(t.doubtful), number(t.slots),
              margin, t.apart);
  return spared;
}

}  // namespace

int main() {
  bool good = agrees("[detection]", Family::v1);
  good = agrees("[region]", Family::v2) && good;
  good = agrees("[yolo]", Family::v3) && good;
  good = sees("v1 without the least distance", Family::v1, [](Variant& v) { v.responsible = Responsible::iou; }) && good;
  good = sees("v1 with the last truth of a cell", Family::v1, [](Variant& v) { v.cell_sharing = CellSharing::last_wins; }) && good;
  good = sees("v2 with a threshold 0.01 higher", Family::v2, [](Variant& v) { v.ignore_thresh += 0.01; }) && good;
  good = sees("v3 with a threshold 0.01 higher", Family::v3, [](Variant& v) { v.ignore_thresh += 0.01; }) && good;
  good = sees("v3 with the first truth of a slot", Family::v3, [](Variant& v) { v.collision = Collision::first_wins; }) && good;
  good = spares(
             "v2 with a threshold 0.01 higher", Family::v2, [](Variant& v) { v.ignore_thresh += 0.01; }, 0.0101) &&
         good;
  good = spares(
             "v3 with a threshold 0.01 higher", Family::v3, [](Variant& v) { v.ignore_thresh += 0.01; }, 0.0101) &&
         good;
  return good ? 0 : 1;
}
