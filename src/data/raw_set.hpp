#pragma once
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "data/data_report.hpp"

namespace yologold {

/// A box as a label file has it.
struct RawBox {
  int class_id = -1;       ///< position in RawSet::classes; outside it: an unknown class
  std::string class_text;  ///< for the report
  double left = 0, top = 0, right = 0, bottom = 0;
  bool ignore = false;
  std::string where;  ///< file with line or number
};

/// A picture as a label file has it.
struct RawSample {
  std::filesystem::path path;
  std::set<std::string> splits;
  bool labelled = false;      ///< has a label file or an entry
  bool in_pixels = true;      ///< the boxes; else in fractions of the picture
  int width = 0, height = 0;  ///< the picture's size in the label's words; 0 where it does not say
  std::string where;          ///< of the labels
  std::vector<RawBox> boxes;
};

/// What a reader of one format finds; make_data_set checks it against the pictures.
struct RawSet {
  std::string name, format;
  std::vector<std::string> classes;
  bool sort_classes = false;  ///< the classes have no order of their own
  std::vector<RawSample> samples;
  DataReport report;

  /// The position of a class, appended where it is new.
  int class_of(const std::string& text) {
    for (std::size_t i = 0; i < classes.size(); ++i)
      if (classes[i] == text) return static_cast<int>(i);
    classes.push_back(text);
    return static_cast<int>(classes.size()) - 1;
  }
};

}  // namespace yologold
