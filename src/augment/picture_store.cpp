#include "augment/picture_store.hpp"

#include <algorithm>
#include <cmath>

#include "yologold/error.hpp"

namespace yologold {

PictureStore::PictureStore(const DataSet& set, std::size_t room, int enough_width, int enough_height)
    : set_(set), room_(room), enough_width_(enough_width), enough_height_(enough_height) {}

Image PictureStore::read(std::size_t sample) const {
  Image image = set_.read(sample);
  if (enough_width_ < 1 || enough_height_ < 1) return image;
  const double surplus = std::min(static_cast<double>(image.width) / enough_width_, static_cast<double>(image.height) / enough_height_);
  if (surplus <= 1) return image;
  return resize(image, static_cast<int>(std::lround(image.width / surplus)), static_cast<int>(std::lround(image.height / surplus)));
}

std::shared_ptr<const LabelledImage> PictureStore::get(std::size_t sample) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = kept_.find(sample); found != kept_.end()) return found->second;
    if (failed_.contains(sample)) return nullptr;
  }
  try {
    const auto picture = std::make_shared<const LabelledImage>(LabelledImage{read(sample), set_.samples.at(sample).truths});
    const std::lock_guard lock(mutex_);
    const std::size_t size = picture->image.pixels.size();
    if (size <= room_ && kept_.emplace(sample, picture).second) room_ -= size;
    return picture;
  } catch (const Error& error) {
    const std::lock_guard lock(mutex_);
    failed_.emplace(sample, error.what());
    return nullptr;
  }
}

std::vector<PictureStore::Failure> PictureStore::failures() const {
  const std::lock_guard lock(mutex_);
  std::vector<Failure> failures;
  for (const auto& [sample, what] : failed_) failures.push_back({sample, what});
  std::sort(failures.begin(), failures.end(), [](const Failure& a, const Failure& b) { return a.sample < b.sample; });
  return failures;
}

}  // namespace yologold
