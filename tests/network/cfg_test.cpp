// Networks are read from JSON and from .cfg, written as both, and come out the same.
#include <filesystem>

#include "network/network.hpp"
#include "support/catch.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

const char* const tinies[] = {"yolov1-tiny", "yolov2-tiny", "yolov3-tiny", "yolov4-tiny"};

/// The document with one head of v3 and the given layers before it.
std::string network_of(const std::string& layers, const std::string& variant = R"({"base": "yolov3", "classes": 4, "masks": [[0, 1, 2]]})") {
  return R"({"width": 64, "height": 32, "variant": )" + variant + R"(, "layers": [)" + layers +
         R"({"layer": "convolutional", "filters": "head"}, {"layer": "head"}]})";
}

std::string fault_of(const std::string& text) {
  try {
    parse_network(text, "test");
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

std::string cfg_fault_of(const std::string& text) {
  try {
    parse_darknet_cfg(text, "test.cfg");
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST_CASE("the published tiny networks have the work that darknet prints for them") {
  const double published[] = {0, 5.41e9, 5.57e9, 6.91e9};
  const std::size_t layers[] = {16, 16, 24, 38};
  for (std::size_t i = 0; i < std::size(tinies); ++i) {
    const NetworkConfig config = load_network(tinies[i]);
    INFO(tinies[i]);
    CHECK(config.layers.size() == layers[i]);
    if (published[i] > 0) CHECK(std::abs(count_flops(config, 416, 416) - published[i]) < 0.01e9);
  }
}

TEST_CASE("a network comes back from its own JSON and from its own .cfg") {
  for (const char* name : tinies) {
    INFO(name);
    const NetworkConfig config = load_network(name);
    const std::string json = print_network(config), cfg = print_darknet_cfg(config);
    CHECK(print_network(parse_network(json, "again")) == json);
    NetworkConfig imported = parse_darknet_cfg(cfg, "imported");
    CHECK(print_darknet_cfg(imported) == cfg);
    CHECK(infer_shapes(imported, 416, 416) == infer_shapes(config, 416, 416));

    // The family, anchors, masks and thresholds come along; how darknet ignores and gates is its own.
    const Variant &a = imported.variant, &b = config.variant;
    CHECK(a.family == b.family);
    CHECK(a.classes == b.classes);
    CHECK(a.masks == b.masks);
    CHECK(a.scale_xy == b.scale_xy);
    CHECK(a.lambda_coord == b.lambda_coord);
    CHECK(a.lambda_obj == b.lambda_obj);
    REQUIRE(a.anchors.size() == b.anchors.size());
    for (std::size_t i = 0; i < a.anchors.size(); ++i) CHECK((a.anchors[i].w == b.anchors[i].w && a.anchors[i].h == b.anchors[i].h));
  }
}

TEST_CASE("a .cfg is read as darknet reads it") {
  const NetworkConfig config = parse_darknet_cfg(
      "# words\n[net]\nwidth = 64\nheight=64\n; words\nmomentum=.9\n\n[convolutional]\nfilters=8\nsize=5\nstride=2\nactivation=mish\nbatch_normalize=1\n"
      "[maxpool]\nsize=3\nstride=1\n[dropout]\nprobability=.2\ndropblock=1\ndropblock_size_abs=5\n[convolutional]\nfilters=8\nsize=3\npad=1\nactivation="
      "linear\n"
      "[shortcut]\nfrom=-3\nweights_type=per_layer\nweights_normalizion=avg_relu\nactivation=linear\n[route]\nlayers = -1, 0\ngroups=2\ngroup_id=1\n"
      "[convolutional]\nsize=1\nfilters=21\nactivation=linear\n[yolo]\nmask=0,1,2\nanchors=1,2, 3,4, "
      "5,6\nclasses=2\nnum=3\niou_loss=giou\nscale_x_y=1.2\nbeta_nms=.6\n",
      "test.cfg");
  const auto& first = std::get<layers::Convolutional>(config.layers[0].kind);
  CHECK((first.padding == 0 && first.size == 5 && first.activation == Nonlinearity::mish && first.batch_normalize));
  CHECK(std::get<layers::MaxPool>(config.layers[1].kind).padding == 2);
  CHECK(std::get<layers::Dropout>(config.layers[2].kind).block == 5);
  CHECK(std::get<layers::Convolutional>(config.layers[3].kind).padding == 1);
  const auto& shortcut = std::get<layers::Shortcut>(config.layers[4].kind);
  CHECK((shortcut.from == std::vector<int>{1} && shortcut.weights_type == ShortcutWeights::per_feature &&
         shortcut.weights_normalization == WeightNormalization::relu));
  CHECK(std::get<layers::Route>(config.layers[5].kind).layers == std::vector<int>{4, 0});
  CHECK(config.variant.family == Family::v4);
  CHECK(config.variant.box_loss == BoxLoss::giou);
  CHECK(config.variant.scale_xy == std::vector<double>{1.2});

  // Another number of classes widens the layer before the head.
  NetworkChoices choices;
  choices.classes = 5;
  const NetworkConfig wider = parse_darknet_cfg(print_darknet_cfg(config), "wider.cfg", choices);
  CHECK(std::get<layers::Convolutional>(wider.layers[6].kind).filters == 30);
}

TEST_CASE("what is wrong in a network is named with its place") {
  CHECK(fault_of(network_of(R"({"layer": "convolutionl", "filters": 4},)"))
            .starts_with("test#/layers/0/layer: \"convolutionl\" is not a layer; did you mean \"convolutional\"?"));
  CHECK(fault_of(network_of(R"({"layer": "convolutional"},)")) == "test#/layers/0/filters: is missing");
  CHECK(fault_of(network_of(R"({"layer": "convolutional", "filters": 4, "sise": 3},)")).find("did you mean \"size\"") != std::string::npos);
  CHECK(fault_of(network_of(R"({"layer": "convolutional", "filters": 4, "activation": "mesh"},)")).find("did you mean \"mish\"") != std::string::npos);
  CHECK(fault_of(network_of(R"({"layer": "route", "layers": "there"},)")).find("\"there\" is not the name of a layer before") != std::string::npos);
  CHECK(fault_of(network_of(R"({"layer": "route", "layers": [-3]},)")).starts_with("test#/layers/0/layers/0"));
  CHECK(fault_of(network_of(R"({"layer": "convolutional", "filters": 4, "groups": 2},)")) ==
        "test: layer 0 (convolutional): groups must divide 3 channels and the filters");
  CHECK(fault_of(network_of(R"({"layer": "convolutional", "filters": 4}, {"layer": "maxpool"}, {"layer": "shortcut", "from": -2},)"))
            .find("must have one shape, not 4 x 16 x 32 and 4 x 32 x 64") != std::string::npos);
  CHECK(fault_of(network_of(R"({"layer": "spp", "sizes": [0]},)")).starts_with("test#/layers/0/sizes/0"));
  CHECK(fault_of(network_of("", R"({"base": "yolov3", "masks": [[0]]})")).find("needs the number of classes") != std::string::npos);
  CHECK(cfg_fault_of("[net]\nwidth=8\nheight=8\n[lstm]\n[yolo]\n").find("\"lstm\" is not a section of a network") != std::string::npos);
  CHECK(cfg_fault_of("[net]\nwidth=8\nheight=8\n[convolutional]\nactivation=swish\n[yolo]\n")
            .starts_with("test.cfg:4 [convolutional]: \"swish\" is not a choice of activation"));
  CHECK(cfg_fault_of("[net]\nwidth=8x\nheight=8\n").starts_with("test.cfg:1 [net], width: \"8x\" is not a number"));
  CHECK(cfg_fault_of("[net]\nwidth\n").starts_with("test.cfg:2: \"width\" is not a line of a .cfg"));
  CHECK(cfg_fault_of("[net]\nwidth=8\nheight=8\n").find("has no [yolo]") != std::string::npos);
}

}  // namespace
}  // namespace yologold
