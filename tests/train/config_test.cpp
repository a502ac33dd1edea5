#include <filesystem>

#include "small_training.hpp"
#include "support/catch.hpp"
#include "train/choose_loss.hpp"
#include "yologold/error.hpp"
#include "yologold/variant_json.hpp"

using namespace yologold;
using namespace yologold::test;

namespace {

std::string fault_of_config(const char* text, const std::vector<std::string>& overrides = {}) {
  try {
    parse_train_config(Json::parse(text), "c.json", overrides);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a configuration is printed and read again as the same") {
  const Json document = Json::parse(R"({"network": "nano", "variant": "yolov4", "data": "/d", "size": [320, 240], "batch": 8, "subdivisions": 2, "epochs": 2.5,
    "optimiser": {"kind": "sgd", "momentum": 0.8, "weight_decay": 0.001, "clip": 5}, "schedule": {"kind": "step", "rate": 0.1, "warmup": 0.5, "at": [1, 2], "scales": [0.1, 0.2]},
    "augment": {"mosaic": 0.5}, "average": {"decay": 0.9}, "evaluate": {"metric": "coco", "nms": "diou", "every": 3}, "self_adversarial": {"probability": 0.5}, "seed": 9})");
  const TrainConfig config = parse_train_config(document, "c.json");
  const Json printed = print_train_config(config);
  CHECK(print_train_config(parse_train_config(printed, "again")) == printed);
  CHECK(config.size == std::array<int, 2>{320, 240});
  CHECK(config.optimiser.kind == OptimiserKind::sgd);
  CHECK(config.schedule.in_epochs.scales == std::vector<double>{0.1, 0.2});
  CHECK(config.judge.options.metric == Metric::coco);
  CHECK(config.judge.suppress.kind == Suppression::diou);
}

TEST_CASE("what is not known or out of range is refused with its place") {
  CHECK(fault_of_config(R"({})") == "c.json#/network: is missing");
  CHECK(fault_of_config(R"({"network": "n", "epoch": 3})").find("c.json#/epoch: \"epoch\" is not a key; did you mean \"epochs\"?") == 0);
  CHECK(fault_of_config(R"({"network": "n", "batch": 8, "subdivisions": 3})").find("c.json#/subdivisions: must divide the batch of 8") == 0);
  CHECK(fault_of_config(R"({"network": "n", "optimiser": {"kind": "adam"}})").find("c.json#/optimiser/kind") == 0);
  CHECK(fault_of_config(R"({"network": "n", "optimiser": {"kind": "adamw", "momentum": 0.9}})").find("c.json#/optimiser/momentum") == 0);
  CHECK(fault_of_config(R"({"network": "n", "schedule": {"kind": "step", "at": [1], "scales": []}})").find("c.json#/schedule/scales") == 0);
  CHECK(fault_of_config(R"({"network": "n", "average": {"decay": 2}})") == "c.json#/average/decay: is 2.0; allowed: 0.0 to 1.0");
  CHECK(fault_of_config(R"({"network": "n", "size": [1, 2, 3]})").find("c.json#/size") == 0);
}

TEST_CASE("keys are set from outside, inner ones with dots") {
  const TrainConfig config = parse_train_config(Json::parse(R"({"network": "n", "optimiser": {"clip": 1}})"), "c.json",
                                                std::vector<std::string>{"optimiser.clip=7", "evaluate.metric=coco", "seed=4"});
  CHECK(config.optimiser.clip == 7);
  CHECK(config.judge.options.metric == Metric::coco);
  CHECK(config.seed == 4);
  CHECK(fault_of_config(R"({"network": "n"})", {"seed"}) == "--set seed: is not KEY=VALUE");
  CHECK(fault_of_config(R"({"network": "n"})", {"network.x=1"}).find("goes into something that is no object") != std::string::npos);
}

TEST_CASE("lengths of time become steps") {
  ScheduleConfig config;
  config.in_epochs = {.kind = ScheduleKind::cosine, .rate = 1, .warmup = 2};
  const Schedule schedule = config.in_steps(50, 12);
  CHECK(schedule.warmup == 100);
  CHECK(schedule.period == 500);
}

TEST_CASE("another loss keeps the network's anchors, classes and masks") {
  Variant network = seed(Family::v3);
  network.classes = 3;
  network.image = {64, 64};
  network.anchors = {{10, 10}, {20, 20}};
  network.masks = {{0, 1}};
  const Variant by_name = choose_loss(network, "yolov4", {"c.json", "/variant"});
  CHECK(by_name.family == Family::v4);
  CHECK(by_name.classes == 3);
  CHECK(by_name.anchors.size() == 2);
  CHECK(by_name.masks == network.masks);
  CHECK(by_name.scale_xy.empty());
  const Variant by_text =
      choose_loss(network, Json::parse(R"({"base": "yolov2", "lambda_obj": 5, "anchors": [[1, 2], [3, 4]], "masks": [[0, 1]]})"), {"c.json", ""});
  CHECK(by_text.lambda_obj == 5);
  CHECK(by_text.anchors.front().h == 2);
  CHECK_THROWS_WITH(choose_loss(network, "yolov1", {"c.json", "/variant"}), "c.json#/variant: the network's heads are of another family; allowed: v2, v3, v4");
}

TEST_CASE("anchors come from the configuration or from the pictures") {
  CHECK(small_training({"anchors=[[5,6],[7,8]]"}).network.variant.anchors.back().h == 8);
  const Variant found = small_training({"anchors=auto"}).network.variant;
  REQUIRE(found.anchors.size() == 2);
  CHECK(found.anchors[0].w * found.anchors[0].h < found.anchors[1].w * found.anchors[1].h);
  CHECK(found.anchors[0].w > 0.15 * 64);
  CHECK(found.anchors[1].w < 0.5 * 64);
  CHECK_THROWS_WITH(small_training({"anchors=[[5,6]]"}), Catch::Contains("2, as many as the network's"));
}

TEST_CASE("a resolved training is the same training") {
  const Training training = small_training({"anchors=[[5,6],[7,8]]"});
  const Training again = prepare_training(parse_train_config(training.resolved, "resolved"));
  CHECK(again.resolved == training.resolved);
  CHECK(print_variant(again.network.variant) == print_variant(training.network.variant));
}

TEST_CASE("every bundled training can be read, and fits its network where its data is at hand") {
  for (const auto& file : std::filesystem::directory_iterator(YG_CONFIGS "/train")) {
    if (file.path().extension() != ".json") continue;
    CAPTURE(file.path().string());
    TrainConfig config = load_train_config(file.path().string());
    CHECK(config.epochs > 0);
    if (config.data != "shapes") config.data = Json::parse(R"({"shapes": {"train": 20, "val": 1}})");
    config.classes.clear();
    config.split = "train";
    config.judge.split.clear();
    CHECK(prepare_training(config).network.layers.size() > 3);
  }
}
