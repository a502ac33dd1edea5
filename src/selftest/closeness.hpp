#pragma once
#include <array>
#include <cstdint>

#include "bounds/format.hpp"
#include "diagnose/field.hpp"

namespace yologold::selftest {

/// The rules by which others compare: |got - want| <= atol + rtol |want|.
constexpr std::size_t closeness_count = 2;
extern const char* const closeness_names[closeness_count];

struct Alarms {
  std::int64_t flagged = 0;  ///< elements
  std::int64_t failed = 0;   ///< cases with one
};

/// What each rule says of one case. The second takes its numbers by the stored type.
std::array<Alarms, closeness_count> hold_close(const Field& got, const Field& want, const bounds::Format& stored);

}  // namespace yologold::selftest
