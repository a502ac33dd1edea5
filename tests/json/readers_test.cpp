#include "json/readers.hpp"

#include "json/fault.hpp"
#include "json/json.hpp"
#include "support/catch.hpp"

using namespace yologold;

namespace {

const Place place{"f", "/k"};
constexpr auto least = std::numeric_limits<std::int64_t>::min(), most = std::numeric_limits<std::int64_t>::max();

std::string whole_fault(const std::string& text, std::int64_t low = least, std::int64_t high = most) {
  return fault_of([&] { read_whole(Json::parse(text), place, low, high); });
}

}  // namespace

TEST_CASE("read_whole: every way to write a whole number") {
  CHECK(read_whole(Json::parse("3"), place) == 3);
  CHECK(read_whole(Json::parse("3.0"), place) == 3);
  CHECK(read_whole(Json::parse("-2e3"), place) == -2000);
  CHECK(read_whole(Json::parse("9223372036854775807"), place, least, most) == most);
  CHECK(read_whole(Json::parse("-9223372036854775808"), place, least, most) == least);
}

TEST_CASE("read_whole: what is none, or out of range") {
  CHECK(whole_fault("1.5") == "f#/k: 1.5 is not a whole number");
  CHECK(whole_fault("\"1\"") == "f#/k: must be a whole number, not a string");
  CHECK(whole_fault("4", 1, 3) == "f#/k: 4 is out of range; allowed: 1 to 3");
  CHECK(whole_fault("0.0", 1, 3) == "f#/k: 0.0 is out of range; allowed: 1 to 3");
  for (const char* text : {"9223372036854775808", "18446744073709551615", "1e300", "-1e19", "9007199254740994.0"})
    CHECK(whole_fault(text).find(" is out of range; allowed: -9223372036854775808 to 9223372036854775807") != std::string::npos);
}

TEST_CASE("read_name: a name, or the nearest and all of them") {
  constexpr std::string_view names[]{"zero", "normal"};
  const auto fault = [&](const char* text) { return fault_of([&] { read_name(nlohmann::json::parse(text), place, names, "a fill"); }); };
  CHECK(read_name(nlohmann::json("normal"), place, names, "a fill") == 1);
  CHECK(fault("\"normel\"") == "f#/k: \"normel\" is not a fill; did you mean \"normal\"?; allowed: zero, normal");
  CHECK(fault("\"\"") == "f#/k: \"\" is not a fill; allowed: zero, normal");
  CHECK(fault("1") == "f#/k: must be a name, not a number; allowed: zero, normal");
}
