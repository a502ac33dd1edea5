#include "files/npy_header.hpp"

#include <algorithm>
#include <array>

#include "files/npy.hpp"
#include "files/npy_dict.hpp"
#include "files/shape.hpp"
#include "json/text.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

struct DescrRow {
  const char* descr;
  TensorType type;
};

constexpr std::array<DescrRow, 7> descrs{{{"|u1", TensorType::u8},
                                          {"|i1", TensorType::i8},
                                          {"<i4", TensorType::i32},
                                          {"<i8", TensorType::i64},
                                          {"<f2", TensorType::f16},
                                          {"<f4", TensorType::f32},
                                          {"<f8", TensorType::f64}}};

TensorType type_of(const std::string& descr, const std::string& where) {
  for (const auto& row : descrs)
    if (descr == row.descr) return row.type;
  std::string kind = "unknown type '";
  if (descr.starts_with('>')) kind = "big-endian type '";
  if (descr.starts_with("|O")) kind = "object type '";
  std::vector<std::string_view> known;
  for (const auto& row : descrs) known.push_back(row.descr);
  throw Error(where, kind + descr + "'", join(known));
}

/// The same elements lie in the same order in both orders where at most one dimension is longer than 1, or one is 0.
bool needs_order(const std::vector<std::int64_t>& shape) {
  return std::find(shape.begin(), shape.end(), 0) == shape.end() && std::count(shape.begin(), shape.end(), 1) + 1 < static_cast<std::ptrdiff_t>(shape.size());
}

/// The header's text: after magic, version and a length of 2 (version 1) or 4 bytes.
Bytes cut_header(Bytes start, std::size_t length, const std::string& where, std::size_t& offset) {
  if (!text_of(start).starts_with(npy_magic)) throw Error(where, "does not begin with the magic of a .npy");
  if (start.size() < 8) throw Error(where, "ends within the header of a .npy");
  const int version = load<std::uint8_t>(start, 6), minor = load<std::uint8_t>(start, 7);
  if (version < 1 || version > 3 || minor != 0) throw Error(where, "is .npy version " + std::to_string(version) + "." + std::to_string(minor), "1.0, 2.0, 3.0");
  const std::size_t begin = version == 1 ? 10 : 12;
  if (start.size() < begin) throw Error(where, "ends within the header of a .npy");
  const std::size_t size = version == 1 ? load<std::uint16_t>(start, 8) : load<std::uint32_t>(start, 8);
  if (size > length - begin)
    throw Error(where, "ends within the header of a .npy: " + std::to_string(size) + " bytes announced, " + std::to_string(length - begin) + " there");
  if (size > npy_start_limit - 12) throw Error(where, "has a header of " + std::to_string(size) + " bytes", "at most " + std::to_string(npy_start_limit - 12));
  if (size > start.size() - begin) throw Error(where, "ends within the header of a .npy");
  offset = begin + size;
  return start.subspan(begin, size);
}

}  // namespace

NpyHeader parse_npy_header(Bytes start, std::size_t length, const std::string& where) {
  NpyHeader header;
  const NpyDict dict = parse_npy_dict(text_of(cut_header(start, length, where, header.offset)), where);
  header.type = type_of(dict.descr, where);
  header.shape = dict.shape;
  if (dict.fortran_order && needs_order(dict.shape)) throw Error(where, "is in Fortran order", "C order: numpy.ascontiguousarray");

  // Believe the shape only where the file is as long.
  const auto bytes = bytes_of(header.shape, header.type);
  const std::string described = "the shape " + print_shape(header.shape) + " of " + dict.descr;
  if (!bytes) throw Error(where, described + " is beyond 63 bits");
  if (*bytes != length - header.offset)
    throw Error(where, described + " needs " + std::to_string(*bytes) + " bytes of data, the file holds " + std::to_string(length - header.offset));
  header.bytes = static_cast<std::size_t>(*bytes);
  return header;
}

const char* npy_descr(TensorType type) {
  for (const auto& row : descrs)
    if (type == row.type) return row.descr;
  return nullptr;
}

}  // namespace yologold
