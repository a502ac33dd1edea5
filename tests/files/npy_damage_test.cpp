#include "files/npy.hpp"
#include "helpers.hpp"
#include "support/catch.hpp"

using namespace yologold;

namespace {

/// A .npy of version 1 of this header and these data.
std::string file_of(const std::string& header, const std::string& data = "") {
  std::string text = "\x93NUMPY\x01";
  text += '\0';
  text += static_cast<char>(header.size() & 0xff);
  text += static_cast<char>(header.size() >> 8);
  return text + header + data;
}

std::string header_of(const std::string& shape, const std::string& descr = "'<f4'", const std::string& fortran = "False") {
  return "{'descr': " + descr + ", 'fortran_order': " + fortran + ", 'shape': " + shape + ", }\n";
}

std::string npy_fault(const std::string& text) {
  return fault_of([&] { parse_npy(bytes_of_text(text), "f"); });
}

std::string header_fault(const std::string& header) {
  const std::string words = npy_fault(file_of(header, std::string(24, 'x')));
  return words.substr(words.find(": ", words.find("character")) + 2);
}

const std::string good = file_of(header_of("(2, 3)"), std::string(24, 'x'));

}  // namespace

TEST_CASE("npy: a good file, written by hand, is read") {
  const Tensor tensor = parse_npy(bytes_of_text(good), "f");
  CHECK((tensor.type == TensorType::f32 && tensor.shape == std::vector<std::int64_t>{2, 3} && tensor.bytes.size() == 24));
  CHECK(npy_fault(file_of("{\"shape\":(6,),\n\"fortran_order\":False,\"descr\":\"<f4\"}  ", std::string(24, 'x'))) == "");
}

TEST_CASE("npy: a file that ends early is refused at every length") {
  for (std::size_t length = 0; length < good.size(); ++length) {
    CAPTURE(length);
    const std::string words = npy_fault(good.substr(0, length));
    if (length < 6)
      CHECK(words == "f: does not begin with the magic of a .npy");
    else if (length < good.size() - 24)
      CHECK(words.starts_with("f: ends within the header of a .npy"));
    else
      CHECK(words == "f: the shape (2, 3) of <f4 needs 24 bytes of data, the file holds " + std::to_string(length + 24 - good.size()));
  }
}

TEST_CASE("npy: bytes behind the data, another magic, another version") {
  CHECK(npy_fault(good + "x") == "f: the shape (2, 3) of <f4 needs 24 bytes of data, the file holds 25");
  std::string text = good;
  text[3] = 'X';
  CHECK(npy_fault(text) == "f: does not begin with the magic of a .npy");
  text = good;
  text[6] = 4;
  CHECK(npy_fault(text) == "f: is .npy version 4.0; allowed: 1.0, 2.0, 3.0");
  text[6] = 1, text[7] = 1;
  CHECK(npy_fault(text) == "f: is .npy version 1.1; allowed: 1.0, 2.0, 3.0");
}

TEST_CASE("npy: the length of the header is not believed") {
  CHECK(npy_fault(std::string("\x93NUMPY\2\0\xff\xff\xff\xff{}", 14)) == "f: ends within the header of a .npy: 4294967295 bytes announced, 2 there");
  CHECK(npy_fault(std::string("\x93NUMPY\2\0\1\0\1\0", 12) + std::string(65537, ' ')) == "f: has a header of 65537 bytes; allowed: at most 65536");
}

