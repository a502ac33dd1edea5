#pragma once
#include <vector>

#include "decisions/decision.hpp"
#include "decisions/subject.hpp"

namespace yologold::decisions {

/// Whether slots of an image that no truth took can be ignored for the boxes they predict.
bool may_be_spared(const Subject& subject, std::int64_t image);

/// The IOU above which a slot is ignored; 0.5 in v1, which knows flagged truths only.
double ignore_threshold(const Variant& variant);

/// Whether the ignore mask decides about a slot: no truth took it, and one of its image may spare it.
bool is_masked(const Subject& subject, const Address& slot);

/// Whether a slot is ignored for the box it predicts: as a whole, or for one truth alone.
Question mask_question(const Address& slot, std::int64_t truth = -1);

/// The truths that may spare a slot, by index: those whose IOU with its box may be `share` of the ignore threshold, or more, in a conforming backend.
/// @param share  0: all that may overlap it
std::vector<std::int64_t> sparing_truths(const Subject& subject, const Address& slot, double share);

/// The decisions of the ignore mask that lie near its threshold: of slots that some truth may overlap by half of it.
std::vector<Question> near_mask_questions(const Subject& subject);

}  // namespace yologold::decisions
