#include "files/npy.hpp"
#include "files/npz.hpp"
#include "files/read.hpp"
#include "helpers.hpp"
#include "support/catch.hpp"
#include "zip_builder.hpp"

using namespace yologold;

namespace {

std::string npy_of(const Tensor& tensor) {
  std::ostringstream stream;
  print_npy(stream, tensor, "npy");
  return stream.str();
}

const Tensor small = tensor_of<float>(TensorType::f32, {3}, {1, 2, 3});
const std::string small_npy = npy_of(small);  // 128 bytes of header, 12 of data

std::string npz_fault(const std::vector<ZipEntry>& entries) {
  const std::string text = ZipBuilder::build(entries);
  return fault_of([&] { parse_npz(bytes_of_text(text), "f"); });
}

}  // namespace

TEST_CASE("npz: archives written by hand are read, stored and deflated") {
  const std::string text = ZipBuilder::build({stored("a.npy", small_npy), deflated("b/c.npy", small_npy), stored(".npy", small_npy)});
  CHECK(parse_npz(bytes_of_text(text), "f") == Tensors{{"", small}, {"a", small}, {"b/c", small}});
}

TEST_CASE("npz: an archive that ends early is refused at every length") {
  const std::string text = ZipBuilder::build({stored("a.npy", small_npy)});
  for (std::size_t length = 0; length < text.size(); ++length) {
    CAPTURE(length);
    CHECK(fault_of([&] {
            parse_npz(bytes_of_text(text.substr(0, length)), "f");
          }).starts_with(length < 4 ? "f: does not begin with the magic of a zip" : "f: is not a sound zip: "));
  }
}

TEST_CASE("npz: what is no .npy, stands twice, is encrypted or packed another way") {
  CHECK(npz_fault({stored("a.txt", small_npy)}) == "f:a.txt: is not a .npy; allowed: an archive of .npy alone");
  CHECK(npz_fault({stored("folder/", "")}) == "f:folder/: is not a .npy; allowed: an archive of .npy alone");
  CHECK(npz_fault({stored("a.npy", small_npy), stored("a.npy", small_npy)}) == "f:a: stands twice in the archive");
  ZipEntry entry = stored("a.npy", small_npy);
  entry.flags = 1;
  CHECK(npz_fault({entry}) == "f:a.npy: is encrypted");
  entry = stored("a.npy", small_npy);
  entry.method = 12;
  CHECK(npz_fault({entry}) == "f:a.npy: is compressed by method 12; allowed: stored or deflated");
  CHECK(npz_fault({stored("a.npy", "not a npy")}) == "f:a: does not begin with the magic of a .npy");
}

TEST_CASE("npz: damaged data are found by the checksum") {
  for (ZipEntry entry : {stored("a.npy", small_npy), deflated("a.npy", small_npy)}) {
    entry.packed.back() ^= 1;
    CHECK(npz_fault({entry}).starts_with("f:a: cannot be unpacked: CRC error"));
  }
}

TEST_CASE("npz: sizes in the directory are not believed") {
  // The .npy itself must be as long as the directory says.
  ZipEntry entry = deflated("a.npy", small_npy);
  entry.size += 1;
  CHECK(npz_fault({entry}) == "f:a: the shape (3,) of <f4 needs 12 bytes of data, the file holds 13");
  entry.size -= 2;
  CHECK(npz_fault({entry}) == "f:a: the shape (3,) of <f4 needs 12 bytes of data, the file holds 11");
  entry.size = 5;
  CHECK(npz_fault({entry}) == "f:a: does not begin with the magic of a .npy");

  // Nothing packs better than deflate can, and stored means stored.
  entry = deflated("a.npy", small_npy);
  entry.size = 4000000000;
  CHECK(npz_fault({entry}) == "f:a.npy: can not unpack 145 bytes to 4000000000");
  entry = stored("a.npy", small_npy);
  entry.size = 200;
  CHECK(npz_fault({entry}) == "f:a.npy: can not unpack 140 bytes to 200");
}

TEST_CASE("npz: a header and a directory that agree on a lie are found by what is unpacked") {
  const std::string hundred = npy_of({TensorType::u8, {100}, std::vector<std::byte>(100)});
  ZipEntry entry = deflated("a.npy", hundred.substr(0, hundred.size() - 1));
  entry.size += 1;
  CHECK(npz_fault({entry}) == "f:a: unpacks to less than the archive says");
  entry = deflated("a.npy", hundred + "x");
  entry.size -= 1;
  CHECK(npz_fault({entry}) == "f:a: unpacks to more than the archive says");
}

TEST_CASE("npz: entries that share their bytes are refused") {
  ZipEntry first = stored("a.npy", npy_of({TensorType::u8, {5000}, std::vector<std::byte>(5000)})), second = first;
  second.same_as = 0;
  CHECK(npz_fault({first, second}).starts_with("f:a: the entries together are longer than the file"));
}

TEST_CASE("npz: a bomb is refused before it is unpacked") {
  const std::string path = data_path("files/bomb.npz");
  CHECK(fault_of([&] { read_npz(path); }) == path + ":a: the shape (3,) of <f4 needs 12 bytes of data, the file holds 1048588");
}
