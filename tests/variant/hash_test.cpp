#include "files/hash.hpp"

#include "support/catch.hpp"

// The examples of FIPS 180-2, appendix B.
TEST_CASE("sha256: published digests") {
  using yologold::sha256;
  CHECK(sha256(std::string()) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256(std::string("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256(std::string(1000000, 'a')) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  CHECK(sha256(std::span<const std::byte>()) == sha256(std::string()));
}
