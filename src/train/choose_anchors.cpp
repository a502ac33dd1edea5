#include "train/choose_anchors.hpp"

#include "data/fit_anchors.hpp"
#include "json/readers.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

std::vector<Anchor> read_anchors(const Json& list, const Place& place) {
  std::vector<Anchor> anchors;
  for (const Json& pair : read_list(list, place)) {
    const Place at = place.at(anchors.size());
    if (read_list(pair, at).size() != 2) throw Error(at.str(), "must be [width, height]");
    anchors.push_back({read_number(pair[0], at.at(std::size_t{0})), read_number(pair[1], at.at(1))});
    if (!(anchors.back().w > 0 && anchors.back().h > 0)) throw Error(at.str(), "must be two numbers above 0");
  }
  return anchors;
}

}  // namespace

void choose_anchors(Variant& variant, const Training& training) {
  const Place place = training.config.place.at("anchors");
  if (variant.family == Family::v1) throw Error(place.str(), "v1 has no anchors");
  const Json& wanted = training.config.anchors;
  const std::size_t count = variant.anchors.size();
  const bool by_data = wanted.is_string() && wanted.get<std::string>() == "auto";
  if (!by_data && !wanted.is_array()) refuse_kind(wanted, place, "\"auto\" or a list of [width, height]");
  std::vector<Anchor> anchors =
      by_data ? fit_anchors(training.data, training.members(), static_cast<int>(count), training.network.width, training.network.height, training.config.seed)
                    .anchors
              : read_anchors(wanted, place);
  if (anchors.size() != count) throw Error(place.str(), "are " + std::to_string(anchors.size()), std::to_string(count) + ", as many as the network's");
  variant.anchors = std::move(anchors);
  variant.anchor_unit = AnchorUnit::pixel;
}

}  // namespace yologold
