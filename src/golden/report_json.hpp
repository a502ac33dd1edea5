#pragma once
#include "json/json.hpp"
#include "yologold/report.hpp"

namespace yologold {

/// Every value of a report, by name.
Json report_json(const Report& report);

/// Channel 0-3 tx ty tw th, 4 obj, 5+c "class c".
std::string channel_name(std::int64_t channel);

/// "head 0, image 1, row 4, column 7, anchor 2"
std::string slot_text(const Address& at);

/// The same and ", channel tw"
std::string address_text(const Address& at);

/// A number for people, with up to 10 digits; every NaN is "nan".
std::string number_text(double value);

Json address_json(const Address& at);

}  // namespace yologold
