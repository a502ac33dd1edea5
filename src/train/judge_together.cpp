#include "train/judge_together.hpp"

#include <cstring>
#include <type_traits>

namespace yologold {
namespace {

static_assert(std::is_trivially_copyable_v<Detection>);

/// Detections as bytes: for each picture their number, then they themselves.
std::string pack(const std::vector<JudgedPicture>& pictures) {
  std::string bytes;
  for (const JudgedPicture& picture : pictures) {
    const std::size_t count = picture.detections.size();
    bytes.append(reinterpret_cast<const char*>(&count), sizeof count);
    bytes.append(reinterpret_cast<const char*>(picture.detections.data()), count * sizeof(Detection));
  }
  return bytes;
}

std::vector<std::vector<Detection>> unpack(const std::string& bytes) {
  std::vector<std::vector<Detection>> pictures;
  for (std::size_t at = 0; at < bytes.size();) {
    std::size_t count = 0;
    std::memcpy(&count, &bytes[at], sizeof count);
    at += sizeof count;
    std::vector<Detection>& detections = pictures.emplace_back(count);
    if (count > 0) std::memcpy(detections.data(), &bytes[at], count * sizeof(Detection));
    at += count * sizeof(Detection);
  }
  return pictures;
}

}  // namespace

std::vector<JudgedPicture> judge_together(const Ranks& ranks, Detector& detector, const DataSet& data, const std::vector<std::size_t>& samples,
                                          const std::function<void(std::size_t)>& seen) {
  const auto rank = static_cast<std::size_t>(ranks.rank()), count = static_cast<std::size_t>(ranks.count());
  const auto at = [&](std::size_t part) { return samples.begin() + static_cast<std::ptrdiff_t>(part * samples.size() / count); };
  const std::vector<JudgedPicture> mine = detect_split(detector, data, {at(rank), at(rank + 1)}, seen);

  std::vector<JudgedPicture> all;
  for (const std::string& part : ranks.gather(pack(mine)))
    for (std::vector<Detection>& detections : unpack(part)) {
      const Sample& sample = data.samples[samples[all.size()]];
      all.push_back({sample.truths, std::move(detections), static_cast<double>(sample.width), static_cast<double>(sample.height)});
    }
  return all;
}

}  // namespace yologold
