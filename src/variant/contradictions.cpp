#include "variant/contradictions.hpp"

#include <algorithm>

#include "json/text.hpp"
#include "variant/catalogue.hpp"
#include "variant/field_keys.hpp"
#include "yologold/error.hpp"

namespace yologold {

namespace {

bool ignores(const Variant& variant) { return choice_of<Ignore>().applies(variant.family) && variant.ignore != Ignore::off; }

/// The names of a choice but one.
template <class Choice>
std::string others_than(Choice refused) {
  std::vector<std::string_view> names;
  for (const EntryInfo& entry : choice_of<Choice>().entries)
    if (entry.name != name_of(refused)) names.push_back(entry.name);
  return join(names);
}

template <class Choice>
std::string place_of(const Sources& sources) {
  return sources.place_of(choice_of<Choice>().key).str();
}

void check_pixels(const Variant& variant, const Sources& sources) {
  if (knows_image(variant)) return;
  const std::string fault = "pixels need the size of the image, and " + std::string(keys::image) + " is not given";
  if (variant.family != Family::v1 && !variant.anchors.empty() && variant.anchor_unit == AnchorUnit::pixel)
    throw Error(sources.place_of(keys::anchor_unit).str(), fault, join(std::span(anchor_unit_names).subspan(1)));
  if (variant.family == Family::v2 && variant.size_space == SizeSpace::pixel) throw Error(place_of<SizeSpace>(sources), fault, others_than(SizeSpace::pixel));
  if (variant.family == Family::v4 && variant.box_space == BoxSpace::pixel) throw Error(place_of<BoxSpace>(sources), fault, others_than(BoxSpace::pixel));
}

void check_noobj(const Variant& variant, const Sources& sources) {
  if (!noobj_contradicts_ignore(variant)) return;
  const std::string noobj(name_of(variant.noobj));
  const std::string fault = ignores(variant) ? noobj + " punishes the slots that " + say(variant.ignore) + " spares"
                            : choice_of<Ignore>().applies(variant.family)
                                ? noobj + " needs an ignore rule, and the variant has " + say(Ignore::off)
                                : noobj + " needs an ignore rule, and " + std::string(name_of(variant.family)) + " has none";
  throw Error(place_of<Noobj>(sources), fault, others_than(variant.noobj));
}

void check_delta(const Variant& variant, const Sources& sources) {
  if (variant.gradient != Gradient::darknet_delta) return;
  const std::string delta(name_of(variant.gradient));
  if (variant.family == Family::v4) throw Error(place_of<Gradient>(sources), delta + " does not exist for v4", others_than(variant.gradient));
  if (choice_of<IouTarget>().applies(variant.family) && variant.iou_target == IouTarget::differentiated)
    throw Error(place_of<IouTarget>(sources), "differentiated has no part in " + say(variant.gradient), others_than(variant.iou_target));
}

}  // namespace

bool knows_image(const Variant& variant) { return variant.image != std::array{0.0, 0.0}; }

bool noobj_contradicts_ignore(const Variant& variant) { return variant.noobj == (ignores(variant) ? Noobj::complement : Noobj::complement_minus_ignored); }

void check_contradictions(const Variant& variant, const Sources& sources) {
  check_pixels(variant, sources);
  check_noobj(variant, sources);
  check_delta(variant, sources);
}

}  // namespace yologold
