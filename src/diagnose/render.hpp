#pragma once
#include <string>

#include "diagnose/diagnose.hpp"
#include "json/json.hpp"

namespace yologold {

/// One line: the cause, or that no single one is known and what comes nearest. "" where nothing fails.
std::string cause_text(const Diagnosis& diagnosis);

/// The cause in the first line; then how much fails, where to look, and what else was near.
std::string diagnosis_text(const Diagnosis& diagnosis);

Json diagnosis_json(const Diagnosis& diagnosis);

}  // namespace yologold
