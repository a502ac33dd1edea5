#include "data/make_data_set.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "data/paths.hpp"
#include "data/random.hpp"
#include "data/raw_truth.hpp"
#include "images/read_image.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

constexpr std::uint64_t splitting = 0x53504c4954;  // "SPLIT": the purpose in the key

/// For every class of the raw set its position in the final list, or -1; sorts or replaces the list.
std::vector<int> map_classes(RawSet& raw, const std::vector<std::string>& wanted, std::vector<std::string>& classes) {
  classes = wanted.empty() ? raw.classes : wanted;
  if (wanted.empty() && raw.sort_classes) std::sort(classes.begin(), classes.end());
  std::vector<int> map;
  for (std::size_t i = 0; i < raw.classes.size(); ++i) {
    const auto found = std::find(classes.begin(), classes.end(), raw.classes[i]);
    const bool own = wanted.empty() && !raw.sort_classes;
    map.push_back(own ? static_cast<int>(i) : found == classes.end() ? -1 : static_cast<int>(found - classes.begin()));
  }
  return map;
}

/// The header of a sample's picture; nothing, with a line in the report, where it can not be read.
std::optional<PictureHeader> look_at(const RawSample& raw, DataReport& report) {
  std::error_code none;
  if (!fs::exists(raw.path, none)) {
    report.add(LabelFinding::missing_picture, raw.path.string(), raw.where.empty() ? "" : "named by " + raw.where);
    return std::nullopt;
  }
  try {
    return read_picture_header(raw.path.string());
  } catch (const Error& error) {
    report.add(LabelFinding::unreadable_picture, error.where, error.fault);
    return std::nullopt;
  }
}

Frame frame_of(const RawSample& raw, const PictureHeader& header, DataReport& report) {
  Frame frame{raw.in_pixels ? static_cast<double>(header.width()) : 1, raw.in_pixels ? static_cast<double>(header.height()) : 1, {}};
  if (!raw.in_pixels || !raw.labelled) return frame;
  if (raw.width < 1 || raw.height < 1) {
    report.add(LabelFinding::size_from_picture, raw.where);
    return frame;
  }
  if (raw.width == header.width() && raw.height == header.height()) return frame;

  // Labels of a picture as it is stored, or of another size.
  frame.width = raw.width;
  frame.height = raw.height;
  const std::string sizes = std::to_string(raw.width) + " x " + std::to_string(raw.height) + ", the picture has " + std::to_string(header.width()) + " x " +
                            std::to_string(header.height());
  const bool stored = raw.width == header.stored_width && raw.height == header.stored_height;
  if (stored) frame.turn = header.orientation;
  report.add(stored ? LabelFinding::turned : LabelFinding::size_differs, raw.where, sizes);
  return frame;
}

void add_splits(DataSet& set, const std::vector<std::set<std::string>>& given, const DataOptions& options) {
  // Take the splits as given.
  for (std::size_t i = 0; i < given.size(); ++i)
    for (const std::string& split : given[i]) set.splits[split].push_back(i);
  if (!set.splits.contains("train") && set.splits.contains("trainval")) set.splits["train"] = set.splits["trainval"];
  if (set.splits.contains("train")) return;

  // Else draw val from those that belong to no split.
  std::vector<std::size_t> free;
  for (std::size_t i = 0; i < given.size(); ++i)
    if (given[i].empty()) free.push_back(i);
  const auto order = shuffled(free.size(), {options.seed, splitting});
  const bool has_val = set.splits.contains("val");
  const auto share = static_cast<std::size_t>(std::lround(options.val_share * static_cast<double>(free.size())));
  const std::size_t val_count = has_val || free.size() < 2 || options.val_share <= 0 ? 0 : std::clamp<std::size_t>(share, 1, free.size() - 1);
  for (std::size_t k = 0; k < free.size(); ++k) set.splits[k < val_count ? "val" : "train"].push_back(free[order[k]]);
  for (auto& [name, members] : set.splits) std::sort(members.begin(), members.end());
}

}  // namespace

DataSet make_data_set(RawSet raw, const DataOptions& options) {
  DataSet set;
  set.name = raw.name;
  set.format = raw.format;
  set.report = std::move(raw.report);
  const std::vector<int> classes = map_classes(raw, options.classes, set.classes);

  // Check every picture and its boxes.
  std::vector<std::set<std::string>> splits;
  for (const RawSample& one : raw.samples) {
    const auto header = look_at(one, set.report);
    if (!header) continue;
    Sample sample{one.path.string(), header->width(), header->height(), {}};
    const Frame frame = frame_of(one, *header, set.report);
    for (const RawBox& box : one.boxes)
      if (const auto truth = make_truth(box, frame, classes, set.report)) sample.truths.push_back(*truth);
    if (!one.labelled) set.report.add(LabelFinding::background, sample.path);
    set.samples.push_back(std::move(sample));
    splits.push_back(one.splits);
  }

  if (set.samples.empty()) throw Error(raw.name, "has no picture that can be used\n" + set.report.text());
  if (set.classes.empty()) throw Error(raw.name, "has no labelled object\n" + set.report.text());
  add_splits(set, splits, options);
  return set;
}

}  // namespace yologold
