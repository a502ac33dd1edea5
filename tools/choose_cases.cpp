#include "choose_cases.hpp"

#include <algorithm>

#include "exit.hpp"

namespace yologold::tools {

std::vector<const Case*> choose_cases(const Suite& suite, const Selection& selection) {
  std::vector<std::string> ids;
  for (const Case& one : suite.cases) ids.push_back(one.id);
  const auto chosen = selection.sharded(selection.filtered(ids));
  std::vector<const Case*> cases;
  for (const Case& one : suite.cases)
    if (std::binary_search(chosen.begin(), chosen.end(), one.id)) cases.push_back(&one);
  if (cases.empty()) throw Exit(nothing_ran, "no case of suite " + suite.name + " was chosen");
  return cases;
}

}  // namespace yologold::tools
