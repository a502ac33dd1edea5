#include "decisions/choosing.hpp"

#include "bounds/play.hpp"
#include "check/check_case.hpp"
#include "golden/tensors.hpp"
#include "judge/gradients.hpp"

namespace yologold::decisions_test {

Setup::Setup(const Variant& v, const HeadShape& s, const std::vector<Truth>& t) : variant(v), shape(s), truths(t) {
  logits.resize(static_cast<std::size_t>(s.elements()));
  const HeadShape shapes[] = {s};
  variant = Plan(v, shapes, {DType::f64, "", 1}).variant();
}

float& Setup::logit(std::int64_t anchor, std::int64_t channel, std::int64_t y, std::int64_t x) {
  const Layout all = layout();
  const Block& block = channel < 4 ? all.box : channel == 4 ? all.objectness : all.classes;
  return logits[static_cast<std::size_t>(block.at(0, anchor, channel < 4 ? channel : channel == 4 ? 0 : channel - 5, y, x))];
}

GoldenCase Setup::golden() const {
  Inputs inputs{variant, LayoutName::nchw, {shape}, {}, TruthBatch(1)};
  inputs.heads.push_back(make_tensor(TensorType::f32, {1, shape.elements() / (shape.h * shape.w), shape.h, shape.w}, logits));
  for (const Truth& truth : truths) inputs.truths.add(0, truth);
  return golden_case(inputs, {DType::f64, "", 1});
}

std::size_t place_of(const Pair& p, const HeadShape& s) { return static_cast<std::size_t>((p.anchor * s.h + p.y) * s.w + p.x); }

Choices golden_choices(const GoldenCase& golden) {
  Choices choices;
  for (const Json& j : golden.record.at("report").at("pairs"))
    choices.pairs.push_back({j.at("head"), j.at("image"), j.at("anchor"), j.at("y"), j.at("x"), j.at("truth"), 0, 0, j.at("kept"), j.at("gated")});
  choices.roles = values_of<Role>(golden.tensors.at("role-0"));
  return choices;
}

Choices float_choices(const Setup& setup, const bounds_test::Kernels<float>& kernels) {
  return Choosing<float>(setup, kernels, setup.logits, [](float x) { return static_cast<double>(x); }).run();
}

Choices with_anchor(Choices choices, std::int32_t anchor, const HeadShape& shape) {
  Pair& pair = choices.pairs[0];
  choices.roles[place_of(pair, shape)] = Role::negative;
  pair.anchor = anchor;
  choices.roles[place_of(pair, shape)] = Role::positive;
  return choices;
}

Actual play(const Setup& setup, const Choices& choices, const bounds_test::Kernels<float>& kernels, bool told) {
  Actual actual = play<float>(setup, choices, kernels, setup.logits, [](float x) { return static_cast<double>(x); });
  if (!told) return actual;

  // Tell who owns what.
  const HeadShape& s = setup.shape;
  std::vector<std::int32_t> owners(choices.roles.size(), -1);
  for (const Pair& p : choices.pairs)
    if (auto& owner = owners[place_of(p, s)]; owner < 0) owner = p.truth;
  actual.tensors["role-0"] = make_tensor(TensorType::i8, {1, s.a, s.h, s.w}, choices.roles);
  actual.tensors["truth-0"] = make_tensor(TensorType::i32, {1, s.a, s.h, s.w}, owners);
  return actual;
}

Verdict judge(const GoldenCase& golden, const Actual& actual) { return compare("case", golden, actual, load_profile("ieee-fp32"), 10); }

}  // namespace yologold::decisions_test
