#include "suite/generate.hpp"
#include "suite/random.hpp"

namespace yologold {
namespace {

enum Draw : std::uint64_t { cx, cy, w, h, class_id, extra, extra2, more };

Anchor anchor_as_fraction(const Variant& v, const HeadShape& first, std::size_t index) {
  const Anchor anchor = v.anchors[index % v.anchors.size()];
  if (v.anchor_unit == AnchorUnit::pixel) return {anchor.w / v.image[0], anchor.h / v.image[1]};
  if (v.anchor_unit == AnchorUnit::grid) return {anchor.w / static_cast<double>(first.w), anchor.h / static_cast<double>(first.h)};
  return anchor;
}

// Small sizes are more frequent than large ones, as in photographs.
double common_size(double u) { return 0.02 + 0.6 * u * u; }

// The classes of a label.
struct Label {
  Truth truth;
  std::vector<std::int32_t> more_classes;
};

void set_border(Truth& t, const Random& r, std::uint64_t e, const HeadShape& first) {
  t.cx = static_cast<double>(r.integer(e, cx, 0, first.w)) / static_cast<double>(first.w);
  t.cy = static_cast<double>(r.integer(e, cy, 0, first.h)) / static_cast<double>(first.h);
  t.w = 0.1 + 0.9 * r.uniform(e, w);
  t.h = 0.1 + 0.9 * r.uniform(e, h);
}

void set_colliding(Truth& t, const Random& r, std::uint64_t e, const HeadShape& first) {
  const std::int64_t cell = r.integer(e, extra, 0, 1), middle = first.h / 2;
  t.cx = (static_cast<double>(cell % first.w) + r.uniform(e, cx)) / static_cast<double>(first.w);
  t.cy = (static_cast<double>(middle) + r.uniform(e, cy)) / static_cast<double>(first.h);
  t.w = 0.125 * static_cast<double>(r.integer(e, w, 1, 3));
  t.h = 0.125 * static_cast<double>(r.integer(e, h, 1, 3));
}

void spoil(Truth& t, std::uint64_t index, std::int64_t classes) {
  switch (index % 7) {
    case 1:
      t.w = 0;
      break;
    case 2:
      t.cx = 1.25;
      break;
    case 4:
      t.class_id = static_cast<std::int32_t>(classes);
      break;
    case 5:
      t.weight = -1;
      break;
    default:
      break;
  }
}

Label make_label(TruthKind kind, const Random& r, std::uint64_t e, std::uint64_t index, const Variant& variant, const HeadShape& first) {
  // Start from anywhere in the image.
  Label label;
  Truth& t = label.truth;
  t = {r.uniform(e, cx), r.uniform(e, cy), common_size(r.uniform(e, w)), common_size(r.uniform(e, h))};
  t.class_id = static_cast<std::int32_t>(r.integer(e, class_id, 0, first.c - 1));

  // Bend it to the kind.
  switch (kind) {
    case TruthKind::border:
      set_border(t, r, e, first);
      break;
    case TruthKind::collide:
      set_colliding(t, r, e, first);
      break;
    case TruthKind::tiny:
      t.w = 1e-4 + 1e-3 * r.uniform(e, w), t.h = 1e-4 + 1e-3 * r.uniform(e, h);
      break;
    case TruthKind::large:
      t.w = 0.8 + 0.2 * r.uniform(e, w), t.h = 0.8 + 0.2 * r.uniform(e, h);
      break;
    case TruthKind::bad:
      spoil(t, index, first.c);
      break;
    case TruthKind::anchors:
      if (!variant.anchors.empty()) {
        const Anchor anchor = anchor_as_fraction(variant, first, index);
        t.w = anchor.w, t.h = anchor.h;
      }
      break;
    case TruthKind::mixed:
      t.ignore = r.integer(e, extra, 0, 3) == 0;
      t.weight = 0.25 * static_cast<double>(r.integer(e, extra2, 1, 7));
      if (r.integer(e, more, 0, 2) == 0) label.more_classes = {static_cast<std::int32_t>((t.class_id + 1) % first.c)};
      break;
    default:
      break;
  }
  return label;
}

}  // namespace

TruthBatch generate_truths(const Generated& what, const Variant& variant, const std::vector<HeadShape>& shapes, std::uint64_t seed, const std::string& id) {
  const Random random(seed, id, 0);
  const HeadShape& first = shapes[0];
  TruthBatch batch(what.n);
  for (std::int64_t image = 0; image < what.n; ++image) {
    // Count this image's truths.
    const std::uint64_t base = static_cast<std::uint64_t>(image) << 24;
    const std::int64_t count = what.kind == TruthKind::none ? 0 : random.integer(base, 0, what.least, what.most);

    // Make each of them, twice where the kind says so.
    for (std::int64_t i = 0; i < count; ++i) {
      const bool repeated = what.kind == TruthKind::duplicate && i % 2 == 1;
      const auto index = static_cast<std::uint64_t>(repeated ? i - 1 : i);
      Label label = make_label(what.kind, random, base + 1 + index, index, variant, first);
      if (repeated) label.truth.class_id = static_cast<std::int32_t>((label.truth.class_id + 1) % first.c);
      batch.add(image, label.truth, label.more_classes);
    }
  }
  return batch;
}

}  // namespace yologold
