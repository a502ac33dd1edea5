#include "train/detect_split.hpp"

#include <algorithm>

#include "engine/parallel.hpp"
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
  tbb::task_arena arena;
  for (std::size_t from = 0; from < samples.size(); from += at_once) {
    // The last batch is filled up with what was there: one shape for the network.
    const std::size_t count = std::min(at_once, samples.size() - from);
    parallel_for(arena, static_cast<std::int64_t>(count), 1, [&](std::int64_t i) {
      const auto at = static_cast<std::size_t>(i);
      pictures[at] = read_or_blank(data, samples[from + at]);
    });
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