TEST_CASE("npy: lying shapes") {
  const auto shape_fault = [](const std::string& shape) { return npy_fault(file_of(header_of(shape), std::string(24, 'x'))); };
  CHECK(shape_fault("(2, 4)") == "f: the shape (2, 4) of <f4 needs 32 bytes of data, the file holds 24");
  CHECK(shape_fault("()") == "f: the shape () of <f4 needs 4 bytes of data, the file holds 24");
  CHECK(shape_fault("(1000000000000,)") == "f: the shape (1000000000000,) of <f4 needs 4000000000000 bytes of data, the file holds 24");
  // 2^62 * 4 elements wrap to 0, and 2^61 elements of 4 bytes to a negative number.
  CHECK(shape_fault("(4611686018427387904, 4)") == "f: the shape (4611686018427387904, 4) of <f4 is beyond 63 bits");
  CHECK(shape_fault("(2305843009213693952,)") == "f: the shape (2305843009213693952,) of <f4 is beyond 63 bits");
  CHECK(shape_fault("(0, 4611686018427387904, 4)") == "f: the shape (0, 4611686018427387904, 4) of <f4 is beyond 63 bits");
  CHECK(shape_fault("(9223372036854775808,)").ends_with("a dimension beyond 63 bits"));
  CHECK(shape_fault("(-2, -3)").ends_with("negative dimension -2"));
}

TEST_CASE("npy: a header that is not the one dictionary") {
  CHECK(header_fault(header_of("(6)")) == "',' expected in the shape");
  CHECK(header_fault(header_of("[6]")) == "'(' expected");
  CHECK(header_fault(header_of("6")) == "'(' expected");
  CHECK(header_fault(header_of("(2 3)")) == "',' expected in the shape");
  CHECK(header_fault(header_of("(2, x)")) == "a dimension is not an integer");
  CHECK(header_fault(header_of("(2.0, 3)")) == "',' expected in the shape");
  CHECK(header_fault(header_of("(2, 3")) == "a dimension is not an integer");
  CHECK(header_fault(header_of("(6,)", "'<f4'", "0")) == "True or False expected");
  CHECK(header_fault(header_of("(6,)", "4")) == "''' expected");
  CHECK(header_fault(header_of("(6,)", "'<f4")) == "',' or '}' expected");
  CHECK(header_fault("{'descr': '<f4") == "a string without an end");
  CHECK(header_fault(header_of("(6,)", "'\\x3cf4'")) == "a string with an escape");
  CHECK(header_fault(header_of("(6,)") + "x") == "text after the dictionary");
  CHECK(header_fault("{'descr': '<f4', 'shape': (6,)}") == "the key 'fortran_order' is missing");
  CHECK(header_fault("{'shape': (6,), 'shape': (6,)}") == "the key 'shape' stands twice");
  CHECK(header_fault("") == "'{' expected");
  CHECK(npy_fault(file_of("{'strides': (6,)}")) == "f: unknown key 'strides' in the header; allowed: descr, fortran_order, shape");
}

TEST_CASE("npy: types and orders that are not read") {
  const auto type_fault = [](const std::string& descr) { return npy_fault(file_of(header_of("(6,)", descr), std::string(24, 'x'))); };
  const std::string types = "; allowed: |u1, |i1, <i4, <i8, <f2, <f4, <f8";
  CHECK(type_fault("'>f8'") == "f: big-endian type '>f8'" + types);
  CHECK(type_fault("'|O'") == "f: object type '|O'" + types);
  for (const std::string descr : {"'<c8'", "'<u4'", "'<i2'", "'<f16'", "'|b1'", "'<U3'", "'|V4'", "'=f4'", "'f4'", "''"})
    CHECK(type_fault(descr) == "f: unknown type " + descr + types);
  CHECK(type_fault("[('x', '<f4')]") == "f: structured types are not read; allowed: one plain type");
}

TEST_CASE("npy: Fortran order is refused only where it matters") {
  const auto fortran = [](const std::string& shape, std::size_t elements) {
    return npy_fault(file_of(header_of(shape, "'|u1'", "True"), std::string(elements, 'x')));
  };
  CHECK(fortran("(2, 3)", 6) == "f: is in Fortran order; allowed: C order: numpy.ascontiguousarray");
  CHECK(fortran("(1, 2, 1, 3)", 6) == "f: is in Fortran order; allowed: C order: numpy.ascontiguousarray");
  for (const auto& [shape, elements] : {std::pair("()", 1), std::pair("(6,)", 6), std::pair("(1, 6, 1)", 6), std::pair("(1, 1)", 1), std::pair("(2, 0, 3)", 0)})
    CHECK(fortran(shape, static_cast<std::size_t>(elements)) == "");
}
