#include <algorithm>

#include "judge/alternatives.hpp"

namespace yologold {

GoldenCase with_moved_truths(GoldenCase golden, const std::vector<MovedTruth>& moved) {
  const Truths truths = golden.inputs.truths.view();
  TruthBatch batch(golden.inputs.truths.images());
  for (std::int64_t image = 0; image < batch.images(); ++image) {
    const auto i = static_cast<std::size_t>(image);
    for (std::int64_t k = truths.first[i]; k < truths.first[i + 1]; ++k) {
      Truth truth = truths.all[static_cast<std::size_t>(k)];
      for (const MovedTruth& m : moved)
        if (m.image == image && m.truth == k - truths.first[i]) truth.*m.centre = m.to;
      batch.add(image, truth, {truth.more_classes.begin(), truth.more_classes.end()});
    }
  }
  golden.inputs.truths = batch;
  return golden;
}

}  // namespace yologold
