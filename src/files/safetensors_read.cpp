#include <algorithm>
#include <array>
#include <limits>
#include <nlohmann/json.hpp>

#include "files/safetensors.hpp"
#include "files/shape.hpp"
#include "json/fields.hpp"
#include "json/parse.hpp"
#include "json/readers.hpp"
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

TensorType type_of(const json& value, const Place& place) {
  std::vector<std::string_view> names;
  for (const auto& row : dtypes) names.push_back(row.dtype);
  return dtypes[read_name(value, place, names, "a dtype")].type;
}

std::vector<std::int64_t> naturals(const json& value, const Place& place) {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  std::vector<std::int64_t> result;
  for (const json& item : read_list(value, place)) result.push_back(read_whole(item, place.at(result.size()), 0, most));
  return result;
}

Entry parse_entry(const std::string& name, const json& value, const Place& place, std::uint64_t length) {
  Fields fields(value, place);
  Entry entry{name, type_of(fields.need("dtype"), fields.place("dtype")), naturals(fields.need("shape"), fields.place("shape")), 0, 0};
  const Place offsets_place = fields.place("data_offsets");
  const auto offsets = naturals(fields.need("data_offsets"), offsets_place);
  fields.finish();

  // Believe offsets only within the file, and a shape only where the offsets are as far apart.
  if (offsets.size() != 2) throw Error(offsets_place.str(), "holds " + std::to_string(offsets.size()) + " numbers", "begin and end");
  entry.begin = static_cast<std::uint64_t>(offsets[0]);
  entry.end = static_cast<std::uint64_t>(offsets[1]);
  if (entry.begin > entry.end) throw Error(offsets_place.str(), "begin " + std::to_string(entry.begin) + " is behind end " + std::to_string(entry.end));
  if (entry.end > length) throw Error(offsets_place.str(), "end " + std::to_string(entry.end) + " is beyond the " + std::to_string(length) + " bytes of data");
  const auto bytes = bytes_of(entry.shape, entry.type);
  const std::string described = "the shape " + print_shape(entry.shape) + " of " + name_of(entry.type);
  if (!bytes) throw Error(place.str(), described + " is beyond 63 bits");
  if (*bytes != entry.end - entry.begin)
    throw Error(place.str(), described + " needs " + std::to_string(*bytes) + " bytes, the offsets hold " + std::to_string(entry.end - entry.begin));
  return entry;
}

std::map<std::string, std::string> parse_metadata(const json& value, const Place& place) {
  if (!value.is_object()) refuse_kind(value, place, "an object of strings");
  std::map<std::string, std::string> metadata;
  for (const auto& item : value.items()) metadata[item.key()] = read_string(item.value(), place.at(item.key()));
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
    const std::string place = Place{where, ""}.at(entry.name).at("data_offsets").str();
    if (entry.begin < covered) throw Error(place, "overlaps the tensor before it, which ends at " + std::to_string(covered));
    if (entry.begin > covered)
      throw Error(place, "leaves a hole: no tensor holds the bytes from " + std::to_string(covered) + " to " + std::to_string(entry.begin));
    covered = entry.end;
  }
  if (covered != length) throw Error(where, "has " + std::to_string(length - covered) + " bytes behind the last tensor");
}

}  // namespace

Safetensors parse_safetensors(Bytes bytes, const std::string& where) {
  return pick_safetensors(bytes, where, [](const std::string&) { return true; });
}

Safetensors pick_safetensors(Bytes bytes, const std::string& where, const Wanted& wanted) {
  const auto text = cut_header(bytes, where);
  const Bytes data = bytes.subspan(8 + text.size());
  const json header = parse_json(text, where);

  Safetensors file;
  std::vector<Entry> entries;
  for (const auto& item : header.items()) {
    const Place place = Place{where, ""}.at(item.key());
    if (item.key() == "__metadata__")
      file.metadata = parse_metadata(item.value(), place);
    else
      entries.push_back(parse_entry(item.key(), item.value(), place, data.size()));
  }
  check_cover(entries, data.size(), where);

  for (Entry& entry : entries) {
    if (!wanted(entry.name)) continue;
    const Bytes part = data.subspan(entry.begin, entry.end - entry.begin);
    file.tensors[entry.name] = {entry.type, std::move(entry.shape), {part.begin(), part.end()}};
  }
  return file;
}

const char* safetensors_dtype(TensorType type) {
  return std::find_if(dtypes.begin(), dtypes.end(), [&](const DtypeRow& row) { return row.type == type; })->dtype;
}

}  // namespace yologold
