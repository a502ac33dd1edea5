#include "data/data_report.hpp"

#include <algorithm>

namespace yologold {

const char* describe(LabelFinding finding) {
  constexpr std::array<const char*, finding_count> words = {
      "boxes without area, skipped",
      "boxes outside their picture, skipped",
      "boxes of an unknown class, skipped",
      "boxes with a value that is not a number, skipped",
      "lines that can not be read, skipped",
      "label files that can not be read, their pictures skipped",
      "labelled pictures that are missing, skipped",
      "pictures that can not be read, skipped",
      "boxes that reach beyond their picture, clipped",
      "label files without the picture's size, taken from the picture",
      "label files with another size than their picture, boxes taken relative to theirs",
      "pictures turned by EXIF whose labels are not, boxes turned",
      "pictures without labels, taken as background",
  };
  return words[static_cast<std::size_t>(finding)];
}

std::size_t DataReport::count(LabelFinding finding) const {
  return static_cast<std::size_t>(std::count_if(entries_.begin(), entries_.end(), [&](const Entry& entry) { return entry.finding == finding; }));
}

std::string DataReport::text(std::size_t examples) const {
  std::string text;
  for (std::size_t index = 0; index < finding_count; ++index) {
    const auto finding = static_cast<LabelFinding>(index);
    std::size_t found = 0;
    std::string places;
    for (const Entry& entry : entries_) {
      if (entry.finding != finding || found++ >= examples) continue;
      places += "\n    " + entry.where + (entry.what.empty() ? "" : ": " + entry.what);
    }
    if (found == 0) continue;
    text += "  " + std::to_string(found) + " " + describe(finding) + places + (found > examples ? "\n    ..." : "") + "\n";
  }
  return text;
}

}  // namespace yologold
