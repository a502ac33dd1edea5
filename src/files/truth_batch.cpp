#include <list>

#include "files/truth_files.hpp"
#include "yologold/error.hpp"

namespace yologold {

struct TruthBatch::Impl {
  std::vector<Truth> all;
  std::vector<std::int64_t> first;
  std::list<std::vector<std::int32_t>> classes;  // what the spans of `all` show

  explicit Impl(std::int64_t images) : first(static_cast<std::size_t>(images) + 1, 0) {}
  Impl(const Impl& other) : all(other.all), first(other.first) {
    for (Truth& truth : all) own_classes(truth);
  }
  Impl& operator=(const Impl&) = delete;

  void own_classes(Truth& truth) {
    if (truth.more_classes.empty()) return;
    truth.more_classes = classes.emplace_back(truth.more_classes.begin(), truth.more_classes.end());
  }
};

TruthBatch::TruthBatch(std::int64_t images) {
  if (images < 0) throw Error("truths", std::to_string(images) + " images", "0 or more");
  impl_ = std::make_shared<Impl>(images);
}

void TruthBatch::add(std::int64_t image, Truth truth, std::vector<std::int32_t> more_classes) {
  if (image < 0 || image >= images()) throw Error("truths", "image " + std::to_string(image) + " of a batch of " + std::to_string(images()));
  if (!more_classes.empty()) truth.more_classes = more_classes;

  // A copy of this batch keeps what it has.
  if (impl_.use_count() > 1) impl_ = std::make_shared<Impl>(*impl_);
  impl_->own_classes(truth);
  impl_->all.insert(impl_->all.begin() + impl_->first[static_cast<std::size_t>(image) + 1], truth);
  for (auto later = impl_->first.begin() + image + 1; later != impl_->first.end(); ++later) ++*later;
}

Truths TruthBatch::view() const { return {impl_->all, impl_->first}; }

std::int64_t TruthBatch::images() const { return static_cast<std::int64_t>(impl_->first.size()) - 1; }

}  // namespace yologold
