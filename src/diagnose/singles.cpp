#include "diagnose/blocks.hpp"
#include "diagnose/search.hpp"

namespace yologold {

void try_singles(const Subject& subject, Tally& tally, const Watch& watch) {
  std::vector<Score> scores(subject.list.size());
  in_blocks(scores.size(), "known mistakes", watch, [&](std::size_t i) {
    if (const auto prediction = predict_bounded(subject.scene, subject.list[i])) scores[i] = *subject.examiner.score(*prediction);
  });
  for (std::size_t i = 0; i < scores.size(); ++i) tally.add(subject.list[i], nullptr, scores[i]);
}

}  // namespace yologold
