#include <CLI/CLI.hpp>
#include <algorithm>

#include "bundled_list.hpp"
#include "exit.hpp"
#include "output.hpp"
#include "select.hpp"
#include "suite/suite.hpp"
#include "verb.hpp"

namespace yologold::tools {
namespace {

struct ListOptions {
  std::string suite;
  Selection selection;
  bool json = false;
};

int list(const ListOptions& o) {
  // Choose the cases.
  const Suite suite = load_suite(o.suite);
  std::vector<std::string> ids;
  Json cases = Json::array();
  for (const Case& one : suite.cases) {
    const bool tagged = o.selection.tag.empty() || std::find(one.tags.begin(), one.tags.end(), o.selection.tag) != one.tags.end();
    if (!tagged || o.selection.filtered({one.id}).empty()) continue;
    ids.push_back(one.id);
    cases.push_back({{"id", one.id},
                     {"variant", one.variant},
                     {"set", one.overrides},
                     {"layout", name_of(one.layout)},
                     {"tags", one.tags},
                     {"definition", one.definition}});
  }

  // Name them.
  const Output output(o.json);
  for (const auto& id : ids) output.say(id + "\n");
  output.document({{"format", "yologold-list/1"}, {"suite", suite.name}, {"suite_sha256", suite.hash}, {"seed", suite.seed}, {"cases", cases}});
  if (ids.empty()) throw Exit(nothing_ran, "no case of suite " + suite.name + " was chosen");
  return passed;
}

}  // namespace

void add_list(CLI::App& app, Context& context) {
  auto options = std::make_shared<ListOptions>();
  CLI::App* verb = app.add_subcommand("list", "Names the cases of a suite, one id a line, and checks the suite");
  verb->add_option("SUITE", options->suite, "Suite file, or the name of a bundled one: " + bundled_list("suite"))->required();
  verb->add_option("--filter", options->selection.filter, "Only ids in which this regular expression is found");
  verb->add_option("--tag", options->selection.tag, "Only cases with this tag");
  verb->add_flag("--json", options->json, "One JSON document on stdout, the words on stderr");
  verb->footer("Example: yologold list quick --filter '^v3'");
  verb->callback([options, &context] { context.exit_code = list(*options); });
}

}  // namespace yologold::tools
