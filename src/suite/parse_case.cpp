#include "suite/parse_case.hpp"

#include "suite/fields.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

using Grid = std::pair<std::int64_t, std::int64_t>;

#define YG_FILL(enumerator, name, doc) name,
const std::vector<std::string> fill_names{
#include "suite/fills.inc"
};
#undef YG_FILL

#define YG_TRUTH_KIND(enumerator, name, doc) name,
const std::vector<std::string> kind_names{
#include "suite/truth_kinds.inc"
};
#undef YG_TRUTH_KIND

const std::vector<std::string> layout_names{"nchw", "nhwc", "nahwk", "darknet-v1"};
const std::vector<std::string> dtype_names{"f32", "f64"};
const std::vector<std::string> case_keys{"id", "variant", "set", "layout", "tags", "stages", "heads", "fill", "dtype", "truths", "files", "matrix"};

template <class Enum>
Enum pick(const std::string& name, const std::vector<std::string>& names, const std::string& where) {
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names[i] == name) return static_cast<Enum>(i);
  throw Error(where, unknown_name(name, names), join(names));
}

Grid parse_grid(const Json& value, const std::string& where) {
  const auto side = [](const Json& item) { return item.is_number_integer() && item >= 1 && item <= 1 << 20; };
  if (!value.is_array() || value.size() != 2 || !side(value[0]) || !side(value[1])) throw Error(where, "is " + value.dump(), "[height, width]");
  return {value[0].get<std::int64_t>(), value[1].get<std::int64_t>()};
}

// "set" becomes the overrides of the variant.
std::vector<std::string> parse_set(const Json* object, const std::string& where) {
  std::vector<std::string> overrides;
  if (!object) return overrides;
  if (!object->is_object()) throw Error(where, "is not an object", "{key: value}");
  for (const auto& [key, value] : object->items()) overrides.push_back(key + "=" + value.dump());
  return overrides;
}

void parse_heads(const Json& object, const std::string& where, Generated& generated, std::vector<std::string>& overrides) {
  Fields fields(object, where);
  generated.n = fields.integer("n", 0, 1 << 20);
  const Json& grids = fields.need("grids");
  if (!grids.is_array() || grids.empty()) throw Error(fields.pointer("grids"), "is " + grids.dump(), "[[height, width], ...], one a head");
  for (std::size_t i = 0; i < grids.size(); ++i) generated.grids.push_back(parse_grid(grids[i], fields.pointer("grids/" + std::to_string(i))));
  if (fields.find("classes")) overrides.push_back("classes=" + std::to_string(fields.integer("classes", 1, 1 << 20)));
  fields.finish();
}

void parse_truths(const Json& object, const std::string& where, Generated& generated) {
  Fields fields(object, where);
  generated.kind = pick<TruthKind>(fields.text("kind", "random"), kind_names, fields.pointer("kind"));
  if (const Json* count = fields.find("count")) {
    const auto whole = [](const Json& item) { return item.is_number_integer() && item >= 0 && item <= 1 << 20; };
    if (!count->is_array() || count->size() != 2 || !whole((*count)[0]) || !whole((*count)[1]) || (*count)[0] > (*count)[1])
      throw Error(fields.pointer("count"), "is " + count->dump(), "[least, most]");
    generated.least = (*count)[0].get<std::int64_t>();
    generated.most = (*count)[1].get<std::int64_t>();
  }
  fields.finish();
}

Files parse_files(const Json& object, const std::string& where) {
  Fields fields(object, where);
  Files files;
  files.heads = fields.texts("heads");
  if (files.heads.empty()) throw Error(fields.pointer("heads"), "is missing or empty", "a list of tensor files, one a head");
  files.truths = fields.text("truths");
  if (const Json* grid = fields.find("grid")) files.grid = parse_grid(*grid, fields.pointer("grid"));
  fields.finish();
  return files;
}

}  // namespace

LayoutName layout_named(const std::string& name, const std::string& where) { return pick<LayoutName>(name, layout_names, where); }
const char* name_of(LayoutName layout) { return layout_names[static_cast<std::size_t>(layout)].c_str(); }

void check_case_keys(const Json& object, const std::string& where) {
  Fields fields(object, where);
  for (const auto& key : case_keys) fields.find(key);
  fields.finish();
}

Case parse_case(const Json& object, const std::string& where, std::uint64_t seed) {
  // Read what every case has.
  Fields fields(object, where);
  Case one;
  one.id = fields.text("id");
  one.variant = fields.text("variant");
  one.overrides = parse_set(fields.find("set"), fields.pointer("set"));
  one.layout = layout_named(fields.text("layout", "nchw"), fields.pointer("layout"));
  one.tags = fields.texts("tags");
  one.stages = fields.flag("stages", false);

  // Read where its inputs come from.
  if (const Json* files = fields.find("files")) {
    one.files = parse_files(*files, fields.pointer("files"));
  } else {
    Generated generated;
    parse_heads(fields.need("heads"), fields.pointer("heads"), generated, one.overrides);
    generated.fill = pick<Fill>(fields.text("fill", "normal"), fill_names, fields.pointer("fill"));
    generated.dtype = pick<DType>(fields.text("dtype", "f32"), dtype_names, fields.pointer("dtype"));
    if (const Json* truths = fields.find("truths")) parse_truths(*truths, fields.pointer("truths"), generated);
    one.generated = generated;
  }
  fields.finish();
  one.definition = hash_json(Json{{"seed", seed}, {"case", object}});
  return one;
}

}  // namespace yologold
