#include <filesystem>
#include <set>

#include "configs/paths.hpp"
#include "support/catch.hpp"
#include "variant/every_variant.hpp"
#include "yologold/variant_json.hpp"

using namespace yologold;

TEST_CASE("bundled: every file resolves, and is named after its file") {
  std::set<std::string> names;
  for (const auto& file : std::filesystem::directory_iterator(YG_SOURCE_CONFIGS "/variants")) {
    INFO(file.path());
    const std::string name = file.path().stem().string();
    const Variant variant = load_variant(name);
    CHECK(variant.name == name);
    CHECK(same(parse_variant(print_variant(variant), "v.json"), variant));
    names.insert(name);
  }
  for (const char* name : {"yolov1", "yolov2", "yolov3", "yolov4", "yolov1-darknet", "yolov2-darknet", "yolov3-darknet", "yolov3-alexeyab"})
    CHECK(names.contains(name));
}

TEST_CASE("bundled: the four papers are the seeds, with anchors") {
  const char* names[] = {"yolov1", "yolov2", "yolov3", "yolov4"};
  const std::size_t anchors[] = {0, 5, 9, 9}, heads[] = {0, 1, 3, 3};
  for (int i = 0; i < 4; ++i) {
    const Variant variant = load_variant(names[i]);
    CHECK((variant.anchors.size() == anchors[i] && variant.masks.size() == heads[i] && variant.classes == 0));
    Variant bare = seed(variant.family);
    bare.name = variant.name, bare.image = variant.image, bare.anchor_unit = variant.anchor_unit;
    bare.anchors = variant.anchors, bare.masks = variant.masks, bare.scale_xy = variant.scale_xy;
    CHECK(same(bare, variant));
  }
}

TEST_CASE("bundled: what darknet does otherwise") {
  const Variant v1 = load_variant("yolov1-darknet"), v2 = load_variant("yolov2-darknet"), v3 = load_variant("yolov3-darknet"),
                fork = load_variant("yolov3-alexeyab");
  for (const Variant& variant : {v1, v2, v3, fork}) CHECK(variant.gradient == Gradient::darknet_delta);
  CHECK(
      (v1.activation == Activation::linear_sqrt && v1.responsible == Responsible::rmse && v1.cell_sharing == CellSharing::first_wins && v1.lambda_coord == 5));
  CHECK((v2.size_space == SizeSpace::t_space && v2.ignore == Ignore::decoded && v2.ignore_thresh == 0.6 && v2.lambda_obj == 5));
  CHECK((v2.noobj == Noobj::complement_minus_ignored && v2.collision == Collision::last_wins));
  CHECK((v3.prior_gate == PriorGate::off && v3.ignore == Ignore::decoded && v3.ignore_thresh == 0.7 && v3.collision == Collision::last_wins));
  CHECK((fork.ignore == Ignore::decoded_any_class && fork.class_thresh == 0.25 && fork.collision == Collision::sum));
  CHECK((v3.class_collision == ClassCollision::multi_hot && fork.class_collision == ClassCollision::multi_hot));
}
