#include "peers/live_case.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "support/random.hpp"
#include "yologold/variant_json.hpp"

namespace yologold::test {

namespace {

double as_float(double x) { return static_cast<float>(x); }

/// No centre at 0, which ends darknet's list of truths, nor at 1, which it puts into the next row.
Truth random_truth(Random& r, std::int64_t classes) {
  Truth t{.cx = as_float(r.uniform(0.001, 0.999)),
          .cy = as_float(r.uniform(0.001, 0.999)),
          .w = as_float(r.uniform(0.05, 0.9)),
          .h = as_float(r.uniform(0.05, 0.9))};
  t.class_id = static_cast<std::int32_t>(r.below(classes));
  return t;
}

/// Up to 11 boxes an image, none in a third of the images; some share a centre with the one before.
void add_truths(LiveCase& c, Random& r) {
  for (std::int64_t n = 0; n < c.shape.n; ++n) {
    c.first.push_back(static_cast<std::int64_t>(c.truths.size()));
    const std::int64_t count = r.below(3) == 0 ? 0 : 1 + r.below(11);
    for (std::int64_t i = 0; i < count; ++i) {
      Truth t = random_truth(r, c.shape.c);
      if (i > 0 && r.below(3) == 0) t.cx = c.truths.back().cx, t.cy = c.truths.back().cy;
      if (i > 0 && r.below(4) == 0) t.w = c.truths.back().w, t.h = c.truths.back().h;
      c.truths.push_back(t);
    }
  }
  c.first.push_back(static_cast<std::int64_t>(c.truths.size()));
}

/// Overwrites the box at the centre of a truth, or in the cell beside it, with the truth itself, a little off: so that some boxes are ignored.
void plant(LiveCase& c, Random& r, std::int64_t image, const Truth& t) {
  const HeadShape& s = c.shape;
  const double x = t.cx * static_cast<double>(s.w), y = t.cy * static_cast<double>(s.h);
  const auto column = static_cast<std::int64_t>(x), row = static_cast<std::int64_t>(y);
  const std::int64_t a = r.below(s.a);
  const auto put = [&](std::int64_t k, double value) {
    c.input[static_cast<std::size_t>(c.layout.box.at(image, a, k, row, column))] = static_cast<float>(value);
  };
  const double w = t.w * std::exp(0.2 * r.bell()), h = t.h * std::exp(0.2 * r.bell());
  const double off_x = std::clamp(x - static_cast<double>(column) + 0.1 * r.bell(), 0.01, 0.99),
               off_y = std::clamp(y - static_cast<double>(row) + 0.1 * r.bell(), 0.01, 0.99);
  if (c.variant.family == Family::v1) {
    const bool roots = c.variant.activation == Activation::linear_sqrt;
    put(0, off_x), put(1, off_y), put(2, roots ? std::sqrt(w) : w), put(3, roots ? std::sqrt(h) : h);
    return;
  }
  const bool v2 = c.variant.family == Family::v2;
  const Anchor& anchor = c.variant.anchors[static_cast<std::size_t>(c.variant.masks[0][static_cast<std::size_t>(a)])];
  put(0, std::log(off_x / (1 - off_x))), put(1, std::log(off_y / (1 - off_y)));
  put(2, std::log(w * (v2 ? static_cast<double>(s.w) : c.variant.image[0]) / anchor.w));
  put(3, std::log(h * (v2 ? static_cast<double>(s.h) : c.variant.image[1]) / anchor.h));
}

void fill(LiveCase& c, Random& r) {
  c.input.resize(static_cast<std::size_t>(c.shape.elements()));
  const bool v1 = c.variant.family == Family::v1;
  for (float& t : c.input) t = static_cast<float>(v1 ? r.uniform(0.02, 0.9) : 4 * r.bell());
  for (std::int64_t n = 0; n < c.shape.n; ++n)
    for (std::int64_t i = c.first[static_cast<std::size_t>(n)]; i < c.first[static_cast<std::size_t>(n) + 1]; ++i)
      if (r.below(2)) plant(c, r, n, c.truths[static_cast<std::size_t>(i)]);
}

/// One of the flavours' files, with random settings.
Variant random_variant(Family family, Random& r) {
  const std::int64_t classes = (family == Family::v2 ? 2 : 1) + r.below(20);
  Variant v = load_variant(family == Family::v1 ? "yolov1-darknet" : family == Family::v2 ? "yolov2-darknet" : "yolov3-darknet");
  v.classes = classes;
  if (family != Family::v3) {
    v.iou_target = r.below(2) ? IouTarget::detached : IouTarget::one;
    v.lambda_coord = as_float(r.uniform(0.5, 5)), v.lambda_obj = as_float(r.uniform(0.5, 5));
    v.lambda_noobj = as_float(r.uniform(0.5, 5)), v.lambda_class = as_float(r.uniform(0.5, 5));
  }
  if (family == Family::v1 && r.below(2)) v.activation = Activation::linear, v.size_error = SizeError::none;
  if (family == Family::v2 && r.below(2)) v.anchor_match = AnchorMatch::predicted_shape;
  if (family != Family::v1) v.ignore_thresh = as_float(r.uniform(0.4, 0.8));
  return v;
}

void set_anchors(LiveCase& c, Random& r) {
  Variant& v = c.variant;
  v.anchors.clear(), v.masks.assign(1, {});
  const bool v2 = v.family == Family::v2;
  const std::int64_t total = v2 ? c.shape.a : 2 * c.shape.a, shift = v2 ? 0 : r.below(c.shape.a + 1);
  const double w = v2 ? static_cast<double>(c.shape.w) : v.image[0], h = v2 ? static_cast<double>(c.shape.h) : v.image[1];
  for (std::int64_t i = 0; i < total; ++i) v.anchors.push_back({as_float(r.uniform(0.05, 0.8) * w), as_float(r.uniform(0.05, 0.8) * h)});
  for (std::int64_t i = 0; i < c.shape.a; ++i) v.masks[0].push_back(static_cast<int>(shift + i));
}

/// The truths as rows of x y w h class, equally many for every image.
struct TruthRows {
  int rows = 1;
  std::vector<int> counts;
  std::vector<float> numbers;

