#include "suite/parse_case.hpp"

#include <span>
#include <tuple>

#include "json/fields.hpp"
#include "json/names.hpp"
#include "json/readers.hpp"
#include "suite/hash_json.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

using Integers = std::pair<std::int64_t, std::int64_t>;

constexpr std::int64_t most = 1 << 20;

#define YG_FILL(enumerator, name, doc) name,
constexpr std::string_view fill_names[]{
#include "suite/fills.inc"
};
#undef YG_FILL

#define YG_TRUTH_KIND(enumerator, name, doc) name,
constexpr std::string_view kind_names[]{
#include "suite/truth_kinds.inc"
};
#undef YG_TRUTH_KIND

constexpr std::string_view layout_names[]{"nchw", "nhwc", "nahwk", "darknet-v1"};
constexpr std::string_view dtype_names[]{"f32", "f64"};
constexpr std::string_view case_keys[]{"id", "variant", "set", "layout", "tags", "stages", "conclusive", "heads", "fill", "dtype", "truths", "files", "matrix"};

template <class Enum>
Enum pick(Fields<Json>& fields, std::string_view key, std::span<const std::string_view> names, const std::string& what, Enum otherwise) {
  const Json* name = fields.find(key);
  return name ? static_cast<Enum>(read_name(*name, fields.place(key), names, what)) : otherwise;
}

// Two whole numbers; `form` says what they mean.
Integers read_pair(const Json& value, const Place& place, std::int64_t low, const std::string& form) {
  if (read_list(value, place).size() != 2) throw Error(place.str(), "is " + value.dump(), form);
  return {read_whole(value[0], place.at(std::size_t{0}), low, most), read_whole(value[1], place.at(std::size_t{1}), low, most)};
}

Integers parse_grid(const Json& value, const Place& place) { return read_pair(value, place, 1, "[height, width]"); }

// "set" becomes the overrides of the variant.
std::vector<std::string> parse_set(const Json* object, const Place& place) {
  std::vector<std::string> overrides;
  if (!object) return overrides;
  if (!object->is_object()) refuse_kind(*object, place, "an object", "{key: value}");
  for (const auto& [key, value] : object->items()) overrides.push_back(key + "=" + value.dump());
  return overrides;
}

void parse_heads(const Json& object, const Place& place, Generated& generated, std::vector<std::string>& overrides) {
  Fields fields(object, place);
  generated.n = fields.whole("n", 0, most);
  const Place grids = fields.place("grids");
  for (const Json& grid : read_list(fields.need("grids"), grids)) generated.grids.push_back(parse_grid(grid, grids.at(generated.grids.size())));
  if (generated.grids.empty()) throw Error(grids.str(), "is an empty list", "[[height, width], ...], one a head");
  if (fields.find("classes")) overrides.push_back("classes=" + std::to_string(fields.whole("classes", 1, most)));
  fields.finish();
}

void parse_truths(const Json& object, const Place& place, Generated& generated) {
  Fields fields(object, place);
  generated.kind = pick(fields, "kind", kind_names, "a kind of truths", TruthKind::random);
  if (const Json* count = fields.find("count")) {
    std::tie(generated.least, generated.most) = read_pair(*count, fields.place("count"), 0, "[least, most]");
    if (generated.least > generated.most) throw Error(fields.place("count").str(), "is " + count->dump(), "[least, most]");
  }
  fields.finish();
}

Files parse_files(const Json& object, const Place& place) {
  Fields fields(object, place);
  Files files;
  files.heads = fields.texts("heads");
  if (files.heads.empty()) throw Error(fields.place("heads").str(), "is missing or empty", "a list of tensor files, one a head");
  files.truths = fields.text("truths");
  if (const Json* grid = fields.find("grid")) files.grid = parse_grid(*grid, fields.place("grid"));
  fields.finish();
  return files;
}

}  // namespace

LayoutName layout_named(const std::string& name, const std::string& where) { return static_cast<LayoutName>(find_name(name, where, layout_names, "a layout")); }
const char* name_of(LayoutName layout) { return layout_names[static_cast<std::size_t>(layout)].data(); }

void check_case_keys(const Json& object, const Place& place) {
  Fields fields(object, place);
  for (const std::string_view key : case_keys) fields.find(key);
  fields.finish();
}

Case parse_case(const Json& object, const Place& place, std::uint64_t seed) {
  // Read what every case has.
  Fields fields(object, place);
  Case one;
  one.id = fields.text("id");
  one.variant = fields.text("variant");
  one.overrides = parse_set(fields.find("set"), fields.place("set"));
  one.layout = pick(fields, "layout", layout_names, "a layout", LayoutName::nchw);
  one.tags = fields.texts("tags");
  one.stages = fields.flag("stages", false);
  if (const Json* share = fields.find("conclusive")) one.conclusive = parse_conclusive(*share, fields.place("conclusive"));

  // Read where its inputs come from.
  if (const Json* files = fields.find("files")) {
    one.files = parse_files(*files, fields.place("files"));
  } else {
    Generated generated;
    parse_heads(fields.need("heads"), fields.place("heads"), generated, one.overrides);
    generated.fill = pick(fields, "fill", fill_names, "a fill", Fill::normal);
    generated.dtype = pick(fields, "dtype", dtype_names, "a type of inputs", DType::f32);
    if (const Json* truths = fields.find("truths")) parse_truths(*truths, fields.place("truths"), generated);
    one.generated = generated;
  }
  fields.finish();
  one.definition = hash_json(Json{{"seed", seed}, {"case", object}});
  return one;
}

}  // namespace yologold
