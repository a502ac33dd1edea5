#include <algorithm>
#include <filesystem>
#include <limits>

#include "configs/find_config.hpp"
#include "json/fields.hpp"
#include "json/readers.hpp"
#include "json/text.hpp"
#include "suite/expand.hpp"
#include "suite/hash_json.hpp"
#include "suite/parse_case.hpp"
#include "suite/suite.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

// Sorts the cases; no id may be another's, or another's folder.
void order(std::vector<Case>& cases, const std::string& where) {
  std::sort(cases.begin(), cases.end(), [](const Case& a, const Case& b) { return a.id < b.id; });
  for (std::size_t i = 0; i + 1 < cases.size(); ++i)
    for (std::size_t j = i + 1; j < cases.size() && cases[j].id.compare(0, cases[i].id.size(), cases[i].id) == 0; ++j) {
      if (cases[j].id == cases[i].id) throw Error(where, "two cases have the id " + quote(cases[i].id));
      if (cases[j].id[cases[i].id.size()] == '/')
        throw Error(where, "the folder of case " + quote(cases[j].id) + " would lie in that of case " + quote(cases[i].id));
    }
}

}  // namespace

void check_case_id(const std::string& id, const std::string& where) {
  const std::string allowed = "segments of letters, digits and . _ = + , -, joined by /";
  std::size_t begin = 0;
  while (begin <= id.size()) {
    const std::size_t end = std::min(id.find('/', begin), id.size());
    const std::string segment = id.substr(begin, end - begin);
    const bool plain = std::all_of(segment.begin(), segment.end(), [](unsigned char c) {
      return (c < 128 && std::isalnum(c)) || std::string_view("._=+,-").find(static_cast<char>(c)) != std::string_view::npos;
    });
    if (segment.empty() || segment[0] == '.' || !plain) throw Error(where, "id " + quote(id) + " can not be a folder's name", allowed);
    begin = end + 1;
  }
}

Suite parse_suite(const Json& document, const std::string& path) {
  // Read the head of the document.
  const Place root{path, ""}, places = root.at("cases");
  Fields fields(document, root);
  if (fields.text("format") != "yologold-suite/1") throw Error(fields.place("format").str(), "is not a suite", "yologold-suite/1");
  Suite suite;
  suite.name = fields.text("name");
  suite.seed = static_cast<std::uint64_t>(fields.whole("seed", 0, std::numeric_limits<std::int64_t>::max()));
  suite.hash = hash_json(document);
  suite.folder = std::filesystem::path(path).parent_path().string();
  const Json* defaults = fields.find("defaults");
  const Json& cases = read_list(fields.need("cases"), places);
  fields.finish();
  if (defaults) check_case_keys(*defaults, fields.place("defaults"));

  // Expand and read the cases.
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const Place place = places.at(i);
    check_case_keys(cases[i], place);
    for (const auto& expanded : expand_case(defaults ? *defaults : Json::object(), cases[i], place)) {
      suite.cases.push_back(parse_case(expanded.object, expanded.place, suite.seed));
      check_case_id(suite.cases.back().id, place.at("id").str());
    }
  }
  order(suite.cases, path);
  return suite;
}

Suite load_suite(const std::string& name_or_path) {
  const std::string path = find_config("suite", name_or_path, "suite");
  return parse_suite(read_document(path), path);
}

}  // namespace yologold
