#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace yologold {

/// What was found wrong or strange in a data set. From `clipped` on the thing was kept.
enum class LabelFinding {
  zero_area,
  outside,
  unknown_class,
  not_a_number,
  bad_line,
  bad_labels,
  missing_picture,
  unreadable_picture,
  clipped,
  size_from_picture,
  size_differs,
  turned,
  background
};

/// What was skipped or mended when a data set was opened: counted, and listed with the place.
class DataReport {
 public:
  struct Entry {
    LabelFinding finding;
    std::string where;  ///< file, with the line or the object's number where there is one
    std::string what;
  };

  void add(LabelFinding finding, std::string where, std::string what = "") { entries_.push_back({finding, std::move(where), std::move(what)}); }

  const std::vector<Entry>& entries() const { return entries_; }
  std::size_t count(LabelFinding finding) const;

  /// One line a finding that occurred: count, words, the first `examples` places. Empty where nothing was found.
  std::string text(std::size_t examples = 3) const;

 private:
  std::vector<Entry> entries_;
};

inline constexpr std::size_t finding_count = static_cast<std::size_t>(LabelFinding::background) + 1;

/// "zero-area box skipped", ...
const char* describe(LabelFinding finding);

}  // namespace yologold
