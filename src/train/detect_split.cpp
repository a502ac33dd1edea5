#include "train/detect_split.hpp"

#include <tbb/parallel_for.h>
#include <algorithm>

#include "yologold/error.hpp"

namespace yologold {
namespace {

constexpr std::size_t at_once = 8;

Image read_or_blank(const DataSet& data, std::size_t sample) {
  try {
    return data.read(sample);
  } catch (const Error&) {
    return Image(std::max(1, data.samples[sample].width), std::max(1, data.samples[sample].height), no_picture);
  }
}

}  // namespace

std::vector<JudgedPicture> detect_split(Detector& detector, const DataSet& data, const std::vector<std::size_t>& samples,
                                        const std::function<void(std::size_t)>& seen) {
  std::vector<JudgedPicture> judged;
  std::vector<Image> pictures(std::min(at_once, samples.size()));
  for (std::size_t from = 0; from < samples.size(); from += at_once) {
    // The last batch is filled up with what was there: one shape for the network.
    const std::size_t count = std::min(at_once, samples.size() - from);
    tbb::parallel_for(std::size_t{0}, count, [&](std::size_t i) { pictures[i] = read_or_blank(data, samples[from + i]); });
    std::vector<std::vector<Detection>> found = detector.detect(pictures);
    for (std::size_t i = 0; i < count; ++i) {
      const Sample& sample = data.samples[samples[from + i]];
      judged.push_back({sample.truths, std::move(found[i]), static_cast<double>(sample.width), static_cast<double>(sample.height)});
    }
    if (seen) seen(from + count);
  }
  return judged;
}

}  // namespace yologold
