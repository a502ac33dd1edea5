#include <algorithm>
#include <array>
#include <limits>

#include "files/safetensors.hpp"
#include "files/shape.hpp"
#include "files/strict_json.hpp"
#include "files/word_list.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

using nlohmann::json;

struct DtypeRow {
  const char* dtype;
  TensorType type;
};

// A type that stands twice is written by its first name.
constexpr std::array<DtypeRow, 9> dtypes{{{"U8", TensorType::u8},
                                          {"BOOL", TensorType::u8},
                                          {"I8", TensorType::i8},
                                          {"I32", TensorType::i32},
                                          {"I64", TensorType::i64},
                                          {"F16", TensorType::f16},
                                          {"BF16", TensorType::bf16},
                                          {"F32", TensorType::f32},
                                          {"F64", TensorType::f64}}};

/// One tensor of the header; its bytes are [begin, end) of the data.
struct Entry {
  std::string name;
  TensorType type;
  std::vector<std::int64_t> shape;
  std::uint64_t begin, end;
};

TensorType type_of(const json& value, const JsonPlace& place) {
  if (!value.is_string()) throw Error(place.words(), "is " + kind_of(value), "a string");
  std::string allowed;
  for (const auto& row : dtypes) {
    if (value == row.dtype) return row.type;
    add_word(allowed, row.dtype);
  }
  throw Error(place.words(), "unknown dtype " + value.dump(), allowed);
}

std::vector<std::int64_t> naturals(const json& value, const JsonPlace& place) {
  if (!value.is_array()) throw Error(place.words(), "is " + kind_of(value), "an array of integers");
  std::vector<std::int64_t> result;
  for (std::size_t i = 0; i < value.size(); ++i) {
    constexpr auto limit = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (!value[i].is_number_unsigned() || value[i].get<std::uint64_t>() > limit)
      throw Error((place / i).words(), "is " + kind_of(value[i]), "an integer from 0 to 2^63 - 1");
    result.push_back(value[i].get<std::int64_t>());
  }
  return result;
}

Entry parse_entry(const std::string& name, const json& value, const JsonPlace& place, std::uint64_t length) {
  check_keys(value, place, {"dtype", "shape", "data_offsets"});
  Entry entry{name, type_of(value["dtype"], place / "dtype"), naturals(value["shape"], place / "shape"), 0, 0};

  // Believe offsets only within the file, and a shape only where the offsets are as far apart.
  const JsonPlace offsets_place = place / "data_offsets";
  const auto offsets = naturals(value["data_offsets"], offsets_place);
  if (offsets.size() != 2) throw Error(offsets_place.words(), "holds " + std::to_string(offsets.size()) + " numbers", "begin and end");
  entry.begin = static_cast<std::uint64_t>(offsets[0]);
  entry.end = static_cast<std::uint64_t>(offsets[1]);
  if (entry.begin > entry.end) throw Error(offsets_place.words(), "begin " + std::to_string(entry.begin) + " is behind end " + std::to_string(entry.end));
  if (entry.end > length)
    throw Error(offsets_place.words(), "end " + std::to_string(entry.end) + " is beyond the " + std::to_string(length) + " bytes of data");
  const auto bytes = bytes_of(entry.shape, entry.type);
  const std::string described = "the shape " + print_shape(entry.shape) + " of " + name_of(entry.type);
  if (!bytes) throw Error(place.words(), described + " is beyond 63 bits");
  if (*bytes != entry.end - entry.begin)
    throw Error(place.words(), described + " needs " + std::to_string(*bytes) + " bytes, the offsets hold " + std::to_string(entry.end - entry.begin));
  return entry;
}

std::map<std::string, std::string> parse_metadata(const json& value, const JsonPlace& place) {
  if (!value.is_object()) throw Error(place.words(), "is " + kind_of(value), "an object of strings");
  std::map<std::string, std::string> metadata;
  for (const auto& item : value.items()) {
    if (!item.value().is_string()) throw Error((place / item.key()).words(), "is " + kind_of(item.value()), "a string");
    metadata[item.key()] = item.value().get<std::string>();
  }
  return metadata;
}

/// The JSON between the length and the data.
std::string_view cut_header(Bytes bytes, const std::string& where) {
  constexpr std::uint64_t limit = 100'000'000;
  if (bytes.size() < 8) throw Error(where, "is shorter than the 8 bytes a safetensors file begins with");
  const auto length = load<std::uint64_t>(bytes, 0);
  if (length > bytes.size() - 8)
    throw Error(where, "announces a header of " + std::to_string(length) + " bytes, " + std::to_string(bytes.size() - 8) + " follow");
  if (length > limit) throw Error(where, "announces a header of " + std::to_string(length) + " bytes", "at most " + std::to_string(limit));
  const auto text = text_of(bytes.subspan(8, static_cast<std::size_t>(length)));
  if (!text.starts_with('{')) throw Error(where, "has a header that does not begin with '{'");
  return text;
}

/// Every byte of the data must belong to one tensor.
void check_cover(std::vector<Entry>& entries, std::uint64_t length, const std::string& where) {
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return std::pair(a.begin, a.end) < std::pair(b.begin, b.end); });
  std::uint64_t covered = 0;
  for (const Entry& entry : entries) {
    const std::string place = (JsonPlace{where} / entry.name / "data_offsets").words();
    if (entry.begin < covered) throw Error(place, "overlaps the tensor before it, which ends at " + std::to_string(covered));
    if (entry.begin > covered)
      throw Error(place, "leaves a hole: no tensor holds the bytes from " + std::to_string(covered) + " to " + std::to_string(entry.begin));
    covered = entry.end;
  }
  if (covered != length) throw Error(where, "has " + std::to_string(length - covered) + " bytes behind the last tensor");
}

}  // namespace

Safetensors parse_safetensors(Bytes bytes, const std::string& where) {
  const auto text = cut_header(bytes, where);
  const Bytes data = bytes.subspan(8 + text.size());
  const json header = parse_json(text, where);

  Safetensors file;
  std::vector<Entry> entries;
  for (const auto& item : header.items()) {
    const JsonPlace place = JsonPlace{where} / item.key();
    if (item.key() == "__metadata__")
      file.metadata = parse_metadata(item.value(), place);
    else
      entries.push_back(parse_entry(item.key(), item.value(), place, data.size()));
  }
  check_cover(entries, data.size(), where);

  for (Entry& entry : entries) {
    const Bytes part = data.subspan(entry.begin, entry.end - entry.begin);
    file.tensors[entry.name] = {entry.type, std::move(entry.shape), {part.begin(), part.end()}};
  }
  return file;
}

const char* safetensors_dtype(TensorType type) {
  return std::find_if(dtypes.begin(), dtypes.end(), [&](const DtypeRow& row) { return row.type == type; })->dtype;
}

}  // namespace yologold
