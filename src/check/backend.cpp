#include "check/backend.hpp"

#include "yologold/error.hpp"

namespace yologold {
namespace {

constexpr const char* forms = "'exec:CMD {in} {out}', dir:PATH";

std::string replaced(const std::string& text, const std::string& in, const std::string& out) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    if (text.compare(at, 4, "{in}") == 0)
      result += in, at += 4;
    else if (text.compare(at, 5, "{out}") == 0)
      result += out, at += 5;
    else
      result += text[at++];
  }
  return result;
}

}  // namespace

std::string Backend::command(const std::string& in, const std::string& out) const { return replaced(text, shell_quoted(in), shell_quoted(out)); }

Backend parse_backend(const std::string& text) {
  const auto colon = text.find(':');
  const std::string kind = text.substr(0, colon), rest = colon == std::string::npos ? "" : text.substr(colon + 1);
  if (kind == "dir" && !rest.empty()) return {Backend::Kind::dir, rest};
  if (kind != "exec") throw Error("--backend", "\"" + text + "\" names no backend", forms);
  for (const char* place : {"{in}", "{out}"})
    if (rest.find(place) == std::string::npos) throw Error("--backend", "the command does not say " + std::string(place), forms);
  return {Backend::Kind::exec, rest};
}

std::string shell_quoted(const std::string& text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? "'\\''" : std::string(1, c);
  return quoted + "'";
}

}  // namespace yologold
