#include "variant/catalogue.hpp"

#include <set>

#include "support/catch.hpp"
#include "variant/key_list.hpp"
#include "variant/use_rules.hpp"

using namespace yologold;

TEST_CASE("catalogue: every key, and every name within its choice, stands once") {
  const auto keys = keys_of(std::nullopt);
  CHECK(std::set(keys.begin(), keys.end()).size() == keys.size());
  for (const ChoiceInfo& choice : choices()) {
    INFO(choice.key);
    for (std::size_t i = 0; i < choice.entries.size(); ++i) CHECK(choice.find(choice.entries[i].name) == i);
    CHECK(choice.find("no such name") == choice.entries.size());
    CHECK_FALSE(choice.doc.empty());
  }
}

TEST_CASE("catalogue: every default is an entry, or within the range") {
  for (const Family family : families) {
    for (const ChoiceInfo& choice : choices()) {
      INFO(choice.key);
      if (choice.applies(family)) CHECK(choice.default_of(family) < choice.entries.size());
    }
    for (const NumberInfo& number : numbers()) {
      INFO(number.key);
      if (number.applies(family)) CHECK((number.default_of(family) >= number.low && number.default_of(family) <= number.high));
    }
  }
}

TEST_CASE("catalogue: a choice's type leads to its key and back to its member") {
  CHECK(choice_of<Gradient>().key == "gradient");
  CHECK(choice_of<BadTruths>().key == "bad_truths");
  CHECK(say(CellSharing::union_) == "cell_sharing union");
  CHECK(number_of(&Variant::iou_thresh).key == "iou_thresh");
  Variant variant;
  for (const ChoiceInfo& choice : choices())
    for (std::size_t i = 0; i < choice.entries.size(); ++i) {
      choice.set(variant, i);
      CHECK(choice.get(variant) == i);
    }
  choice_of<Ignore>().set(variant, choice_of<Ignore>().find("decoded"));
  CHECK(variant.ignore == Ignore::decoded);
  CHECK(find_choice("ignroe") == nullptr);
  CHECK(find_number("ignore") == nullptr);
}

TEST_CASE("catalogue: a use rule names a key of every family where its choice applies, and leaves one entry out") {
  for (const UseRule& rule : use_rules())
    for (const Family family : families) {
      if (!rule.choice->applies(family)) continue;
      INFO(rule.key << " " << name_of(family));
      const auto keys = keys_of(family);
      CHECK(std::count(keys.begin(), keys.end(), rule.key) == 1);
      std::size_t read = 0;
      for (std::size_t i = 0; i < rule.choice->entries.size(); ++i) read += reads(rule, i);
      CHECK((read > 0 && read < rule.choice->entries.size()));
    }
}

TEST_CASE("seed: every choice and number at the catalogue's default, nothing else said") {
  for (const Family family : families) {
    const Variant variant = seed(family);
    CHECK(variant.family == family);
    CHECK((variant.anchors.empty() && variant.masks.empty() && variant.scale_xy.empty() && variant.head_weight.empty()));
    for (const ChoiceInfo& choice : choices())
      if (choice.applies(family)) CHECK(choice.entry_of(variant).name == choice.defaults[static_cast<std::size_t>(family)]);
    for (const NumberInfo& number : numbers())
      if (number.applies(family)) CHECK(variant.*number.member == number.defaults[static_cast<std::size_t>(family)]);
  }
}

TEST_CASE("seed: what the source formulas say") {
  const Variant v1 = seed(Family::v1), v2 = seed(Family::v2), v3 = seed(Family::v3), v4 = seed(Family::v4);
  CHECK((v1.lambda_coord == 5 && v1.lambda_noobj == 0.5 && v1.responsible == Responsible::iou && v1.size_error == SizeError::sqrt && v1.predictors == 2));
  CHECK((v2.size_space == SizeSpace::grid && v2.coordinate_scale == CoordinateScale::two_minus_wh && v2.iou_target == IouTarget::detached &&
         v2.lambda_coord == 1));
  CHECK((v3.prior_gate == PriorGate::coordinates && v3.gate_thresh == 0.5 && v3.ignore == Ignore::off && v3.compete == Compete::all_heads &&
         v3.offset_eps == 1e-6));
  CHECK(
      (v4.box_loss == BoxLoss::ciou && v4.positives == Positives::best_or_above && v4.alpha == Alpha::constant && v4.coordinate_scale == CoordinateScale::off));
}
