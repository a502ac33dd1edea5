#pragma once
#include <string>

#include "yologold/error.hpp"
#include "yologold/head_view.hpp"

namespace yologold {

/// How values are computed: by the engine alone, or each the correctly rounded one.
enum class Tier { fast, certified };

/// Certified, where this build can and the arithmetic is f64.
Tier best_tier(DType compute);

inline const char* name_of(Tier tier) { return tier == Tier::certified ? "certified" : "fast"; }

/// Error, at the place given, where there is no such tier.
inline Tier tier_named(const std::string& name, const std::string& where) {
  if (name != "fast" && name != "certified") throw Error(where, "tier is \"" + name + "\"", "fast, certified");
  return name == "certified" ? Tier::certified : Tier::fast;
}

}  // namespace yologold
