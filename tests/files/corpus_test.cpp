#include <algorithm>

#include "fuzz_readers.hpp"
#include "helpers.hpp"
#include "support/catch.hpp"

using namespace yologold;

TEST_CASE("every stored input of the fuzzer is accepted or refused as its name says") {
  std::size_t accepted = 0, refused = 0;
  for (const auto& file : std::filesystem::directory_iterator(data_path("corpus"))) {
    const std::string name = file.path().filename().string(), text = slurp(file.path().string());
    CAPTURE(name);
    const bool good = name.starts_with("ok-");
    REQUIRE((good || name.starts_with("bad-")));
    CHECK(read_as_told(bytes_of_text(text)) == good);
    ++(good ? accepted : refused);
  }
  CHECK(accepted >= 12);
  CHECK(refused >= 24);
}

TEST_CASE("every start of every accepted input, and every input with one byte changed, is accepted or refused") {
  for (const auto& file : std::filesystem::directory_iterator(data_path("corpus"))) {
    const std::string name = file.path().filename().string(), text = slurp(file.path().string());
    if (!name.starts_with("ok-")) continue;
    CAPTURE(name);
    for (std::size_t length = 0; length < text.size(); ++length) CHECK_NOTHROW(read_as_told(bytes_of_text(text.substr(0, length))));
    for (std::size_t at = 1; at < text.size(); ++at)
      for (const char flip : {'\x01', '\x80', '\xff'}) {
        std::string changed = text;
        changed[at] ^= flip;
        CAPTURE(at);
        CHECK_NOTHROW(read_as_told(bytes_of_text(changed)));
      }
  }
}
