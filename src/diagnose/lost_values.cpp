#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>

#include "bounds/format.hpp"
#include "diagnose/hypothesis.hpp"
#include "diagnose/rounding.hpp"

namespace yologold {
namespace {

void add(std::string id, std::string sentence, const char* look, bool fitted, std::function<void(Field&, const Scene&)> after, std::vector<Hypothesis>& list) {
  list.push_back({.id = std::move(id), .sentence = std::move(sentence), .look = look, .group = "lost", .after = std::move(after), .fitted = fitted});
}

template <class Change>
std::function<void(Field&, const Scene&)> each_value(Change change) {
  return [change](Field& field, const Scene&) {
    for (auto& head : field) std::transform(head.begin(), head.end(), head.begin(), change);
  };
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
std::size_t lost_from(const std::vector<double>& actual, const std::vector<std::size_t>& places) {
  std::size_t from = 0;
  for (std::size_t i = 0; i < actual.size(); ++i)
    if (actual[i] != 0) from = std::max(from, places[i] + 1);
  return from;
}

void drop_ends(Field& field, const Scene& scene, bool planes) {
  for (std::size_t k = 0; k < field.size(); ++k) {
    const HeadShape& s = scene.setting.shapes[k];
    const auto length = static_cast<std::size_t>(planes ? s.h * s.w : s.w);
    const std::size_t lost = lost_at_ends(scene.actual[k], length);
    for (std::size_t i = 0; i < field[k].size(); ++i)
      if (i % length >= length - lost) field[k][i] = 0;
  }
}

void drop_tail(Field& field, const Scene& scene) {
  for (std::size_t k = 0; k < field.size(); ++k) {
    const auto place = places(scene.setting.layout, scene.setting.shapes[k]);
    const std::size_t from = lost_from(scene.actual[k], place);
    for (std::size_t i = 0; i < field[k].size(); ++i)
      if (place[i] >= from) field[k][i] = 0;
  }
}

// A head that was not written is named by its own hypothesis.
void add_heads(const Scene& scene, std::vector<Hypothesis>& list) {
  const char* const look = "the launch of the kernel, head by head";
  for (std::size_t k = 0; scene.golden.size() > 1 && k < scene.golden.size(); ++k)
    add(
        "head-" + std::to_string(k) + "-zero", "the gradient of head " + std::to_string(k) + " is 0 everywhere", look, false,
        [k](Field& field, const Scene&) { std::fill(field[k].begin(), field[k].end(), 0.0); }, list);
}

// Copies of what other cases should have written, alone or added to.
void add_others(const Scene& scene, std::vector<Hypothesis>& list) {
  const char* const look = "the output buffer: written before the copy to the host, not cleared between runs";
  for (const auto& [id, other] : scene.others) {
    add(
        "output-of:" + id, "this is the gradient of case " + id, look, false, [&other = other](Field& field, const Scene&) { field = other.value; }, list);
    list.back().loosen = [&other = other](Prediction& p, const Scene&) { p.slack = other.slack; };
    add(
        "added-to:" + id, "the gradient was added to that of case " + id, look, false,
        [&other = other](Field& field, const Scene&) {
          for (std::size_t k = 0; k < field.size(); ++k)
            for (std::size_t i = 0; i < field[k].size(); ++i) field[k][i] += other.value[k][i];
        },
        list);
    list.back().loosen = [&other = other](Prediction& p, const Scene&) {
      if (other.slack.empty()) p.slack.clear();
      for (std::size_t k = 0; k < p.slack.size(); ++k)
        for (std::size_t i = 0; i < p.slack[k].size(); ++i) p.slack[k][i] += other.slack[k][i];
    };
  }
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

// Rounding, or cutting, to as many bits as the actual has.
void add_bits(const Scene& scene, std::vector<Hypothesis>& list) {
  constexpr int named[] = {8, 11}, least = 3;
  const int bits = bits_of(scene.actual), stored = bounds::format_named(name_of(scene.stored[0]), scene.id).precision;
  if (bits < least || bits >= stored || std::find(std::begin(named), std::end(named), bits) != std::end(named)) return;
  const char* const store = "the type in which the gradient is stored or summed";
  add("bits-fitted", fmt::format("the gradient is rounded to {} bits", bits), store, true, each_value([bits](double g) { return round_to_bits(g, bits); }),
      list);
  add("bits-fitted-cut", fmt::format("the gradient is cut to {} bits", bits), store, true, each_value([bits](double g) { return cut_to_bits(g, bits); }), list);
}

}  // namespace

void add_lost_values(const Scene& scene, std::vector<Hypothesis>& list) {
  // Round.
  const char* const store = "the type in which the gradient is stored or summed";
  add("bits-11", "the gradient is rounded to 11 bits (fp16 or tf32)", store, false, each_value([](double g) { return round_to_bits(g, 11); }), list);
  add("bits-8", "the gradient is rounded to 8 bits (bf16)", store, false, each_value([](double g) { return round_to_bits(g, 8); }), list);
  add("bits-11-cut", "the gradient is cut to 11 bits (tf32 without rounding)", store, false, each_value([](double g) { return cut_to_bits(g, 11); }), list);
  add("bits-8-cut", "the gradient is cut to 8 bits (bf16 without rounding)", store, false, each_value([](double g) { return cut_to_bits(g, 8); }), list);
  add_bits(scene, list);
  add("clipped-1", "every gradient is clipped to [-1, 1]", "gradient clipping", false, each_value([](double g) { return std::clamp(g, -1.0, 1.0); }), list);

  // Lose.
  const char* const loop = "the bounds of the loop, and the remainder of a vectorised one";
  add("zeros", "nothing was written: every value is 0", "the launch of the kernel, and the copy of its output", false, each_value([](double) { return 0.0; }),
      list);
  add(
      "logits-copied", "this is the network output itself", "the output buffer", false, [](Field& field, const Scene& s) { field = s.setting.logits; }, list);
  add(
      "row-ends-lost", "the last values of every row of the grid are 0", loop, true, [](Field& f, const Scene& s) { drop_ends(f, s, false); }, list);
  add(
      "plane-ends-lost", "the last values of every plane are 0", loop, true, [](Field& f, const Scene& s) { drop_ends(f, s, true); }, list);
  add("tail-lost", "the last values of the tensor are 0", loop, true, drop_tail, list);
  add_heads(scene, list);
  add_others(scene, list);
}

}  // namespace yologold
