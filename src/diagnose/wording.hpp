#pragma once
#include <string>

#include "variant/catalogue.hpp"

namespace yologold {

/// What a backend does that computes this entry of a choice: a sentence.
std::string sentence_of(const ChoiceInfo& choice, const EntryInfo& entry);

/// Where to look for it.
std::string look_of(const ChoiceInfo& choice);

}  // namespace yologold
