#include "data/fit_anchors.hpp"

#include <set>

#include "data/random.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

constexpr std::uint64_t clustering = 0x414e43484f52;  // "ANCHOR": the purpose in the key

/// The anchor with the highest IOU, the first of equals.
std::size_t nearest_anchor(const Anchor& shape, const std::vector<Anchor>& anchors) {
  std::size_t best = 0;
  for (std::size_t k = 1; k < anchors.size(); ++k)
    if (shape_overlap(shape, anchors[k]) > shape_overlap(shape, anchors[best])) best = k;
  return best;
}

double mean_overlap(const std::vector<Anchor>& shapes, const std::vector<Anchor>& anchors) {
  double sum = 0;
  for (const Anchor& shape : shapes) sum += shape_overlap(shape, anchors[nearest_anchor(shape, anchors)]);
  return sum / static_cast<double>(shapes.size());
}

/// Each start is drawn with a probability that grows with the square of its distance to the nearest one before.
std::vector<Anchor> draw_starts(const std::vector<Anchor>& shapes, std::size_t count, KeyedRandom& random) {
  std::vector<Anchor> starts = {shapes[random.below(shapes.size())]};
  while (starts.size() < count) {
    double sum = 0;
    std::vector<double> up_to;
    for (const Anchor& shape : shapes) {
      const double distance = 1 - shape_overlap(shape, starts[nearest_anchor(shape, starts)]);
      up_to.push_back(sum += distance * distance);
    }
    const auto drawn = std::upper_bound(up_to.begin(), up_to.end(), random.uniform() * sum) - up_to.begin();
    starts.push_back(shapes[std::min(static_cast<std::size_t>(drawn), shapes.size() - 1)]);
  }
  return starts;
}

/// Moves every anchor to the mean of its shapes until none changes its anchor.
void settle(const std::vector<Anchor>& shapes, std::vector<Anchor>& anchors) {
  constexpr int most_rounds = 300;
  std::vector<std::size_t> owner(shapes.size(), anchors.size());
  for (int round = 0; round < most_rounds; ++round) {
    std::vector<Anchor> sum(anchors.size(), Anchor{0, 0});
    std::vector<double> members(anchors.size());
    bool changed = false;
    for (std::size_t i = 0; i < shapes.size(); ++i) {
      const std::size_t nearest = nearest_anchor(shapes[i], anchors);
      changed |= nearest != owner[i];
      owner[i] = nearest;
      sum[nearest].w += shapes[i].w;
      sum[nearest].h += shapes[i].h;
      ++members[nearest];
    }
    if (!changed) return;
    for (std::size_t k = 0; k < anchors.size(); ++k)
      if (members[k] > 0) anchors[k] = {sum[k].w / members[k], sum[k].h / members[k]};
  }
}

std::vector<Anchor> gather(const DataSet& set, std::span<const std::size_t> samples, int width, int height) {
  std::vector<Anchor> shapes;
  for (const std::size_t sample : samples)
    for (const Truth& truth : set.samples.at(sample).truths)
      if (!truth.ignore) shapes.push_back({truth.w * width, truth.h * height});
  return shapes;
}

}  // namespace

AnchorFit fit_anchors(const DataSet& set, std::span<const std::size_t> samples, int count, int width, int height, std::uint64_t seed, int restarts) {
  // Refuse what has no answer.
  const std::vector<Anchor> shapes = gather(set, samples, width, height);
  std::set<std::pair<double, double>> different;
  for (const Anchor& shape : shapes) different.emplace(shape.w, shape.h);
  if (count < 1 || different.size() < static_cast<std::size_t>(count))
    throw Error(set.name, "has objects of " + std::to_string(different.size()) + " shapes, too few for " + std::to_string(count) + " anchors");

  // Keep the best of several starts.
  AnchorFit best;
  for (int restart = 0; restart < restarts; ++restart) {
    KeyedRandom random{seed, static_cast<std::uint64_t>(restart), clustering};
    std::vector<Anchor> anchors = draw_starts(shapes, static_cast<std::size_t>(count), random);
    settle(shapes, anchors);
    const double mean = mean_overlap(shapes, anchors);
    if (mean > best.mean_iou) best = {std::move(anchors), mean};
  }
  std::sort(best.anchors.begin(), best.anchors.end(), [](const Anchor& a, const Anchor& b) { return a.w * a.h < b.w * b.h; });
  return best;
}

}  // namespace yologold
