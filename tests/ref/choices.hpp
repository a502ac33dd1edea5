#pragma once
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "yologold/variant.hpp"

namespace yologold::test {

/// One entry of the catalogue in one family.
struct Choice {
  Family family;
  std::string key, name;
  bool is_default;
  std::function<void(Variant&)> set;

  std::string text() const;  ///< "v3 ignore=prior"
};

/// Every entry that applies to a family, but for darknet-delta in v4.
std::vector<Choice> choices_of(Family family);

/// The defaults of the catalogue, with anchors in pixels of 96 x 64 of which one is owned by no head, and two unlike heads.
Variant usual(Family family);

/// Makes the other choices agree with those set: what a validated variant has.
void reconcile(Variant& variant);

/// Every choice by chance.
Variant random_variant(Family family, std::mt19937& engine);

/// True where the gradient is declared not to be the derivative of the loss.
bool is_surrogate(const Variant& variant);

inline constexpr Family families[] = {Family::v1, Family::v2, Family::v3, Family::v4};

}  // namespace yologold::test
