#pragma once
#include "bounds/evaluator.hpp"
#include "certain/assignment.hpp"

namespace yologold::decisions {

/// The loss whose decisions are looked at, as the bounds and as the certified tier see it. What `problem` refers to must outlive it.
struct Subject {
  Subject(const bounds::Problem& problem, const bounds::NumericProfile& profile);
  Subject(const Subject&) = delete;

  const Variant& variant() const { return problem.variant; }
  const HeadShape& shape(std::int64_t head) const { return problem.shapes[static_cast<std::size_t>(head)]; }
  std::int64_t heads() const { return static_cast<std::int64_t>(problem.shapes.size()); }
  const Truth& truth(std::int64_t image, std::int64_t index) const {
    return problem.truths.all[static_cast<std::size_t>(problem.truths.first[static_cast<std::size_t>(image)] + index)];
  }

  const bounds::Problem problem;
  const bounds::Arithmetic arithmetic;
  const bounds::Evaluator evaluator;
  const std::vector<bounds::Factors> factors;
  const certain::Problem exact;
  const certain::Assignment whole;  ///< the pairs of the golden
};

/// Pairs as the certified tier holds them, grouped by slot and by cell.
certain::Assignment assignment_of(const certain::Problem& problem, std::span<const Pair> pairs);

}  // namespace yologold::decisions
