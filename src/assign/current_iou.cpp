#include <algorithm>

#include "assign/assign.hpp"
#include "assign/cell.hpp"
#include "assign/non_finite.hpp"
#include "decode/boxes.hpp"

namespace yologold::assign {
namespace {

/// Notes in work.takes_part, [head * truths + truth], which truths take part although others may share their cell.
void settle_cells(const Model& model, Work& work) {
  const auto sharing = model.variant.cell_sharing;
  const std::size_t truths = work.truths.size();
  work.takes_part.assign(model.heads.size() * truths, 1);
  if (sharing != CellSharing::first_wins && sharing != CellSharing::last_wins) return;
  for (std::size_t h = 0; h < model.heads.size(); ++h) {
    const HeadShape& s = model.heads[h].shape;
    work.winners.assign(static_cast<std::size_t>(s.n * s.h * s.w), -1);
    for (std::size_t t = 0; t < truths; ++t) {
      const GoodTruth& good = work.truths[t];
      const std::int64_t cell = (good.image * s.h + locate(good.truth->cy, s.h).index) * s.w + locate(good.truth->cx, s.w).index;
      std::int64_t& winner = work.winners[static_cast<std::size_t>(cell)];
      const bool wins = winner < 0 || sharing == CellSharing::last_wins;
      if (winner >= 0) work.takes_part[h * truths + (wins ? static_cast<std::size_t>(winner) : t)] = 0;
      if (wins) winner = static_cast<std::int64_t>(t);
    }
  }
}

/// The predictor of the highest IOU, and that IOU; under `rmse`, where every IOU is 0, the nearest in (x, y, w, h). The lowest index wins a tie.
template <class T>
std::int32_t responsible(const Model& model, const HeadView& view, const HeadShape& s, const Truth& truth, std::int64_t image, Cell column, Cell row,
                         double& iou) {
  std::int32_t best = 0, nearest = 0;
  T best_iou = 0, nearest_iou = 0, smallest = 0;
  for (std::int64_t j = 0; j < s.a; ++j) {
    const auto t = decode::read_logits<T>(view, image, j, row.index, column.index);
    const auto pair = decode::v1_pair<T>(t.box, model.variant.activation, static_cast<T>(column.offset), static_cast<T>(row.offset), static_cast<T>(s.w),
                                         static_cast<T>(s.h), static_cast<T>(truth.w), static_cast<T>(truth.h));
    const T overlap = geometry::iou(pair), dw = pair.w - pair.truth_w, dh = pair.h - pair.truth_h;
    const T distance = ((pair.dx * pair.dx + pair.dy * pair.dy) + dw * dw) + dh * dh;
    if (j == 0 || overlap > best_iou) best_iou = overlap, best = static_cast<std::int32_t>(j);
    if (j == 0 || distance < smallest) smallest = distance, nearest_iou = overlap, nearest = static_cast<std::int32_t>(j);
  }
  const bool by_distance = model.variant.responsible == Responsible::rmse && !(best_iou > 0);
  iou = static_cast<double>(by_distance ? nearest_iou : best_iou);
  return by_distance ? nearest : best;
}

}  // namespace

template <class T>
void match_current_iou(const Model& model, std::span<const HeadView> heads, Work& work) {
  work.pairs.clear();
  work.marks.clear();
  settle_cells(model, work);
  for (std::size_t t = 0; t < work.truths.size(); ++t)
    for (std::size_t h = 0; h < model.heads.size(); ++h) {
      const HeadModel& head = model.heads[h];
      const HeadShape& s = head.shape;
      const GoodTruth& good = work.truths[t];
      const Cell column = locate(good.truth->cx, s.w), row = locate(good.truth->cy, s.h);
      const std::int64_t cell = row.index * s.w + column.index;
      for (std::int64_t j = 0; j < s.a; ++j) {
        note_box(heads[h], {static_cast<std::int64_t>(h), good.image, j, 0, row.index, column.index}, work.non_finite);
        if (model.variant.noobj == Noobj::object_free_cells) work.marks.push_back({head.slot(good.image, j, cell), Role::none});
      }
      if (!work.takes_part[h * work.truths.size() + t]) continue;
      WorkPair work_pair{};
      work_pair.share = 1;
      auto& p = work_pair.pair;
      p.anchor = responsible<T>(model, heads[h], s, *good.truth, good.image, column, row, p.iou);
      p.head = static_cast<std::int32_t>(h), p.image = good.image, p.y = static_cast<std::int32_t>(row.index), p.x = static_cast<std::int32_t>(column.index);
      p.truth = good.index;
      work_pair.truth = &good;
      work_pair.slot = head.slot(good.image, p.anchor, cell);
      work_pair.offset_x = column.offset, work_pair.offset_y = row.offset;
      work.pairs.push_back(work_pair);
    }
  std::sort(work.marks.begin(), work.marks.end(), [](const Mark& a, const Mark& b) { return a.slot < b.slot; });
}

template void match_current_iou<float>(const Model&, std::span<const HeadView>, Work&);
template void match_current_iou<double>(const Model&, std::span<const HeadView>, Work&);

}  // namespace yologold::assign
