#pragma once
#include <string>
#include <string_view>

namespace yologold {

/// A place in a text: the document's name and a JSON pointer in it. Reads "yolov3.json#/masks/0"; the root reads "yolov3.json".
struct Place {
  std::string document, pointer;

  std::string str() const { return pointer.empty() ? document : document + "#" + pointer; }
  Place at(std::size_t index) const { return {document, pointer + "/" + std::to_string(index)}; }

  Place at(std::string_view key) const {
    Place inner{document, pointer + "/"};
    for (const char c : key) {
      if (c == '~')
        inner.pointer += "~0";
      else if (c == '/')
        inner.pointer += "~1";
      else
        inner.pointer += c;
    }
    return inner;
  }
};

}  // namespace yologold
