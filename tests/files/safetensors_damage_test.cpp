#include "files/safetensors.hpp"
#include "helpers.hpp"
#include "support/catch.hpp"

using namespace yologold;

namespace {

std::string file_of(const std::string& header, std::size_t data, std::uint64_t length) {
  std::string text(8, '\0');
  std::memcpy(text.data(), &length, 8);
  return text + header + std::string(data, 'x');
}

std::string fault_of_text(const std::string& text) {
  return fault_of([&] { parse_safetensors(bytes_of_text(text), "f"); });
}

std::string safetensors_fault(const std::string& header, std::size_t data) { return fault_of_text(file_of(header, data, header.size())); }

std::string entry(const std::string& shape, const std::string& offsets, const std::string& dtype = "\"F32\"") {
  return R"({"dtype":)" + dtype + R"(,"shape":)" + shape + R"(,"data_offsets":)" + offsets + "}";
}

std::string one_entry(const std::string& value) { return "{\"a\":" + value + "}"; }

}  // namespace

TEST_CASE("safetensors: good files, written by hand, are read") {
  CHECK(safetensors_fault(one_entry(entry("[2]", "[0,8]")) + "   ", 8) == "");
  CHECK(safetensors_fault("{}", 0) == "");
  // Data in another order than names, an empty tensor between, BOOL read as u8.
  const std::string header = "{\"a\":" + entry("[1]", "[4,5]", "\"BOOL\"") + ",\"b\":" + entry("[]", "[0,4]") + ",\"c\":" + entry("[0,9]", "[4,4]") + "}";
  const std::string text = file_of(header, 5, header.size());
  const Tensors tensors = parse_safetensors(bytes_of_text(text), "f").tensors;
  CHECK((tensors.size() == 3 && tensors.at("a").type == TensorType::u8 && tensors.at("b").bytes.size() == 4 && tensors.at("c").bytes.empty()));
}

TEST_CASE("safetensors: a file that ends early is refused at every length") {
  const std::string header = one_entry(entry("[2]", "[0,8]")), text = file_of(header, 8, header.size());
  for (std::size_t length = 0; length < text.size(); ++length) {
    CAPTURE(length);
    CHECK(fault_of_text(text.substr(0, length)) != "");
  }
  CHECK(fault_of_text(text.substr(0, 7)) == "f: is shorter than the 8 bytes a safetensors file begins with");
  CHECK(fault_of_text(text.substr(0, 20)) == "f: announces a header of " + std::to_string(header.size()) + " bytes, 12 follow");
  CHECK(fault_of_text(text + "x") == "f: has 1 bytes behind the last tensor");
}

TEST_CASE("safetensors: the length of the header is not believed") {
  CHECK(fault_of_text(file_of("{}", 0, 3)) == "f: announces a header of 3 bytes, 2 follow");
  CHECK(fault_of_text(file_of("{}", 0, ~std::uint64_t{0})) == "f: announces a header of 18446744073709551615 bytes, 2 follow");
  CHECK(fault_of_text(file_of("{}", 100000001, 100000001)) == "f: announces a header of 100000001 bytes; allowed: at most 100000000");
}

TEST_CASE("safetensors: a header that is not the JSON it should be") {
  CHECK(safetensors_fault("[]", 0) == "f: has a header that does not begin with '{'");
  CHECK(safetensors_fault(" {}", 0) == "f: has a header that does not begin with '{'");
  CHECK(safetensors_fault("", 0) == "f: has a header that does not begin with '{'");
  CHECK(safetensors_fault("{\"a\"", 0).starts_with("f#/a: not JSON at line 1, column 5: "));
  CHECK(safetensors_fault("{} x", 0).starts_with("f: not JSON at line 1, column 4: "));
  CHECK(safetensors_fault("{\"\xff\":1}", 0).starts_with("f: not JSON at line 1, column 3: "));
  CHECK(safetensors_fault("{\"a\":1e999}", 0).starts_with("f#/a: not JSON at line 1, column 11: number overflow"));
  CHECK(safetensors_fault("{\"a\":1,\"a\":1}", 0) == "f#/a: \"a\" is written twice, again at line 1, column 10");
  CHECK(safetensors_fault(one_entry("{\"dtype\":\"F32\",\"dtype\":\"F32\"}"), 0) == "f#/a: \"dtype\" is written twice, again at line 1, column 27");
  CHECK(safetensors_fault(one_entry("[]"), 0) == "f#/a: must be an object, not an array");
}

