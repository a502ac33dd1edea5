#pragma once
#include <cstdio>
#include <string>

#include "json/json.hpp"

namespace yologold::tools {

/// Where a verb's words go: human text to stdout, or to stderr where --json asks for one JSON document on stdout.
class Output {
 public:
  explicit Output(bool json) : json_(json) {}
  void say(const std::string& text) const { std::fputs(text.c_str(), json_ ? stderr : stdout); }
  void document(const Json& document) const {
    if (json_) std::puts(document.dump(2).c_str());
  }

 private:
  bool json_;
};

}  // namespace yologold::tools
