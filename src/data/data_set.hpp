#pragma once
#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "data/data_report.hpp"
#include "images/image.hpp"
#include "yologold/truth.hpp"

namespace yologold {

/// One picture of a data set with its objects.
struct Sample {
  std::string path;           ///< of the picture file; a name where the picture is drawn
  int width = 0, height = 0;  ///< pixels, upright
  std::vector<Truth> truths;  ///< relative to the upright picture, inside it, with positive area; crowd and difficult objects have `ignore`
};

/// Pictures with boxes, in splits.
struct DataSet {
  std::string name, format;  ///< format: voc, xml, coco, yolo, darknet, shapes
  std::vector<std::string> classes;
  std::vector<Sample> samples;                             ///< in a stable order
  std::map<std::string, std::vector<std::size_t>> splits;  ///< train, and val, test, trainval where there are such; ascending positions in samples
  DataReport report;
  std::function<Image(std::size_t)> draw;  ///< set where pictures are drawn instead of read

  /// Decodes or draws a sample's picture, upright. Throws Error. Thread-safe.
  Image read(std::size_t sample) const;

  /// The samples of a split. Throws Error naming the splits that are there.
  const std::vector<std::size_t>& split(const std::string& name) const;

  /// The split to judge a training by: val where there is one, else test, else train.
  const std::string& judged_split() const;

  /// Objects per class of a split, without those with `ignore`. [classes]
  std::vector<std::size_t> count_objects(const std::vector<std::size_t>& samples) const;
};

}  // namespace yologold