TEST_CASE("safetensors: deep nesting is refused, however deep") {
  for (const std::size_t depth : {std::size_t{17}, std::size_t{1000000}}) {
    CHECK(safetensors_fault(one_entry(std::string(depth, '[')), 0) == "f#/a: is nested more than 16 deep at line 1, column 21");
    std::string objects;
    for (std::size_t i = 0; i < depth; ++i) objects += "{\"a\":";
    CHECK(safetensors_fault(objects, 0) == "f#/a: is nested more than 16 deep at line 1, column 81");
  }
}

TEST_CASE("safetensors: keys, dtypes and shapes") {
  CHECK(safetensors_fault(one_entry("{}"), 0) == "f#/a/dtype: is missing");
  CHECK(safetensors_fault("{\"a/~\":" + entry("[]", "[0,4]").insert(1, "\"x\":1,") + "}", 4) ==
        "f#/a~1~0/x: \"x\" is not a key; allowed: dtype, shape, data_offsets");
  CHECK(safetensors_fault(one_entry(entry("[]", "[0,4]", "\"F8_E4M3\"")), 4) ==
        "f#/a/dtype: \"F8_E4M3\" is not a dtype; allowed: U8, BOOL, I8, I32, I64, F16, BF16, F32, F64");
  CHECK(safetensors_fault(one_entry(entry("[]", "[0,4]", "7")), 4) ==
        "f#/a/dtype: must be a name, not a number; allowed: U8, BOOL, I8, I32, I64, F16, BF16, F32, F64");
  CHECK(safetensors_fault(one_entry(entry("4", "[0,4]")), 4) == "f#/a/shape: must be a list, not a number");
  for (const char* length : {"-1", "1.5", "\"1\"", "null", "9223372036854775808", "1e300", "[1]"})
    CHECK(safetensors_fault(one_entry(entry("[1," + std::string(length) + "]", "[0,4]")), 4).starts_with("f#/a/shape/1: "));
  CHECK(safetensors_fault(one_entry(entry("[3]", "[0,8]")), 8) == "f#/a: the shape (3,) of f32 needs 12 bytes, the offsets hold 8");
  CHECK(safetensors_fault(one_entry(entry("[4611686018427387904,4]", "[0,0]")), 0) == "f#/a: the shape (4611686018427387904, 4) of f32 is beyond 63 bits");
  CHECK(safetensors_fault(one_entry(entry("[2305843009213693952]", "[0,0]")), 0) == "f#/a: the shape (2305843009213693952,) of f32 is beyond 63 bits");
}

TEST_CASE("safetensors: offsets out of range, reversed, overlapping, with holes") {
  const std::string big = "9223372036854775807";
  CHECK(safetensors_fault(one_entry(entry("[2]", "[0,9]")), 8) == "f#/a/data_offsets: end 9 is beyond the 8 bytes of data");
  CHECK(safetensors_fault(one_entry(entry("[2]", "[0," + big + "]")), 8) == "f#/a/data_offsets: end " + big + " is beyond the 8 bytes of data");
  CHECK(safetensors_fault(one_entry(entry("[2]", "[8,0]")), 8) == "f#/a/data_offsets: begin 8 is behind end 0");
  CHECK(safetensors_fault(one_entry(entry("[2]", "[-8,0]")), 8).starts_with("f#/a/data_offsets/0: -8 is out of range; allowed: 0 to 9223372036854775807"));
  CHECK(safetensors_fault(one_entry(entry("[2]", "[0,4,8]")), 8) == "f#/a/data_offsets: holds 3 numbers; allowed: begin and end");
  CHECK(safetensors_fault(one_entry(entry("[2]", "8")), 8) == "f#/a/data_offsets: must be a list, not a number");
  CHECK(safetensors_fault(one_entry(entry("[2]", "[4,12]")), 12) == "f#/a/data_offsets: leaves a hole: no tensor holds the bytes from 0 to 4");
  const std::string two = "{\"a\":" + entry("[2]", "[0,8]") + ",\"b\":" + entry("[2]", "[4,12]") + "}";
  CHECK(safetensors_fault(two, 12) == "f#/b/data_offsets: overlaps the tensor before it, which ends at 8");
  const std::string twins = "{\"a\":" + entry("[2]", "[0,8]") + ",\"b\":" + entry("[2]", "[0,8]") + "}";
  CHECK(safetensors_fault(twins, 8) == "f#/b/data_offsets: overlaps the tensor before it, which ends at 8");
}

TEST_CASE("safetensors: metadata is a map of strings") {
  CHECK(safetensors_fault("{\"__metadata__\":{\"k\":\"v\"}}", 0) == "");
  CHECK(safetensors_fault("{\"__metadata__\":{\"k\":1}}", 0) == "f#/__metadata__/k: must be a string, not a number");
  CHECK(safetensors_fault("{\"__metadata__\":[]}", 0) == "f#/__metadata__: must be an object of strings, not an array");
}
