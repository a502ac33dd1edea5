#pragma once
#include <string>

namespace yologold {

/// How values are computed: by the engine alone, or each the correctly rounded one.
enum class Tier { fast, certified };

inline const char* name_of(Tier tier) { return tier == Tier::certified ? "certified" : "fast"; }
inline Tier tier_named(const std::string& name) { return name == "certified" ? Tier::certified : Tier::fast; }

}  // namespace yologold
