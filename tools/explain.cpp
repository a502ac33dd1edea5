#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "json/json.hpp"
#include "json/names.hpp"
#include "json/text.hpp"
#include "variant/catalogue.hpp"
#include "variant/fields.hpp"
#include "variant/formula.hpp"
#include "variant/schema.hpp"
#include "variant/use_rules.hpp"
#include "verb.hpp"
#include "yologold/error.hpp"
#include "yologold/variant_json.hpp"

namespace yologold::tools {

namespace {

struct ExplainOptions {
  std::string variant, key;
  std::vector<std::string> overrides;
  bool json = false, schema = false;
};

/// The heading over a choice. A heading holds from the choice it names on, in the catalogue's order, so that a new choice falls under one.
const char* heading_of(const ChoiceInfo& choice) {
  const std::pair<const ChoiceInfo*, const char*> headings[] = {
      {&choice_of<Gradient>(), "Result"},       {&choice_of<Activation>(), "Network output and responsibility"},
      {&choice_of<IouTarget>(), "Objectness"},  {&choice_of<AnchorMatch>(), "Assignment"},
      {&choice_of<SizeSpace>(), "Coordinates"}, {&choice_of<PriorGate>(), "Gate and ignore rule"},
      {&choice_of<BoxLoss>(), "Box loss"},      {&choice_of<Collision>(), "Shared slots, class targets, bad data"},
  };
  const char* title = "";
  for (const auto& [first, heading] : headings)
    if (first <= &choice) title = heading;
  return title;
}

template <class Info>
bool is_read(const Info& info, const Variant& variant) {
  return info.applies(variant.family) && !unread_by(info.key, variant);
}

bool departs(const ChoiceInfo& choice, const Variant& variant) { return choice.get(variant) != choice.default_of(variant.family); }
bool departs(const NumberInfo& number, const Variant& variant) { return variant.*number.member != number.default_of(variant.family); }

// For reading.

void print_row(bool marked, std::string_view key, std::string_view value, std::string_view first, std::string_view second = "") {
  fmt::print("  {} {:<20}{:<26}{}\n", marked ? '*' : ' ', key, value, first);
  if (!second.empty()) fmt::print("    {:<20}{:<26}{}\n", "", "", second);
}

void print_fields(const Variant& variant) {
  fmt::print("\nNetwork and anchors\n");
  for (const VariantKey& field : fields()) {
    const std::string value = field.applies(variant.family) ? field.print(variant) : "";
    const bool fits = value.size() < 26;
    if (!value.empty()) print_row(false, field.key, value, fits ? field.doc : "", fits ? "" : field.doc);
  }
}

void print_choices(const Variant& variant) {
  std::string_view title;
  for (const ChoiceInfo& choice : choices()) {
    if (!is_read(choice, variant)) continue;
    if (const std::string_view heading = heading_of(choice); heading != title) fmt::print("\n{}\n", title = heading);
    const EntryInfo& entry = choice.entry_of(variant);
    print_row(departs(choice, variant), choice.key, entry.name, entry.formula, entry.doc);
  }
}

void print_numbers(const Variant& variant) {
  fmt::print("\nNumbers\n");
  for (const NumberInfo& number : numbers())
    if (is_read(number, variant)) print_row(departs(number, variant), number.key, decimal(variant.*number.member), number.doc);
}

template <class Info>
void print_unread(std::span<const Info> table, const Variant& variant) {
  for (const Info& info : table)
    if (const UseRule* rule = unread_by(info.key, variant); rule && info.applies(variant.family))
      print_row(false, info.key, "not read", "only with " + readers_of(*rule));
}

void print_variant_page(const Variant& variant) {
  const std::string_view family = name_of(variant.family);
  fmt::print("{}, a loss of family {}\nsha256 {}\n\n{}\n", variant.name, family, hash_variant(variant), formula_of(variant.family));
  print_fields(variant);
  print_choices(variant);
  print_unread(choices(), variant);
  print_numbers(variant);
  print_unread(numbers(), variant);
  fmt::print("\n* departs from the seed of {}, which is the formula above\n", family);
}

// For programs.

Json describe_variant(const Variant& variant) {
  const auto family = static_cast<std::size_t>(variant.family);
  Json chosen = Json::array(), valued = Json::array();
  for (const ChoiceInfo& choice : choices()) {
    if (!is_read(choice, variant)) continue;
    const EntryInfo& entry = choice.entry_of(variant);
    chosen.push_back({{"key", choice.key},
                      {"value", entry.name},
                      {"seed", choice.defaults[family]},
                      {"departs", departs(choice, variant)},
                      {"formula", entry.formula},
                      {"doc", entry.doc}});
  }
  for (const NumberInfo& number : numbers())
    if (is_read(number, variant))
      valued.push_back({{"key", number.key},
                        {"value", variant.*number.member},
                        {"seed", number.defaults[family]},
                        {"departs", departs(number, variant)},
                        {"doc", number.doc}});
  return {{"variant", Json::parse(print_variant(variant))},
          {"sha256", hash_variant(variant)},
          {"formula", formula_of(variant.family)},
          {"choices", chosen},
          {"numbers", valued}};
}

/// A key's part of the schema: names, ranges and defaults stand there already.
void explain_key(const ExplainOptions& options) {
  const Json properties = Json::parse(variant_schema()).at("properties");
  if (!properties.contains(options.key)) {
    std::vector<std::string_view> known;
    for (const auto& [name, property] : properties.items()) known.push_back(name);
    throw Error("--choices " + options.key, is_not(options.key, "a key", known), join(known));
  }
  const Json& property = properties.at(options.key);
  if (options.json) return fmt::print("{}\n", property.dump(2));
  if (property.is_object() && property.contains("description")) fmt::print("{}: {}\n", options.key, property.at("description").get<std::string>());
  if (property.is_object() && property.contains("minimum") && property.contains("maximum"))
    fmt::print("range: {} to {}\n", decimal(property.at("minimum").get<double>()), decimal(property.at("maximum").get<double>()));
}

void explain(const ExplainOptions& options) {
  if (options.schema) return fmt::print("{}\n", variant_schema());
  if (!options.key.empty()) return explain_key(options);
  if (options.variant.empty()) throw CLI::RequiredError("VARIANT");
  const Variant variant = load_variant(options.variant, options.overrides);
  if (options.json) return fmt::print("{}\n", describe_variant(variant).dump(2));
  print_variant_page(variant);
}

}  // namespace

void add_explain(CLI::App& root, Context&) {
  CLI::App* verb = root.add_subcommand("explain", "Print what a variant computes: its formula, every choice, every number");
  const auto options = std::make_shared<ExplainOptions>();
  verb->add_option("VARIANT", options->variant, "a file, or the name of a bundled variant");
  verb->add_option("--set", options->overrides, "KEY=VALUE, over what the file says; may be repeated")->type_name("KEY=VALUE")->allow_extra_args(false);
  verb->add_option("--choices", options->key, "print what a key may hold instead, entry by entry")->type_name("KEY");
  verb->add_flag("--schema", options->schema, "print the JSON Schema of variants instead");
  verb->add_flag("--json", options->json, "print one JSON document");
  verb->footer("Example: yologold explain yolov3 --set ignore=decoded --set ignore_thresh=0.7");
  verb->callback([options] { explain(*options); });
}

}  // namespace yologold::tools
