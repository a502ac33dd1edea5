#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>

#include "bounds/format.hpp"
#include "diagnose/carry.hpp"
#include "diagnose/hypothesis.hpp"
#include "diagnose/rounding.hpp"

namespace yologold {
namespace {

void add(std::string id, std::string sentence, const char* look, bool fitted, std::function<void(Prediction&, const Scene&)> after,
         std::vector<Hypothesis>& list) {
  list.push_back({.id = std::move(id), .sentence = std::move(sentence), .look = look, .group = "lost", .after = std::move(after), .fitted = fitted});
}

template <class Change>
std::function<void(Prediction&, const Scene&)> each_value(Change change) {
  return [change](Prediction& p, const Scene& scene) { change_values(p, scene, [&](double g, std::size_t, std::size_t) { return change(g); }); };
}

// How many values at the end of every run of `length` the actual leaves 0; runs in the order of layout nchw.
std::size_t lost_at_ends(const std::vector<double>& actual, std::size_t length) {
  std::size_t lost = length;
  for (std::size_t end = length; end <= actual.size() && lost > 0; end += length) {
    std::size_t here = 0;
    while (here < lost && actual[end - 1 - here] == 0) ++here;
    lost = here < length ? std::min(lost, here) : lost;
  }
  return lost == length ? 0 : lost;
}

// The first place of the memory from which on the actual is 0.
std::size_t lost_from(const std::vector<double>& actual, LayoutName layout, const HeadShape& shape) {
  std::size_t place = actual.size();
  while (place > 0 && actual[element_at(layout, shape, place - 1)] == 0) --place;
  return place;
}

void drop_ends(Prediction& p, const Scene& scene, bool planes) {
  std::vector<std::size_t> length, lost;
  for (std::size_t k = 0; k < p.heads.size(); ++k) {
    const HeadShape& s = scene.setting.shapes[k];
    length.push_back(static_cast<std::size_t>(planes ? s.h * s.w : s.w));
    lost.push_back(lost_at_ends(scene.actual[k], length[k]));
  }
  change_values(p, scene, [&](double g, std::size_t k, std::size_t at) { return at % length[k] >= length[k] - lost[k] ? 0 : g; });
}

void drop_tail(Prediction& p, const Scene& scene) {
  const LayoutName layout = scene.setting.layout;
  for (std::size_t k = 0; k < p.heads.size(); ++k) {
    const std::size_t from = lost_from(scene.actual[k], layout, scene.setting.shapes[k]);
    std::vector<std::uint8_t> dropped(scene.actual[k].size());
    for (std::size_t place = from; place < dropped.size(); ++place) dropped[element_at(layout, scene.setting.shapes[k], place)] = 1;
    change_values(p, scene, [&](double g, std::size_t head, std::size_t at) { return head == k && dropped[at] ? 0 : g; });
  }
}

// A head that was not written is named by its own hypothesis.
void add_heads(const Scene& scene, std::vector<Hypothesis>& list) {
  const char* const look = "the launch of the kernel, head by head";
  for (std::size_t k = 0; scene.actual.size() > 1 && k < scene.actual.size(); ++k)
    add(
        "head-" + std::to_string(k) + "-zero", "the gradient of head " + std::to_string(k) + " is 0 everywhere", look, false,
        [k](Prediction& p, const Scene& s) { change_values(p, s, [k](double g, std::size_t head, std::size_t) { return head == k ? 0 : g; }); }, list);
}

// Adds the gradient of another case, and what a backend may be off by in each of both.
void add_gradient(Prediction& p, const Scene& scene, const Prediction& other) {
  p.settle();
  const bool bounded = p.bounded && other.bounded;
  const double unit = bounded ? scene.profile->numeric->stored.unit() : 0;
  for (std::size_t k = 0; k < p.heads.size(); ++k) {
    std::vector<Element> sum;
    for_both(p, other, k, [&](const Element& a, const Element& b) {
      const double value = a.value + b.value;
      sum.push_back({a.at, value, bounded ? a.slack + b.slack + unit * std::abs(value) : -1});
      return true;
    });
    p.heads[k] = std::move(sum);
  }
  p.bounded = bounded;
}

// Copies of what other cases should have written, alone or added to.
void add_others(const Scene& scene, std::vector<Hypothesis>& list) {
  const char* const look = "the output buffer: written before the copy to the host, not cleared between runs";
  for (const auto& [id, other] : scene.others) {
    add(
        "output-of:" + id, "this is the gradient of case " + id, look, false, [other = other](Prediction& p, const Scene&) { p = *other; }, list);
    list.back().replaces = true;
    add(
        "added-to:" + id, "the gradient was added to that of case " + id, look, false,
        [other = other](Prediction& p, const Scene& s) { add_gradient(p, s, *other); }, list);
    list.back().adds = true;
  }
}

// Every element of the logits, as stored.
void copy_logits(Prediction& p, const Scene& scene) {
  p.bounder = nullptr;
  p.copied = scene.setting.logits.get();
  p.unit = p.bounded ? scene.profile->numeric->stored.unit() : 0;
}

// The fewest significant bits that hold every value of the actual; 0 where there are none.
int bits_of(const Field& actual) {
  int bits = 0;
  for (const auto& head : actual)
    for (const double value : head) {
      if (!std::isfinite(value) || value == 0) continue;
      int exponent;
      const auto significand = static_cast<std::uint64_t>(std::abs(std::ldexp(std::frexp(value, &exponent), 53)));
      bits = std::max(bits, 53 - std::countr_zero(significand));
    }
  return bits;
}

int stored_bits(const Scene& scene) { return bounds::format_named(name_of(scene.stored[0]), scene.id).precision; }

// Rounding, or cutting, to as many bits as the actual has.
void add_bits(const Scene& scene, std::vector<Hypothesis>& list) {
  constexpr int named[] = {8, 11}, least = 3;
  const int bits = bits_of(scene.actual), stored = stored_bits(scene);
  if (bits < least || bits >= stored || std::find(std::begin(named), std::end(named), bits) != std::end(named)) return;
  const char* const store = "the type in which the gradient is stored or summed";
  const std::string number = std::to_string(bits);
  add("bits-fitted", fmt::format("the gradient is rounded to {} bits", bits), store, true, each_value([bits](double g) { return round_to_bits(g, bits); }),
      list);
  list.back().number = number;
  add("bits-fitted-cut", fmt::format("the gradient is cut to {} bits", bits), store, true, each_value([bits](double g) { return cut_to_bits(g, bits); }), list);
  list.back().number = number;
}

}  // namespace

void add_lost_values(const Scene& scene, std::vector<Hypothesis>& list) {
  // Round.
  const char* const store = "the type in which the gradient is stored or summed";
  const int stored = stored_bits(scene);
  if (stored > fp16_bits)
    add("bits-11", "the gradient is rounded to 11 bits (fp16 or tf32)", store, false, each_value([](double g) { return round_to_bits(g, fp16_bits); }), list);
  if (stored > bf16_bits)
    add("bits-8", "the gradient is rounded to 8 bits (bf16)", store, false, each_value([](double g) { return round_to_bits(g, bf16_bits); }), list);
  if (stored >= fp16_bits)
    add("bits-11-cut", "the gradient is cut to 11 bits (tf32 without rounding)", store, false, each_value([](double g) { return cut_to_bits(g, fp16_bits); }),
        list);
  add("bits-8-cut", "the gradient is cut to 8 bits (bf16 without rounding)", store, false, each_value([](double g) { return cut_to_bits(g, bf16_bits); }),
      list);
  add_bits(scene, list);
  add("clipped-1", "every gradient is clipped to [-1, 1]", "gradient clipping", false, each_value([](double g) { return std::clamp(g, -1.0, 1.0); }), list);

  // Lose.
  const char* const loop = "the bounds of the loop, and the remainder of a vectorised one";
  add("zeros", "nothing was written: every value is 0", "the launch of the kernel, and the copy of its output", false, each_value([](double) { return 0.0; }),
      list);
  add("logits-copied", "this is the network output itself", "the output buffer", false, copy_logits, list);
  list.back().replaces = true;
  add(
      "row-ends-lost", "the last values of every row of the grid are 0", loop, true, [](Prediction& p, const Scene& s) { drop_ends(p, s, false); }, list);
  add(
      "plane-ends-lost", "the last values of every plane are 0", loop, true, [](Prediction& p, const Scene& s) { drop_ends(p, s, true); }, list);
  add("tail-lost", "the last values of the tensor are 0", loop, true, drop_tail, list);
  add_heads(scene, list);
  add_lost_channels(scene, list);
  add_others(scene, list);
}

}  // namespace yologold
