#pragma once
#include <string>
#include <vector>

#include "yologold/variant.hpp"

namespace yologold {

/// For every family: each entry of each choice and the ends of each number's range, with what it needs beside it. As JSON.
std::vector<std::string> every_variant();

/// Every member is the same.
bool same(const Variant& a, const Variant& b);

}  // namespace yologold
