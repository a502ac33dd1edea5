#include "verify_cases.hpp"

#include <fmt/format.h>

#include "progress.hpp"

namespace yologold::tools {
namespace {

void say(const Output& output, Json& document, const std::string& id, const Verified& found) {
  const auto& [code, message] = found;
  const char* word = code == passed ? "SAME" : code == mismatch ? "DIFFERS" : "DAMAGED";
  output.say(fmt::format("{} {}{}\n", word, id, message.empty() ? "" : ": " + message));
  document["cases"].push_back({{"id", id}, {"same", code == passed}, {"message", message}});
}

}  // namespace

int verify_cases(const Output& output, const Suite& suite, const std::vector<const Case*>& cases, const std::vector<std::string>& strangers,
                 const std::function<Verified(const Case&)>& verify) {
  Json document{{"format", "yologold-verify/1"}, {"suite", suite.name}, {"cases", Json::array()}};
  for (const auto& id : strangers) say(output, document, id, {golden_damaged, "the suite has no such case"});

  // Verify one case after another.
  ExitCode code = strangers.empty() ? passed : golden_damaged;
  std::size_t good = 0;
  Progress progress(cases.size());
  for (const Case* one : cases) {
    stop_if_interrupted();
    progress.begin(one->id);
    const Verified found = verify(*one);
    progress.wipe();
    say(output, document, one->id, found);
    code = graver(code, found.first);
    good += found.first == passed;
  }

  // Sum up.
  output.say(fmt::format("{} of {} cases have the same bits\n", good, cases.size()));
  document["passed"] = code == passed;
  output.document(document);
  return code;
}

}  // namespace yologold::tools
