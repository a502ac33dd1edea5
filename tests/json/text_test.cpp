#include "json/text.hpp"

#include "json/names.hpp"
#include "support/catch.hpp"

using namespace yologold;

TEST_CASE("decimal: the shortest that reads back") {
  CHECK(decimal(608) == "608");
  CHECK(decimal(0.1) == "0.1");
  CHECK(decimal(-0.0) == "0");
  CHECK(decimal(1e9) == "1e+09");
  CHECK(decimal(5e-324) == "5e-324");
  CHECK(decimal(1.0 / 3) == "0.3333333333333333");
  CHECK(decimal(0.1 + 0.2) == "0.30000000000000004");
}

TEST_CASE("nearest: within two edits or a third of the word, where two letters of the name are left") {
  const std::vector<std::string_view> keys{"ignore", "noobj", "aspect_denominator"};
  CHECK(nearest("ignroe", keys) == "ignore");
  CHECK(nearest("nobj", keys) == "noobj");
  CHECK(nearest("aspekt_denomin", keys) == "");
  CHECK(nearest("aspekt_denominat", keys) == "aspect_denominator");
  CHECK(nearest("collision", keys) == "");
  CHECK(nearest("", keys) == "");
  const std::vector<std::string_view> short_names{"v1", "v2", "rel"};
  CHECK(nearest("v9", short_names) == "");
  CHECK(nearest("ref", short_names) == "rel");
  CHECK(nearest("r", short_names) == "");
}

TEST_CASE("quote: JSON's escapes, and no invalid UTF-8") {
  CHECK(quote("a\"b\\c\n") == R"("a\"b\\c\n")");
  CHECK(quote("\xff") == "\"\xef\xbf\xbd\"");
}
