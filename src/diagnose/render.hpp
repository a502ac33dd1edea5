#pragma once
#include <string>

#include "diagnose/diagnose.hpp"
#include "json/json.hpp"

namespace yologold {

/// One line: the cause, or that no single one is known and what comes nearest. "" where nothing fails.
std::string cause_text(const Diagnosis& diagnosis);

/// The cause, where to look for it, and what else was near, line by line.
std::string diagnosis_text(const Diagnosis& diagnosis);

Json diagnosis_json(const Diagnosis& diagnosis);

}  // namespace yologold