  explicit TruthRows(const LiveCase& c) {
    for (std::size_t n = 0; n + 1 < c.first.size(); ++n) counts.push_back(static_cast<int>(c.first[n + 1] - c.first[n]));
    for (const int count : counts) rows = std::max(rows, count);
    for (std::size_t n = 0; n < counts.size(); ++n) {
      for (std::int64_t i = c.first[n]; i < c.first[n + 1]; ++i) {
        const Truth& t = c.truths[static_cast<std::size_t>(i)];
        for (const double x : {t.cx, t.cy, t.w, t.h, static_cast<double>(t.class_id)}) numbers.push_back(static_cast<float>(x));
      }
      numbers.resize((n + 1) * static_cast<std::size_t>(rows) * 5);
    }
  }
};

/// Everything but the arrays.
LiveHead settings(const LiveCase& c) {
  const Variant& v = c.variant;
  LiveHead head{};
  head.layer = v.family == Family::v1 ? live_detection : v.family == Family::v2 ? live_region : live_yolo;
  head.batch = static_cast<int>(c.shape.n), head.w = static_cast<int>(c.shape.w), head.h = static_cast<int>(c.shape.h);
  head.n = static_cast<int>(c.shape.a), head.classes = static_cast<int>(c.shape.c);
  head.rescore = v.iou_target != IouTarget::one, head.sqrt = v.activation == Activation::linear_sqrt,
  head.bias_match = v.anchor_match == AnchorMatch::shape_iou;
  head.total = static_cast<int>(v.anchors.size()), head.net_w = static_cast<int>(v.image[0]), head.net_h = static_cast<int>(v.image[1]);
  head.coord_scale = static_cast<float>(v.lambda_coord), head.object_scale = static_cast<float>(v.lambda_obj);
  head.noobject_scale = static_cast<float>(v.lambda_noobj), head.class_scale = static_cast<float>(v.lambda_class);
  head.ignore_thresh = static_cast<float>(v.ignore_thresh);
  return head;
}

}  // namespace

LiveCase random_case(Family family, std::uint64_t seed) {
  Random r(seed * 4 + static_cast<std::uint64_t>(family));
  LiveCase c;
  c.variant = random_variant(family, r);
  const bool v1 = family == Family::v1;
  const std::int64_t w = 1 + r.below(13), h = v1 ? w : 1 + r.below(13);
  c.shape = {1 + r.below(3), 1 + r.below(4), h, w, c.variant.classes, v1};
  c.layout = layout_of(v1 ? LayoutName::darknet_v1 : LayoutName::nchw, c.shape);
  if (v1) c.variant.predictors = c.shape.a;
  if (family == Family::v3) c.variant.image = {32.0 * static_cast<double>(w), 32.0 * static_cast<double>(h)};
  if (!v1) set_anchors(c, r);
  add_truths(c, r);
  fill(c, r);
  return c;
}

LiveResult run_darknet(const LiveCase& c) {
  const TruthRows truths(c);
  std::vector<float> anchors;
  for (const Anchor& a : c.variant.anchors) anchors.push_back(static_cast<float>(a.w)), anchors.push_back(static_cast<float>(a.h));
  LiveHead head = settings(c);
  head.mask = c.variant.masks.empty() ? nullptr : c.variant.masks[0].data(), head.anchors = anchors.data();
  head.rows = truths.rows, head.counts = truths.counts.data(), head.truths = truths.numbers.data();

  LiveResult result{std::vector<float>(static_cast<std::size_t>(c.shape.elements()))};
  float cost = 0;
  if (live_forward(&head, c.input.data(), result.delta.data(), &cost) != 0) throw std::runtime_error("more truths than the layer has rows for");
  result.cost = static_cast<double>(cost);
  return result;
}

}  // namespace yologold::test
