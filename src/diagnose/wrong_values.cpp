#include <cmath>

#include "diagnose/carry.hpp"
#include "diagnose/hypothesis.hpp"

namespace yologold {
namespace {

// Which channels of a head a mistake touches.
using Channels = bool (*)(std::int64_t channel);
bool every(std::int64_t) { return true; }
bool box(std::int64_t k) { return k < 4; }
bool xy(std::int64_t k) { return k < 2; }
bool tx(std::int64_t k) { return k == 0; }
bool ty(std::int64_t k) { return k == 1; }
bool tw(std::int64_t k) { return k == 2; }
bool th(std::int64_t k) { return k == 3; }
bool sizes(std::int64_t k) { return k == 2 || k == 3; }
bool objectness(std::int64_t k) { return k == 4; }
bool classes(std::int64_t k) { return k > 4; }

// Makes of every value of the channels change(value, logit, shape, channel).
template <class Change>
void change_channels(Prediction& p, const Scene& scene, Channels channels, Change&& change) {
  std::vector<std::vector<Plane>> planes;
  for (const HeadShape& shape : scene.setting.shapes) planes.push_back(planes_of(shape));
  change_values(p, scene, [&](double g, std::size_t k, std::size_t at) {
    const HeadShape& shape = scene.setting.shapes[k];
    const std::int64_t channel = planes[k][at / static_cast<std::size_t>(shape.h * shape.w)].channel;
    return channels(channel) ? change(g, (*scene.setting.logits)[k][at], shape, channel) : g;
  });
}

void add_factor(const char* id, Channels channels, double factor, const char* sentence, const char* look, std::vector<Hypothesis>& list) {
  list.push_back({.id = id, .sentence = sentence, .look = look, .group = "factor", .after = [=](Prediction& p, const Scene& scene) {
                    change_channels(p, scene, channels, [&](double g, double, const HeadShape&, std::int64_t) { return g * factor; });
                  }});
}

// sigma(t) sigma(-t), without cancellation.
double slope(double t) {
  const double decay = std::exp(-std::abs(t));
  return decay / ((1 + decay) * (1 + decay));
}

void add_slope(const char* id, Channels channels, bool missing, const char* sentence, std::vector<Hypothesis>& list) {
  list.push_back({.id = id,
                  .sentence = sentence,
                  .look = "the derivative sigma (1 - sigma) of the logistic activation",
                  .group = "slope",
                  .after = [=](Prediction& p, const Scene& scene) {
                    change_channels(p, scene, channels, [&](double g, double t, const HeadShape&, std::int64_t) {
                      const double s = slope(t);
                      return !missing ? g * s : s > 0 ? g / s : g;
                    });
                  }});
}

// Powers of the grid's size on tx and ty.
void add_grid(const char* id, int power, const char* sentence, std::vector<Hypothesis>& list) {
  list.push_back({.id = id,
                  .sentence = sentence,
                  .look = "the units of x and y: cells or fractions of the image",
                  .group = "grid",
                  .after = [=](Prediction& p, const Scene& scene) {
                    change_channels(p, scene, xy, [&](double g, double, const HeadShape& shape, std::int64_t channel) {
                      return g * std::pow(static_cast<double>(channel == 0 ? shape.w : shape.h), power);
                    });
                  }});
}

void add_factors(const Scene& scene, std::vector<Hypothesis>& list) {
  const Variant& v = scene.setting.variant;
  const bool all_squares = (v.family == Family::v1 || v.family == Family::v2) && v.gradient == Gradient::exact;
  add_factor("sign", every, -1, "every gradient has the opposite sign", "target - value for value - target, or a step already multiplied by -1", list);
  add_factor("times-two", every, 2, "every gradient is doubled", "a factor 2 too much, or a buffer that was added to twice without clearing", list);
  if (!all_squares) add_factor("times-half", every, 0.5, "every gradient is halved", "a factor 1/2 too much", list);
  const bool told = !scene.losses.empty();  // else a mean of the loss is the same
  if (v.reduction != Reduction::mean_batch && (v.reduction != Reduction::sum || told))
    add_factor("over-images", every, 1 / static_cast<double>(scene.setting.shapes[0].n), "every gradient is divided by the number of images",
               "a mean over the batch on top of the loss's own", list);
  add_factor("box-sign", box, -1, "the box gradients have the opposite sign", "the sign of the coordinate term", list);
  add_factor("objectness-sign", objectness, -1, "the objectness gradients have the opposite sign", "the sign of the objectness term", list);
  add_factor("class-sign", classes, -1, "the class gradients have the opposite sign", "the sign of the class term", list);
  add_factor("tx-sign", tx, -1, "the gradient of tx has the opposite sign", "the derivative with respect to x", list);
  add_factor("ty-sign", ty, -1, "the gradient of ty has the opposite sign", "the derivative with respect to y", list);
  add_factor("tw-sign", tw, -1, "the gradient of tw has the opposite sign", "the derivative with respect to w", list);
  add_factor("th-sign", th, -1, "the gradient of th has the opposite sign", "the derivative with respect to h", list);
  add_factor("size-sign", sizes, -1, "the gradients of tw and th have the opposite sign", "the derivative with respect to w and h", list);
  add_factor("objectness-double", objectness, 2, "every objectness gradient is doubled", "the factor of the objectness term", list);
  add_factor("objectness-half", objectness, 0.5, "every objectness gradient is halved", "the factor 2 of the squared error, in the objectness", list);
  add_factor("sizes-double", sizes, 2, "the gradients of tw and th are doubled", "the factor of the size term", list);
  add_factor("sizes-half", sizes, 0.5, "the gradients of tw and th are halved", "the derivative of the root, or of half a width", list);
}

}  // namespace

void add_wrong_values(const Scene& scene, std::vector<Hypothesis>& list) {
  add_factors(scene, list);

  // Leave the derivative of the activation out, or put one in.
  const Variant& v = scene.setting.variant;
  const bool logistic = v.family != Family::v1 || v.activation == Activation::logistic || v.activation == Activation::softmax_off;
  if (logistic && v.gradient != Gradient::darknet_delta && v.family != Family::v3) {
    const bool all = v.family == Family::v1;
    if (v.family != Family::v4) add_slope("no-slope-objectness", objectness, true, "the derivative of the logistic is missing from the objectness", list);
    add_slope("no-slope-box", all ? box : xy, true, "the derivative of the logistic is missing from the box", list);
    if (all)
      add_slope(
          "no-slope", [](std::int64_t k) { return k < 5; }, true, "the derivative of the logistic is missing everywhere", list);
    if (v.family == Family::v2)
      add_slope(
          "no-slope", [](std::int64_t k) { return k < 2 || k == 4; }, true, "the derivative of the logistic is missing everywhere", list);
  }
  if (v.family == Family::v3 || v.family == Family::v4) {
    add_slope("slope-objectness", objectness, false,
              "the objectness gradient carries a derivative of the logistic, which cross-entropy on logits does not have", list);
    add_slope("slope-classes", classes, false, "the class gradient carries a derivative of the logistic, which cross-entropy on logits does not have", list);
  }

  // Mistake the unit of x and y.
  add_grid("xy-over-grid", -1, "the gradients of tx and ty are divided by W and H", list);
  add_grid("xy-over-grid-squared", -2, "x and y are compared as fractions of the image: their gradients are divided by W^2 and H^2", list);
  add_grid("xy-times-grid", 1, "the gradients of tx and ty are multiplied by W and H", list);
}

}  // namespace yologold
