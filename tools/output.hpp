#pragma once
#include <cstdio>
#include <string>

#include "json/json.hpp"

namespace yologold::tools {

/// Where a verb's words go: human text to stdout, or to stderr where --json asks for one JSON document on stdout. A quiet one says nothing: of processes that
/// work together one speaks.
class Output {
 public:
  explicit Output(bool json, bool quiet = false) : json_(json), quiet_(quiet) {}
  void say(const std::string& text) const {
    if (!quiet_) std::fputs(text.c_str(), json_ ? stderr : stdout);
  }
  void document(const Json& document) const {
    if (json_ && !quiet_) std::puts(document.dump(2).c_str());
  }

 private:
  bool json_, quiet_;
};

}  // namespace yologold::tools
