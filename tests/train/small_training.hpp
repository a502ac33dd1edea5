#pragma once
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "files/bytes.hpp"
#include "train/run_folder.hpp"
#include "train/training.hpp"

namespace yologold::test {

/// A training of seconds: a few drawn shapes, 64 x 64, a network of four convolutions.
/// @param overrides  as parse_train_config takes them
inline Training small_training(const std::vector<std::string>& overrides = {}) {
  const Json document = Json::parse(R"({
    "network": {"width": 64, "height": 64, "variant": {"base": "yolov3", "image": [64, 64], "anchors": [[14, 14], [24, 24]], "masks": [[0, 1]]}, "layers": [
      {"layer": "convolutional", "filters": 8, "size": 3, "stride": 2, "batch_normalize": true, "activation": "leaky"},
      {"layer": "convolutional", "filters": 16, "size": 3, "stride": 2, "batch_normalize": true, "activation": "leaky"},
      {"layer": "dropout", "probability": 0.1},
      {"layer": "convolutional", "filters": 32, "size": 3, "stride": 2, "batch_normalize": true, "activation": "leaky"},
      {"layer": "convolutional", "filters": 32, "size": 3, "batch_normalize": true, "activation": "leaky"},
      {"layer": "convolutional", "filters": "head", "size": 1}, {"layer": "head"}]},
    "variant": {"base": "yolov3", "reduction": "mean-batch", "prior_gate": "off"},
    "data": {"shapes": {"train": 8, "val": 4, "width": 64, "height": 64, "most": 2, "smallest": 0.2, "seed": 3}},
    "batch": 4, "epochs": 4, "schedule": {"rate": 0.003, "warmup": 1}, "evaluate": {"every": 2}, "seed": 5, "threads": 1})");
  return prepare_training(parse_train_config(document, "small", overrides));
}

/// Every byte of a file.
inline std::string bytes_of_file(const std::string& path) {
  const std::vector<std::byte> bytes = read_bytes(path);
  return std::string(text_of(bytes));
}

/// A folder that is gone at the end.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "yologold-train-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
    path_ = name;
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }

  std::string operator/(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

}  // namespace yologold::test
