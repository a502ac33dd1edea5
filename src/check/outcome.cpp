#include "check/outcome.hpp"

#include <fmt/format.h>

#include <sstream>

#include "judge/render.hpp"

namespace yologold {

const char* name_of(Outcome::Status status) {
  static const char* const names[] = {"PASS", "FAIL", "INCONCLUSIVE", "CRASHED", "TIMEOUT", "UNSUPPORTED", "INCOMPLETE"};
  return names[static_cast<int>(status)];
}

std::string render_text(const Outcome& o, const std::string& rerun) {
  if (o.verdict) return render_text(*o.verdict, rerun);
  std::string text = fmt::format("{} {}: {}\n", name_of(o.status), o.id, o.message), line;
  for (std::istringstream lines(o.last_words); std::getline(lines, line);) text += "  | " + line + "\n";
  for (std::istringstream lines(o.last_output); std::getline(lines, line);) text += "  stdout | " + line + "\n";
  return o.status == Outcome::Status::unsupported ? text : text + "  again: " + rerun + "\n";
}

Json render_json(const Outcome& o, const std::string& rerun) {
  // Say what there is.
  Json json{{"id", o.id}, {"status", name_of(o.status)}, {"seconds", o.seconds}};
  if (!o.message.empty()) json["message"] = o.message;
  if (!o.last_words.empty()) json["stderr"] = o.last_words;
  if (!o.last_output.empty()) json["stdout"] = o.last_output;
  if (o.verdict) json["verdict"] = render_json(*o.verdict, rerun);
  json["again"] = rerun;

  // Let no byte of a backend spoil the document: what is no UTF-8 is replaced.
  return Json::parse(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

}  // namespace yologold
