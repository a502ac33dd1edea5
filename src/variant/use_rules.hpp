#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "variant/catalogue.hpp"

namespace yologold {

/// A key is read only with some entries of a choice. Counts in the families where that choice applies.
struct UseRule {
  std::string_view key;
  const ChoiceInfo* choice;
  std::uint32_t entries;  ///< bit i: read with entry i of the choice
};

std::span<const UseRule> use_rules();

/// The key is read with this entry of the choice.
bool reads(const UseRule& rule, std::size_t entry);

/// The rule by which a variant does not read a key; null where it reads it.
const UseRule* unread_by(std::string_view key, const Variant& variant);

/// The entries with which the key is read: "label_smoothing half-eps, eps-over-c".
std::string readers_of(const UseRule& rule);

}  // namespace yologold
