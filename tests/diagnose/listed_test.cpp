#include <algorithm>
#include <array>
#include <iostream>
#include <set>

#include "diagnose/render.hpp"
#include "evidence.hpp"
#include "predictions.hpp"
#include "support/catch.hpp"
#include "variant/catalogue.hpp"

namespace yologold::test {
namespace {

using Ids = std::vector<const char*>;

// A mistake that everybody makes, and the hypotheses it stands behind, in v1, v2, v3, v4. Empty where the loss has no such thing.
struct Listed {
  const char* what;
  std::array<Ids, 4> ids;
};

const Listed listed[] = {
    {"sign", {{{"sign"}, {"sign"}, {"sign"}, {"sign"}}}},
    {"factor 1/2", {{{"gradient=half"}, {"gradient=half"}, {"times-half"}, {"times-half"}}}},
    {"factor 2", {{{"times-two"}, {"times-two"}, {"times-two"}, {"times-two"}}}},
    {"missing sigma'", {{{"no-slope", "no-slope-objectness", "no-slope-box"}, {"no-slope", "no-slope-objectness", "no-slope-box"}, {}, {"no-slope-box"}}}},
    {"a sigma' too much", {{{}, {}, {"slope-objectness", "slope-classes"}, {"slope-objectness", "slope-classes"}}}},
    {"2 - w h left out", {{{}, {"coordinate_scale=off"}, {"coordinate_scale=off"}, {}}}},
    {"2 - w h from the prediction", {{{}, {"coordinate_scale=prediction"}, {"coordinate_scale=prediction"}, {"coordinate_scale=prediction"}}}},
    {"IOU target not detached", {{{"iou_target=differentiated"}, {"iou_target=differentiated"}, {}, {}}}},
    {"alpha not detached", {{{}, {}, {}, {"alpha=differentiated"}}}},
    {"dv without 1/(w^2+h^2)", {{{}, {}, {}, {"aspect_denominator=unit"}}}},
    {"wrong anchor",
     {{{"written-anchors-reversed"},
       {"anchors-next", "anchors-previous", "anchors-reversed"},
       {"anchors-next", "anchors-previous", "anchors-reversed"},
       {"anchors-next", "anchors-previous", "anchors-reversed"}}}},
    {"anchors per head", {{{}, {}, {"compete=per-head", "anchors-heads-reversed"}, {"compete=per-head", "anchors-heads-reversed"}}}},
    {"cell off by one",
     {{{"cell-column+1", "cell-column-1", "cell-row+1", "cell-row-1"},
       {"cell-column+1", "cell-column-1", "cell-row+1", "cell-row-1"},
       {"cell-column+1", "cell-column-1", "cell-row+1", "cell-row-1"},
       {"cell-column+1", "cell-column-1", "cell-row+1", "cell-row-1"}}}},
    {"x and y swapped",
     {{{"truths-xy-swapped", "written-xy-swapped"},
       {"truths-xy-swapped", "written-xy-swapped"},
       {"truths-xy-swapped", "written-xy-swapped"},
       {"truths-xy-swapped", "written-xy-swapped"}}}},
    {"1/W",
     {{{"xy-over-grid", "xy-over-grid-squared"},
       {"xy-over-grid", "xy-over-grid-squared"},
       {"xy-over-grid", "xy-over-grid-squared"},
       {"xy-over-grid", "xy-over-grid-squared"}}}},
    {"sum or mean",
     {{{"reduction=mean-batch", "reduction=mean-positives", "reduction=mean-elements"},
       {"reduction=mean-batch", "reduction=mean-positives", "reduction=mean-elements"},
       {"reduction=mean-batch", "reduction=mean-positives", "reduction=mean-elements"},
       {"reduction=mean-batch", "reduction=mean-positives", "reduction=mean-elements"}}}},
    {"ignore rule", {{{}, {"ignore=decoded"}, {"ignore=decoded"}, {"ignore=decoded"}}}},
    {"> or >=", {{{}, {"ignore_thresh>="}, {"gate_thresh>=", "ignore_thresh>="}, {"iou_thresh>=", "ignore_thresh>="}}}},
    {"no-object weight",
     {{{"lambda_noobj=1", "lambda_noobj=0.25"},
       {"lambda_noobj=0.5", "lambda_noobj=2"},
       {"lambda_noobj=0.5", "lambda_noobj=2"},
       {"lambda_noobj=0.5", "lambda_noobj=2"}}}},
    {"smoothing form",
     {{{},
       {},
       {"label_smoothing=half-eps", "label_smoothing=eps-over-c", "label_smoothing=clipped"},
       {"label_smoothing=half-eps", "label_smoothing=eps-over-c", "label_smoothing=clipped"}}}},
    {"rounded to n bits",
     {{{"bits-11", "bits-8", "bits-11-cut"},
       {"bits-11", "bits-8", "bits-11-cut"},
       {"bits-11", "bits-8", "bits-11-cut"},
       {"bits-11", "bits-8", "bits-11-cut"}}}},
    {"planes shifted",
     {{{"written-plane+1", "written-element+1"},
       {"written-plane+1", "written-element+1"},
       {"written-plane+1", "written-element+1"},
       {"written-plane+1", "written-element+1"}}}},
};

/// Calls visit(mistake, id) for every hypothesis of the list that a family can have.
template <class Visit>
void for_each_listed(Family family, const Visit& visit) {
  for (const Listed& mistake : listed)
    for (const char* id : mistake.ids[static_cast<std::size_t>(family)]) visit(mistake, id);
}

bool known(const Predictions& predictions, const char* id) { return std::count(predictions.ids().begin(), predictions.ids().end(), id) == 1; }

}  // namespace

TEST_CASE("every mistake of the list is known to the losses that can have it, and named") {
  const Profile profile = load_profile("fp32");
  for (const Family family : families) {
    auto scenes = evidence(family, profile);
    const Predictions predictions(scenes);
    for_each_listed(family, [&](const Listed& mistake, const char* id) {
      INFO(name_of(family) << ": " << mistake.what << ", " << id);
      CHECK(known(predictions, id));
      const Diagnosis d = predictions.plant_and_diagnose(id, scenes);
      CHECK(d.failing > 0);
      CHECK(names(d, id));
    });
  }
}

TEST_CASE("the mistakes of the list are named in the flavours of other programs too") {
  const Profile profile = load_profile("fp32");
  for (const char* variant : {"yolov1-darknet", "yolov2-darknet", "yolov3-darknet", "yolov3-alexeyab"}) {
    auto scenes = evidence(variant, profile);
    const Predictions predictions(scenes);
    int planted = 0;
    for_each_listed(scenes[0].setting.variant.family, [&](const Listed& mistake, const char* id) {
      if (!known(predictions, id)) return;
      INFO(variant << ": " << mistake.what << ", " << id);
      const Diagnosis d = predictions.plant_and_diagnose(id, scenes);
      if (d.failing == 0) return;
      CHECK(names(d, id));
      ++planted;
    });
    std::cout << variant << ": " << planted << " mistakes of the list planted and named\n";
    CHECK(planted >= 20);
  }
}

}  // namespace yologold::test
