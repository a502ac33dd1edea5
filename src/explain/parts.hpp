#pragma once
#include "explain/subject.hpp"
#include "judge/actual.hpp"
#include "judge/profile.hpp"

namespace yologold::explain {

/// The parts of the document.
Json inputs_json(const Subject& subject);                                          ///< grid, logits, truths that touch the slot, anchor in every unit
Json stages_json(const Subject& subject);                                          ///< activated values, decoded box, overlaps with truths and anchors
std::vector<std::string> why(const Subject& subject);                              ///< the role, in sentences
Json margins_json(const Subject& subject, const bounds::NumericProfile& profile);  ///< the decisions behind the role; null where none are derived
Json terms_json(const Subject& subject, const bounds::NumericProfile& profile);
Json gradient_json(const Subject& subject, const bounds::NumericProfile& profile, const Actual* actual);
std::string snippet(const Subject& subject);  ///< Python; "" where a logit is not finite

/// The truths of the image whose centre lies in the cell, or that overlap the decoded box.
std::vector<std::int64_t> touching(const Subject& subject);

/// {"value": 0.5, "hex": "0x1p-1"}
Json exact_json(double value);

}  // namespace yologold::explain
