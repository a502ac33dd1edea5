#pragma once
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "augment/view.hpp"
#include "data/data_set.hpp"

namespace yologold {

/// Decodes pictures of a data set and keeps them while there is room. Thread-safe. The data set must outlive it.
class PictureStore {
 public:
  /// @param room  bytes of pixels to keep; the pictures that came first stay
  /// @param enough_width, enough_height  larger pictures are shrunk until one side has just this many pixels; 0: never
  PictureStore(const DataSet& set, std::size_t room, int enough_width = 0, int enough_height = 0);

  /// A sample's picture with its truths; null where it can not be decoded: that is noted, once.
  std::shared_ptr<const LabelledImage> get(std::size_t sample);

  struct Failure {
    std::size_t sample;
    std::string what;
  };

  /// The pictures that could not be decoded so far, by sample.
  std::vector<Failure> failures() const;

 private:
  Image read(std::size_t sample) const;

  const DataSet& set_;
  std::size_t room_;
  int enough_width_, enough_height_;
  mutable std::mutex mutex_;
  std::unordered_map<std::size_t, std::shared_ptr<const LabelledImage>> kept_;
  std::unordered_map<std::size_t, std::string> failed_;
};

}  // namespace yologold
