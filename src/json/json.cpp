#include "json/json.hpp"

#include <cmath>

#include "files/bytes.hpp"
#include "json/parse.hpp"

namespace yologold {

Json read_document(const std::string& path) { return parse_json<Json>(read_text(path), path); }

Json number_json(double value) {
  if (std::isfinite(value)) return value;
  return std::isnan(value) ? "nan" : value > 0 ? "inf" : "-inf";
}

}  // namespace yologold
