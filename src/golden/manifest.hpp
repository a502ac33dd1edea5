#pragma once
#include <functional>
#include <string>
#include <string_view>

#include "golden/golden.hpp"

namespace yologold {

/// The folder in which a process writes a case aside has this name, then the id of the process.
constexpr std::string_view aside_prefix = ".writing-";

/// Reads golden.json, lets it be changed and writes it again, while no other process does.
void change_manifest(const std::string& folder, const std::function<void(Manifest&)>& change);

}  // namespace yologold
