#include "assign/assign.hpp"

namespace yologold::assign {

bool sort_truths(const Model& model, const Truths& truths, Work& work, Report& report) {
  work.truths.clear();
  work.flagged.clear();
  work.first_truth.clear();
  work.first_flagged.clear();
  report.bad_truths.clear();
  for (std::int64_t image = 0; image < model.images; ++image) {
    const auto i = static_cast<std::size_t>(image);
    work.first_truth.push_back(static_cast<std::int64_t>(work.truths.size()));
    work.first_flagged.push_back(static_cast<std::int64_t>(work.flagged.size()));
    for (std::int64_t t = truths.first[i]; t < truths.first[i + 1]; ++t) {
      const Truth& truth = truths.all[static_cast<std::size_t>(t)];
      const std::int64_t index = t - truths.first[i];
      if (const auto* reason = find_fault(truth, model.classes))
        report.bad_truths.push_back({image, index, *reason});
      else
        (truth.ignore ? work.flagged : work.truths).push_back({&truth, static_cast<std::int32_t>(image), static_cast<std::int32_t>(index)});
    }
  }
  work.first_truth.push_back(static_cast<std::int64_t>(work.truths.size()));
  work.first_flagged.push_back(static_cast<std::int64_t>(work.flagged.size()));
  return report.bad_truths.empty() || model.variant.bad_truths == BadTruths::skip;
}

}  // namespace yologold::assign
