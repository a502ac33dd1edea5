#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>

#include "peers/compare.hpp"
#include "peers/evaluate.hpp"
#include "peers/peer_case.hpp"
#include "support/catch.hpp"

using namespace yologold;
using namespace yologold::test;

namespace {

/// How much of a case is compared.
enum class Part {
  whole,             ///< delta, every plane, and cost, with the variant of that name
  sigmoid_in_delta,  ///< delta, every plane, and cost; AlexeyAB's [region] multiplies by sigma', so all planes but the classes are minus the gradient `half`
  no_boxes           ///< delta of objectness and classes. AlexeyAB's box delta of an IOU loss is the gradient of nothing, and is part of its cost
};

struct Row {
  const char* name;
  Part part;
};

constexpr Row table[] = {
#define YG_PEER(name, part) {name, Part::part},
#include "peers/table.inc"
#undef YG_PEER
};

bool is_class(const Address& at) { return at.channel >= 5; }
bool is_no_class(const Address& at) { return at.channel < 5; }
bool is_no_box(const Address& at) { return at.channel >= 4; }

struct Seen {
  Comparison delta;
  double cost = 0;
};

/// One run of the engine beside the chosen planes; sign -1 where a delta is compared with a gradient.
Seen see(const PeerCase& peer, const Variant& variant, double sign, const Chosen& chosen) {
  const HeadView view = peer.view();
  Evaluation ours = evaluate(variant, {&peer.shape, 1}, {&view, 1}, peer.truths.view());
  for (double& g : ours.gradients[0]) g *= sign;
  return {compare(peer.shape, peer.layout, ours.gradients[0], floats(peer.delta), rounding_of(variant, peer.shape, peer.truths.view()), chosen),
          ours.report.cost};
}

Comparison join(const Comparison& a, const Comparison& b) {
  Comparison both = a.worst > b.worst ? a : b;
  both.compared = a.compared + b.compared, both.apart = a.apart + b.apart, both.squares = a.squares + b.squares;
  return both;
}

Seen see(const PeerCase& peer, Part part) {
  if (part == Part::whole) return see(peer, peer.variant, 1, {});
  if (part == Part::no_boxes) return see(peer, peer.variant, -1, is_no_box);
  Variant half = peer.variant;
  half.gradient = Gradient::half;
  Seen seen{join(see(peer, half, -1, is_no_class).delta, see(peer, peer.variant, 1, is_class).delta)};
  seen.cost = seen.delta.squares;
  return seen;
}

bool same_cost(const PeerCase& peer, double ours) { return std::abs(ours - peer.cost) <= cost_rounding(peer.shape.elements()) * peer.cost; }

}  // namespace

TEST_CASE("the deltas and costs that darknet computes") {
  double worst = 0;
  for (const Row& row : table) {
    CAPTURE(row.name);
    const PeerCase peer = load_peer_case(row.name);
    const Seen seen = see(peer, row.part);
    const auto all = static_cast<std::size_t>(peer.shape.elements()), boxes = static_cast<std::size_t>(peer.shape.slots() * 4);
    CHECK(seen.delta.compared == (row.part == Part::no_boxes ? all - boxes : all));
    CAPTURE(seen.delta.worst_text, seen.delta.worst, seen.cost, peer.cost);
    CHECK(seen.delta.apart == 0);
    if (row.part != Part::no_boxes) CHECK(same_cost(peer, seen.cost));
    worst = std::max(worst, seen.delta.worst);
  }
  std::printf("%zu cases, the largest difference is %.2g of the rounding allowed for\n", std::size(table), worst);
}

TEST_CASE("every case is in the table of peers") {
  std::size_t folders = 0;
  for (const auto& entry : std::filesystem::directory_iterator(YG_TEST_DATA "/peers/darknet")) {
    const std::string name = entry.path().filename().string();
    CAPTURE(name);
    CHECK(std::count_if(std::begin(table), std::end(table), [&](const Row& row) { return row.name == name; }) == 1);
    ++folders;
  }
  CHECK(folders == std::size(table));
}

TEST_CASE("a wrong setting is seen in darknet's numbers") {
  const auto spoilt = [](const char* name, void (*spoil)(Variant&)) {
    PeerCase peer = load_peer_case(name);
    spoil(peer.variant);
    return see(peer, peer.variant, 1, {});
  };
  const auto differs = [&](const char* name, void (*spoil)(Variant&)) { return spoilt(name, spoil).delta.apart > 0; };
  CHECK(differs("v1_pj__tiny", [](Variant& v) { v.lambda_class *= 1 + 1e-6; }));
  CHECK(differs("v1_pj__tiny", [](Variant& v) { v.iou_target = IouTarget::one; }));
  CHECK(differs("v1_pj__edge_same_cell", [](Variant& v) { v.cell_sharing = CellSharing::last_wins; }));
  CHECK(differs("v2_pj__tiny", [](Variant& v) { v.coordinate_scale = CoordinateScale::off; }));
  CHECK(differs("v2_pj__edge_thresh_equal", [](Variant& v) { v.ignore_thresh = std::nextafter(v.ignore_thresh, 0); }));
  CHECK(differs("v2_pj__edge_same_cell", [](Variant& v) { v.collision = Collision::first_wins; }));
  CHECK(differs("v3_pj__edge_thresh_equal", [](Variant& v) { v.ignore_thresh = std::nextafter(v.ignore_thresh, 0); }));
  CHECK(differs("v3_pj__edge_same_cell", [](Variant& v) { v.class_collision = ClassCollision::per_pair; }));
  CHECK(differs("v3_ab__edge_same_cell", [](Variant& v) { v.collision = Collision::last_wins; }));
  CHECK(differs("v3_ab__tiny", [](Variant& v) { v.anchors[0].w *= 1 + 1e-5; }));
  CHECK(!same_cost(load_peer_case("v3_pj__tiny"), spoilt("v3_pj__tiny", [](Variant& v) { v.lambda_noobj *= 1 + 1e-5; }).cost));
}
