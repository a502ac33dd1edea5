#include <algorithm>
#include <cmath>

#include "diagnose/hypothesis.hpp"
#include "diagnose/rounding.hpp"

namespace yologold {
namespace {

void add(const char* id, const char* sentence, const char* look, const std::function<double(double)>& change, std::vector<Hypothesis>& list) {
  list.push_back({.id = id, .sentence = sentence, .look = look, .group = "logits", .before = [change](Setting& s) {
                    for (auto& head : s.logits) std::transform(head.begin(), head.end(), head.begin(), change);
                  }});
}

// Every element from, or to, its place in the plane of the transposed grid.
void transpose(Field& field, const std::vector<HeadShape>& shapes, bool back) {
  for (std::size_t k = 0; k < field.size(); ++k) {
    const HeadShape& s = shapes[k];
    const std::vector<double> old = field[k];
    const auto cells = s.h * s.w;
    for (std::int64_t i = 0; i < s.elements(); ++i) {
      const std::int64_t cell = i % cells, other = i - cell + cell % s.w * s.h + cell / s.w;
      const auto to = static_cast<std::size_t>(back ? other : i), from = static_cast<std::size_t>(back ? i : other);
      field[k][to] = old[from];
    }
  }
}

// Memory of one layout taken for another: what is at the place of an element there.
void reread(Field& field, const Setting& s, LayoutName wrong, bool back) {
  for (std::size_t k = 0; k < field.size(); ++k) {
    const auto right = places(back ? wrong : s.layout, s.shapes[k]), taken = places(back ? s.layout : wrong, s.shapes[k]);
    std::vector<double> memory(field[k].size());
    for (std::size_t i = 0; i < right.size(); ++i) memory[right[i]] = field[k][i];
    for (std::size_t i = 0; i < taken.size(); ++i) field[k][i] = memory[taken[i]];
  }
}

void add_layouts(const Scene& scene, std::vector<Hypothesis>& list) {
  const bool shared = scene.setting.shapes[0].shared_classes;
  for (const LayoutName layout : {LayoutName::nchw, LayoutName::nhwc, LayoutName::nahwk, LayoutName::darknet_v1}) {
    if (layout == scene.setting.layout || layout == (shared ? LayoutName::nahwk : LayoutName::darknet_v1)) continue;
    list.push_back(
        {.id = std::string("all-as-") + name_of(layout),
         .sentence = std::string("logits and gradient are both taken to be in layout ") + name_of(layout) + ", they are in " + name_of(scene.setting.layout),
         .look = "the strides of the network output",
         .group = "logits",
         .before = [layout](Setting& s) { reread(s.logits, s, layout, false); },
         .after = [layout](Field& field, const Scene& s) { reread(field, s.setting, layout, true); }});
  }
}

}  // namespace

void add_wrong_logits(const Scene& scene, std::vector<Hypothesis>& list) {
  const char* const type = "the type in which the network output is loaded";
  add(
      "logits-11-bits", "the logits are rounded to 11 bits (fp16, or tf32 in front of the loss)", type, [](double t) { return round_to_bits(t, 11); }, list);
  add(
      "logits-8-bits", "the logits are rounded to 8 bits (bf16)", type, [](double t) { return round_to_bits(t, 8); }, list);
  add(
      "logits-clamped-10", "the logits are clamped to [-10, 10]", "a clamp in front of the activation", [](double t) { return std::clamp(t, -10.0, 10.0); },
      list);
  list.push_back({.id = "all-transposed",
                  .sentence = "rows and columns of the grid are exchanged in logits and gradient: x*H + y for y*W + x",
                  .look = "the index arithmetic of the cell",
                  .group = "logits",
                  .before = [](Setting& s) { transpose(s.logits, s.shapes, false); },
                  .after = [](Field& field, const Scene& s) { transpose(field, s.setting.shapes, true); }});
  add_layouts(scene, list);
}

}  // namespace yologold
