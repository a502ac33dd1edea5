#pragma once
#include <span>

#include "engine/work.hpp"

namespace yologold::assign {

/// Sorts the batch's truths into good, flagged and bad ones; the bad go into the report. Returns false where the variant refuses bad truths and there is one.
bool sort_truths(const Model& model, const Truths& truths, Work& work, Report& report);

/// Pairs of v1: every truth and the responsible predictor of its cell.
template <class T>
void match_current_iou(const Model& model, std::span<const HeadView> heads, Work& work);

/// Pairs of v2, v3, v4: every truth and its anchors; and the marks of the rules that need no decoded box.
template <class T>
void match_anchors(const Model& model, std::span<const HeadView> heads, Work& work, Report& report);

/// Groups pairs by slot (v1: also by cell) and settles collisions.
void collide(const Model& model, Work& work);

/// The scale factors of every term, once the pairs are known.
void scale_terms(const Model& model, Work& work);

}  // namespace yologold::assign
