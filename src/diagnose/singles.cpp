#include <algorithm>

#include "diagnose/blocks.hpp"
#include "diagnose/search.hpp"

namespace yologold {

std::size_t try_singles(const Subject& subject, Tally& tally, const Watch& watch) {
  std::vector<Score> scores(subject.list.size());
  std::vector<std::size_t> listed(subject.list.size());
  in_blocks(scores.size(), "known mistakes", watch, [&](std::size_t i) {
    const auto prediction = predict_bounded(subject.scene, subject.list[i]);
    if (!prediction) return;
    scores[i] = *subject.examiner.score(*prediction);
    if (!subject.list[i].replaces) listed[i] = prediction->count();
  });
  for (std::size_t i = 0; i < scores.size(); ++i) tally.add(subject.list[i], nullptr, scores[i]);
  return listed.empty() ? 0 : *std::max_element(listed.begin(), listed.end());
}

}  // namespace yologold
