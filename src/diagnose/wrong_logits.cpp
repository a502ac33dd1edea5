#include <algorithm>
#include <cmath>

#include "diagnose/carry.hpp"
#include "diagnose/hypothesis.hpp"
#include "diagnose/rounding.hpp"

namespace yologold {
namespace {

void add(const char* id, const char* sentence, const char* look, const std::function<double(double)>& change, std::vector<Hypothesis>& list) {
  list.push_back({.id = id, .sentence = sentence, .look = look, .group = "logits", .reread = [change](const Setting& s) {
                    Field field = *s.logits;
                    for (auto& head : field) std::transform(head.begin(), head.end(), head.begin(), change);
                    return field;
                  }});
}

// Every element from its place in the plane of the transposed grid.
Field transposed(const Setting& setting) {
  Field field;
  for (std::size_t k = 0; k < setting.shapes.size(); ++k) {
    const std::vector<double>& old = (*setting.logits)[k];
    const auto w = static_cast<std::size_t>(setting.shapes[k].w), h = static_cast<std::size_t>(setting.shapes[k].h);
    auto& head = field.emplace_back(old.size());
    for (std::size_t i = 0; i < head.size(); ++i) {
      const std::size_t cell = i % (h * w);
      head[i] = old[i - cell + cell % w * h + cell / w];
    }
  }
  return field;
}

// Memory of one layout taken for another: what is at the place of an element there.
Field taken_as(const Setting& setting, LayoutName wrong) {
  Field field;
  for (std::size_t k = 0; k < setting.shapes.size(); ++k) {
    const HeadShape& s = setting.shapes[k];
    auto& head = field.emplace_back((*setting.logits)[k].size());
    for (std::size_t place = 0; place < head.size(); ++place) head[element_at(wrong, s, place)] = (*setting.logits)[k][element_at(setting.layout, s, place)];
  }
  return field;
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
         .reread = [layout](const Setting& s) { return taken_as(s, layout); },
         .after = [layout](Prediction& p, const Scene& s) { write_as(p, s, layout); }});
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
                  .reread = transposed,
                  .after = [](Prediction& p, const Scene& s) { move_values(p, s, to_transposed); }});
  add_layouts(scene, list);
}

}  // namespace yologold
