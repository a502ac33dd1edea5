#pragma once
#include "ref/assignment.hpp"
#include "ref/ref.hpp"

namespace yologold::ref {

/// The report but for the losses and the cost.
template <class T>
Report report_of(const Problem<T>& p, const Assignment<T>& a);

/// The first non-finite logit that the loss reads.
template <class T>
std::optional<NonFinite> find_non_finite(const Problem<T>& p, const Assignment<T>& a);

/// Every intermediate of a head.
template <class T>
HeadStages stages_of(const Problem<T>& p, const Assignment<T>& a, int head);

}  // namespace yologold::ref
