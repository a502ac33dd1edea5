#include "train/check_ranks.hpp"

#include <algorithm>
#include <string>

#include "files/hash.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

void check_batch(const TrainConfig& config, int ranks) {
  const int pictures = config.batch / config.subdivisions;
  if (pictures % ranks != 0)
    throw Error(config.place.at("batch").str(),
                "a mini-batch of " + std::to_string(pictures) + " pictures has no equal parts for " + std::to_string(ranks) + " ranks",
                "a multiple of " + std::to_string(config.subdivisions * ranks) + ", or mpirun with another -n");
}

void check_reduction(const TrainConfig& config, const Variant& variant) {
  if (variant.reduction == Reduction::mean_elements || variant.reduction == Reduction::times_batch)
    throw Error(config.place.at("variant").str(), "its reduction counts elements of the whole mini-batch, of which each rank sees a part",
                "sum, mean-batch, mean-positives or per-image, or one process");
}

/// What must be the same on every rank: the configuration as resolved, the pictures' names and how many objects each has.
std::string outline(const Training& training) {
  std::string text = training.resolved.dump();
  for (const Sample& sample : training.data.samples) text += "\n" + sample.path + " " + std::to_string(sample.truths.size());
  return sha256(text);
}

}  // namespace

void check_ranks(const Training& training, const Ranks& ranks) {
  if (ranks.count() == 1) return;
  check_batch(training.config, ranks.count());
  check_reduction(training.config, training.network.variant);
  const std::vector<std::string> outlines = ranks.gather(outline(training));
  const auto other = std::ranges::find_if(outlines, [&](const std::string& text) { return text != outlines.front(); });
  if (other != outlines.end())
    throw Error("rank " + std::to_string(other - outlines.begin()), "has another configuration or other pictures than rank 0", "the same files on every host");
}

}  // namespace yologold
