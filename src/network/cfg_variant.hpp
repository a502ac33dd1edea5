#pragma once
#include <span>
#include <string>

#include "network/cfg_sections.hpp"

namespace yologold {

/// The variant, as JSON, that the [detection], [region] or [yolo] sections of a .cfg mean. Terms that darknet writes with its own hand (its deltas) are
/// replaced by the exact gradient.
std::string variant_of_cfg(std::span<const CfgSection* const> heads);

}  // namespace yologold
