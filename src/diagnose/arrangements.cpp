#include "diagnose/arrangements.hpp"

#include <algorithm>
#include <array>

namespace yologold {
namespace {

/// What one case is made of.
struct Arrangement {
  const char *name, *fill, *kind;
  std::array<int, 2> count;
  int images, grids, classes;  ///< grids: which list
  const char* layout = "nchw";
  bool dyadic = false;  ///< anchors whose sizes are multiples of 1/8 of the image
};

constexpr Arrangement all[] = {
    {"random", "normal", "random", {3, 6}, 3, 0, 3},
    {"shared-cells", "normal", "collide", {3, 6}, 3, 1, 3, "nhwc"},
    {"labels", "converged", "mixed", {6, 9}, 3, 0, 3},
    {"borders", "integers", "border", {3, 6}, 2, 1, 3},
    {"saturated", "saturated", "random", {3, 6}, 2, 0, 3},
    {"tiny", "normal", "tiny", {3, 6}, 2, 2, 3},
    {"large", "trained", "large", {2, 4}, 2, 2, 3},
    {"duplicates", "tied", "duplicate", {2, 4}, 3, 1, 3},
    {"anchors", "trained", "anchors", {6, 9}, 2, 2, 3},
    {"halves", "zero", "collide", {4, 8}, 3, 2, 3, "nchw", true},
    {"crowd", "normal", "mixed", {24, 32}, 2, 1, 7},
    {"flat-crowd", "trained", "mixed", {24, 32}, 2, 2, 7},
    {"halves-shared", "tied", "collide", {6, 9}, 2, 0, 3, "nchw", true},
};

// Height and width of up to six heads, never square, never alike.
constexpr std::array<std::array<std::array<int, 2>, 6>, 3> grids{{
    {{{4, 5}, {2, 3}, {5, 6}, {3, 2}, {6, 4}, {7, 5}}},
    {{{3, 4}, {6, 5}, {2, 3}, {5, 4}, {4, 2}, {3, 7}}},
    {{{5, 3}, {3, 5}, {4, 6}, {2, 4}, {6, 2}, {5, 7}}},
}};

constexpr std::array<std::array<double, 2>, 9> eighths{{{4, 2}, {2, 2}, {4, 4}, {2, 1}, {1, 1}, {1, 2}, {3, 1}, {1, 3}, {3, 2}}};

Json heads_json(const Arrangement& a, const Variant& v) {
  const std::size_t heads = std::clamp<std::size_t>(v.masks.size(), 1, grids[0].size());
  Json list = Json::array();
  for (std::size_t k = 0; k < heads; ++k) list.push_back(grids[static_cast<std::size_t>(a.grids)][k]);
  return {{"n", a.images}, {"classes", a.classes}, {"grids", list}};
}

Json dyadic_anchors(const Variant& v) {
  Json list = Json::array();
  for (std::size_t i = 0; i < v.anchors.size(); ++i) list.push_back({eighths[i % eighths.size()][0] / 8, eighths[i % eighths.size()][1] / 8});
  return list;
}

}  // namespace

std::vector<Json> arrangements(const std::string& name, const std::string& variant, const Json& set, const Variant& loaded, int round) {
  std::vector<Json> cases;
  const bool anchored = loaded.family != Family::v1;
  for (const Arrangement& a : all) {
    if (a.dyadic && !anchored) continue;
    Json one{{"id", name + "/" + a.name + "-" + std::to_string(round)}, {"variant", variant}, {"set", set}, {"heads", heads_json(a, loaded)}};
    if (anchored) one["set"]["image"] = {640, 448};
    if (a.dyadic) one["set"].update(Json{{"anchors", dyadic_anchors(loaded)}, {"anchor_unit", "image"}});
    one.update(Json{{"layout", a.layout}, {"fill", a.fill}, {"truths", {{"kind", a.kind}, {"count", a.count}}}});
    cases.push_back(std::move(one));
  }
  return cases;
}

}  // namespace yologold
