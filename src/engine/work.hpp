#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "engine/model.hpp"
#include "engine/reach.hpp"
#include "yologold/report.hpp"
#include "yologold/stages.hpp"

namespace yologold {

/// A good truth with its place in the batch.
struct GoodTruth {
  const Truth* truth;
  std::int32_t image, index;
};

/// A pair on its way through the stages.
struct WorkPair {
  Pair pair;
  const GoodTruth* truth;
  std::int64_t slot;
  double offset_x, offset_y;  ///< of the truth's centre in its cell
  double share = 1;           ///< 1/m under collision mean
};

/// A slot that is not an ordinary negative although no truth took it.
struct Mark {
  std::int64_t slot;
  Role role;  ///< ignored, or none (object-free-cells)
};

/// The pairs [begin, end) of `order` share this slot (v1 cells: this cell).
struct Group {
  std::int64_t slot;
  std::int64_t begin, end;
};

/// What one task found: sums and counts, and the first non-finite logit it read.
struct TaskResult {
  double coord = 0, obj = 0, noobj = 0, classes = 0, cost = 0;
  std::int64_t ignored = 0, negatives = 0;
  std::optional<NonFinite> non_finite;
};

/// Scale factors of one head's terms: lambda, reduction, head weight, and 1/2 where every square carries it.
struct Scales {
  double coord = 0, obj = 0, noobj = 0, classes = 0;
};

/// The memory of a run, kept from run to run.
struct Work {
  std::vector<GoodTruth> truths, flagged;
  std::vector<std::int64_t> first_truth, first_flagged;     ///< per image, one more than images
  std::vector<Reach> reaches, flagged_reaches;              ///< [head * truths + truth], where a rule asks for decoded boxes
  std::vector<WorkPair> pairs;                              ///< by image, truth, head, anchor
  std::vector<Mark> marks;                                  ///< by slot
  std::vector<std::pair<std::int64_t, std::int64_t>> keys;  ///< of the groups, and pair indices: being sorted
  std::vector<std::int64_t> order, cell_order;              ///< pair indices, sorted into groups
  std::vector<Group> slots, cells;                          ///< cells: v1 only, slot = head's first_slot + image * cells + cell
  std::vector<Scales> scales;                               ///< per head
  std::vector<char> takes_part;                             ///< [head * truths + truth]; v1 only
  std::vector<std::int64_t> winners;                        ///< the truth that keeps each cell of a head's batch, or -1; v1 only
  std::vector<std::byte> slot_rows;                         ///< gradients of the slots, in the scalar type of the run
  std::vector<TaskResult> tiles, slot_results, cell_results;
  std::optional<NonFinite> non_finite;  ///< found while matching
};

/// Keeps the earlier of two, by address.
void keep_first(std::optional<NonFinite>& kept, const std::optional<NonFinite>& other);

}  // namespace yologold
