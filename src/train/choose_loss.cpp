#include "train/choose_loss.hpp"

#include "json/readers.hpp"
#include "yologold/error.hpp"
#include "yologold/variant_json.hpp"

namespace yologold {

Variant choose_loss(const Variant& of_network, const Json& wanted, const Place& place) {
  // Read it by name, or as it stands.
  if (!wanted.is_string() && !wanted.is_object()) refuse_kind(wanted, place, "the name of a variant, or an object");
  Variant variant = wanted.is_string() ? load_variant(wanted.get<std::string>()) : parse_variant(wanted.dump(), place.str());
  const bool cells = variant.family == Family::v1, network_cells = of_network.family == Family::v1;
  if (cells != network_cells) throw Error(place.str(), "the network's heads are of another family", network_cells ? "v1" : "v2, v3, v4");

  // Take what depends on the heads.
  const auto given = [&](const char* key) { return wanted.is_object() && wanted.contains(key); };
  variant.classes = of_network.classes;
  variant.predictors = of_network.predictors;
  variant.image = of_network.image;
  if (!given("anchors")) {
    variant.anchors = of_network.anchors;
    variant.anchor_unit = of_network.anchor_unit;
  }
  if (!given("masks")) variant.masks = of_network.masks;
  if (!given("scale_xy")) {
    variant.scale_xy = of_network.scale_xy;
    if (variant.family == Family::v4 && of_network.family != Family::v4) variant.scale_xy.clear();
  }
  if (variant.family != Family::v4) variant.scale_xy.clear();
  return variant;
}

}  // namespace yologold
