#include "json/text.hpp"

#include <charconv>
#include <nlohmann/json.hpp>

namespace yologold {

std::string quote(std::string_view text) { return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace); }

std::string decimal(double value) {
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof digits, value + 0.0).ptr;
  return {digits, end};
}

}  // namespace yologold
