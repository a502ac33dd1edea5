#include "data/write_data_set.hpp"

#include <algorithm>
#include <filesystem>

#include "files/write.hpp"
#include "images/write_image.hpp"
#include "json/text.hpp"
#include "yologold/error.hpp"

namespace yologold {

void write_data_set(const DataSet& set, const std::string& folder) {
  const std::filesystem::path root(folder);
  if (std::filesystem::exists(root) && !std::filesystem::is_empty(root)) throw Error(folder, "is not empty", "a folder that is not there yet, or an empty one");
  for (const auto& [split, members] : set.splits) {
    // Folders first: a picture that can not be written should fail at once.
    std::error_code trouble;
    for (const char* kind : {"images", "labels"}) std::filesystem::create_directories(root / kind / split, trouble);
    if (trouble) throw Error(folder, "can not be made: " + trouble.message());
    for (const std::size_t index : members) {
      const std::string number = std::to_string(index), name = std::string(6 - std::min<std::size_t>(6, number.size()), '0') + number;
      std::string labels;
      for (const Truth& truth : set.samples[index].truths)
        if (!truth.ignore)
          labels += std::to_string(truth.class_id) + " " + decimal(truth.cx) + " " + decimal(truth.cy) + " " + decimal(truth.w) + " " + decimal(truth.h) + "\n";
      write_image((root / "images" / split / (name + ".png")).string(), set.read(index));
      write_text((root / "labels" / split / (name + ".txt")).string(), labels);
    }
  }
  std::string description = "path: .\n";
  for (const auto& entry : set.splits) description += entry.first + ": images/" + entry.first + "\n";
  description += "names:\n";
  for (const std::string& name : set.classes) description += "  - " + quote(name) + "\n";
  write_text((root / "data.yaml").string(), description);
}

}  // namespace yologold
