#include "engine/reduce.hpp"

#include <tuple>

#include "engine/tile.hpp"
#include "lane/compensated.hpp"

namespace yologold {

void keep_first(std::optional<NonFinite>& kept, const std::optional<NonFinite>& other) {
  const auto key = [](const Address& a) { return std::tie(a.head, a.image, a.anchor, a.channel, a.y, a.x); };
  if (other && (!kept || key(other->at) < key(kept->at))) kept = other;
}

namespace {

using Sum = lane::Compensated<double>;

/// The running sums of one head and image.
struct TermSums {
  Sum coord, obj, noobj, classes;
};

void add(const TaskResult& r, TermSums& sums, Sum& cost, Report& report) {
  sums.coord.add(r.coord);
  sums.obj.add(r.obj);
  sums.noobj.add(r.noobj);
  sums.classes.add(r.classes);
  cost.add(r.cost);
  report.ignored += r.ignored;
  report.negatives += r.negatives;
  keep_first(report.first_non_finite, r.non_finite);
}

}  // namespace

void reduce(const Model& model, const Work& work, Report& report) {
  const auto images = static_cast<std::size_t>(model.images);
  report.images = model.images;
  report.heads = static_cast<std::int64_t>(model.heads.size());
  report.ignored = report.negatives = 0;
  report.positives = static_cast<std::int64_t>(work.slots.size());
  report.truths = static_cast<std::int64_t>(work.truths.size());
  report.flagged = static_cast<std::int64_t>(work.flagged.size());
  report.first_non_finite = work.non_finite;
  report.terms.assign(model.heads.size() * images, {});
  report.per_image.assign(images, 0);
  report.pairs.clear();
  for (const WorkPair& p : work.pairs) report.pairs.push_back(p.pair);

  // Tiles, slots and cells are sorted by head, then image: walk the three lists side by side.
  std::size_t tile = 0, slot = 0, cell = 0;
  Sum cost, total;
  const auto tiles = static_cast<std::size_t>(count_tiles(model));
  for (std::size_t h = 0; h < model.heads.size(); ++h)
    for (std::size_t n = 0; n < images; ++n) {
      TermSums sums;
      const auto here = [&](const Pair& p) { return static_cast<std::size_t>(p.head) == h && static_cast<std::size_t>(p.image) == n; };
      const auto pair = [&](const std::vector<std::int64_t>& order, const Group& g) {
        return work.pairs[static_cast<std::size_t>(order[static_cast<std::size_t>(g.begin)])].pair;
      };
      for (; tile < tiles; ++tile) {
        const Tile t = tile_at(model, static_cast<std::int64_t>(tile));
        if (static_cast<std::size_t>(t.head) != h || static_cast<std::size_t>(t.image) != n) break;
        add(work.tiles[tile], sums, cost, report);
      }
      for (; slot < work.slots.size() && here(pair(work.order, work.slots[slot])); ++slot) add(work.slot_results[slot], sums, cost, report);
      for (; cell < work.cells.size() && here(pair(work.cell_order, work.cells[cell])); ++cell) add(work.cell_results[cell], sums, cost, report);
      report.terms[h * images + n] = {sums.coord.value(), sums.obj.value(), sums.noobj.value(), sums.classes.value()};
    }

  // Join the terms: by image, and over all.
  for (std::size_t n = 0; n < images; ++n) {
    Sum image;
    for (std::size_t h = 0; h < model.heads.size(); ++h) {
      const TermLoss& t = report.terms[h * images + n];
      for (const double x : {t.coord, t.obj, t.noobj, t.classes}) image.add(x), total.add(x);
    }
    report.per_image[n] = image.value();
  }
  report.total = total.value();
  report.cost = cost.value();
}

}  // namespace yologold
