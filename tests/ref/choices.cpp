#include "choices.hpp"

#include <cmath>
#include <cstring>

namespace yologold::test {

std::string Choice::text() const { return "v" + std::to_string(static_cast<int>(family) + 1) + " " + key + "=" + name; }

std::vector<Choice> choices_of(Family family) {
  std::vector<Choice> all;
  const auto index = static_cast<std::size_t>(family);
#define YG_BEGIN(Type, member, key, v1, v2, v3, v4, doc) \
  {                                                      \
    const char* const given[] = {v1, v2, v3, v4};        \
    const char* const chosen = given[index];             \
    const char* const word = key;                        \
    const auto put = [](Variant& variant, Type value) { variant.member = value; };
#define YG_ENTRY(Type, enumerator, name, formula, doc) \
  if (std::strcmp(chosen, "-") != 0)                   \
    all.push_back({family, word, name, std::strcmp(chosen, name) == 0, [put](Variant& variant) { put(variant, Type::enumerator); }});
#define YG_END(Type) }
#include "yologold/choices.inc"
#undef YG_BEGIN
#undef YG_ENTRY
#undef YG_END
  if (family == Family::v4) std::erase_if(all, [](const Choice& choice) { return choice.name == "darknet-delta"; });
  return all;
}

Variant usual(Family family) {
  Variant variant;
  variant.family = family;
  for (const Choice& choice : choices_of(family))
    if (choice.is_default) choice.set(variant);
  const auto index = static_cast<std::size_t>(family);
#define YG_NUMBER(member, key, v1, v2, v3, v4, low, high, doc) \
  {                                                            \
    const double given[] = {v1, v2, v3, v4};                   \
    variant.member = given[index];                             \
  }
#include "yologold/numbers.inc"
#undef YG_NUMBER
  variant.classes = 3;
  variant.image = {96, 64};
  if (family == Family::v1) return variant;
  variant.anchors = {{24, 32}, {60, 20}, {40, 40}, {9, 50}, {18, 60}};
  variant.masks = {{0, 1}, {3, 2}};
  return variant;
}

void reconcile(Variant& variant) {
  if (variant.family != Family::v1 && variant.ignore != Ignore::off && variant.noobj == Noobj::complement) variant.noobj = Noobj::complement_minus_ignored;
  if (variant.gradient == Gradient::darknet_delta && variant.iou_target == IouTarget::differentiated) variant.iou_target = IouTarget::detached;
}

Variant random_variant(Family family, std::mt19937& engine) {
  Variant variant = usual(family);
  std::vector<Choice> pool;
  for (const Choice& choice : choices_of(family)) {
    if (!pool.empty() && pool.back().key != choice.key) pool[engine() % pool.size()].set(variant), pool.clear();
    pool.push_back(choice);
  }
  variant.bad_truths = BadTruths::skip;
  if (variant.gradient == Gradient::darknet_delta) variant.gradient = Gradient::half;
  reconcile(variant);

  // Write the anchors in any unit.
  variant.anchor_unit = static_cast<AnchorUnit>(engine() % 3);
  const double scale[3][2] = {{1, 1}, {3.0 / 96, 2.0 / 64}, {1.0 / 96, 1.0 / 64}};
  const auto unit = static_cast<std::size_t>(variant.anchor_unit);
  for (Anchor& anchor : variant.anchors) anchor = {anchor.w * scale[unit][0], anchor.h * scale[unit][1]};

  std::uniform_real_distribution<double> number(0.2, 1.5);
  variant.lambda_coord = number(engine);
  variant.lambda_obj = number(engine);
  variant.lambda_noobj = number(engine);
  variant.lambda_class = number(engine);
  variant.head_weight = {number(engine), number(engine)};
  if (family == Family::v4) variant.scale_xy = {1.2, 1.05};
  if (family != Family::v1) variant.ignore_thresh = number(engine) / 2;
  return variant;
}

bool is_surrogate(const Variant& variant) {
  if (variant.gradient == Gradient::darknet_delta) return true;
  return variant.family == Family::v4 && variant.box_loss == BoxLoss::ciou && variant.aspect_denominator == AspectDenominator::unit;
}

}  // namespace yologold::test
