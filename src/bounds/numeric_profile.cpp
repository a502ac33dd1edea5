#include "bounds/numeric_profile.hpp"

#include <algorithm>

#include "bounds/parse_numeric_profile.hpp"
#include "json/fields.hpp"
#include "json/readers.hpp"
#include "yologold/error.hpp"

namespace yologold::bounds {
namespace {

Format read_format(Fields<Json>& fields, const char* key) { return format_named(fields.text(key), fields.place(key).str()); }

double read_size(Fields<Json>& fields, const char* key) {
  const double size = fields.number(key, 0);
  if (!(size >= 0)) throw Error(fields.place(key).str(), "is negative");
  return size;
}

FunctionError read_function(const Json& object, const Place& place) {
  Fields<Json> fields(object, place);
  fields.need("ulps");
  const FunctionError error{read_size(fields, "ulps"), read_size(fields, "per_argument"), read_size(fields, "absolute"), read_size(fields, "flushes_above"),
                            fields.text("source")};
  fields.finish();
  return error;
}

std::array<FunctionError, function_count> read_functions(const Json& object, const Place& place) {
  Fields<Json> fields(object, place);
  std::array<FunctionError, function_count> errors;
  for (std::size_t i = 0; i < function_count; ++i) {
    const char* name = name_of(static_cast<Function>(i));
    errors[i] = read_function(fields.need(name), fields.place(name));
  }
  fields.finish();
  return errors;
}

void read_shapes(Fields<Json>& fields, NumericProfile& profile) {
  const auto shapes = fields.texts("shapes");
  const auto count = [&](const char* name) { return std::count(shapes.begin(), shapes.end(), name); };
  const auto corner = count("corner"), centred = count("centred");
  profile.corner = corner > 0, profile.centred = centred > 0;
  if (shapes.empty() || corner > 1 || centred > 1 || corner + centred != static_cast<std::ptrdiff_t>(shapes.size()))
    throw Error(fields.place("shapes").str(), "must name one or more shapes, each once", "corner, centred");
}

}  // namespace

const char* name_of(Function function) {
  static const char* const names[] = {"division", "sqrt", "exp", "log", "log1p", "atan"};
  return names[static_cast<int>(function)];
}

NumericProfile load_numeric_profile(const std::string& path) { return parse_numeric_profile(read_document(path), path); }

NumericProfile parse_numeric_profile(const Json& document, const std::string& path) {
  // Read what the backend is.
  Fields<Json> fields(document, Place{path, ""});
  if (fields.text("format") != "yologold-profile/2") throw Error(fields.place("format").str(), "is no numeric profile", "yologold-profile/2");
  NumericProfile profile;
  profile.name = fields.text("name");
  profile.about = fields.text("about");

  // Read the type of each stage.
  for (auto& [key, format] : {std::pair{"inputs", &profile.inputs},
                              {"constants", &profile.constants},
                              {"compute", &profile.compute},
                              {"sums", &profile.sums},
                              {"stored", &profile.stored}})
    *format = read_format(fields, key);
  profile.input_radius = read_size(fields, "input_radius");
  profile.flush_to_zero = fields.flag("flush_to_zero", false);

  // Read its functions and its freedom.
  profile.functions = read_functions(fields.need("functions"), fields.place("functions"));
  read_shapes(fields, profile);
  profile.longest_chain = static_cast<long>(fields.whole("longest_chain", 0, std::int64_t{1} << 40));
  profile.conclusive_share = read_size(fields, "conclusive_share");
  if (profile.conclusive_share > 1) throw Error(fields.place("conclusive_share").str(), "must be a share", "0 to 1");
  fields.finish();
  return profile;
}

}  // namespace yologold::bounds
