#include "files/npy.hpp"

#include <ostream>

#include "files/npy_header.hpp"
#include "files/shape.hpp"
#include "files/write.hpp"
#include "yologold/error.hpp"

namespace yologold {

Tensor parse_npy(Bytes bytes, const std::string& where) {
  const NpyHeader header = parse_npy_header(bytes, bytes.size(), where);
  const Bytes data = bytes.subspan(header.offset, header.bytes);
  return {header.type, header.shape, {data.begin(), data.end()}};
}

void print_npy(std::ostream& stream, const Tensor& tensor, const std::string& where) {
  check_whole(tensor, where);
  const char* descr = npy_descr(tensor.type);
  if (!descr) throw Error(where, "a .npy can not hold bf16", "safetensors, or another type");

  // Pad with spaces, so that the data begin at a multiple of 64.
  std::string header = std::string("{'descr': '") + descr + "', 'fortran_order': False, 'shape': " + print_shape(tensor.shape) + ", }";
  const std::size_t before = npy_magic.size() + 2 + 2;
  header.append(63 - (before + header.size()) % 64, ' ');
  header += '\n';
  if (header.size() > 0xffff) throw Error(where, "a shape of " + std::to_string(tensor.shape.size()) + " dimensions does not fit into the header of a .npy");

  const char version_and_length[] = {1, 0, static_cast<char>(header.size() & 0xff), static_cast<char>(header.size() >> 8)};
  stream << npy_magic;
  stream.write(version_and_length, sizeof version_and_length);
  stream << header;
  stream.write(reinterpret_cast<const char*>(tensor.bytes.data()), static_cast<std::streamsize>(tensor.bytes.size()));
}

void write_npy(const std::string& path, const Tensor& tensor) {
  write_atomically(path, [&](std::ostream& stream) { print_npy(stream, tensor, path); });
}

}  // namespace yologold
