#pragma once
#include <map>

#include "bounds/evaluator.hpp"
#include "diagnose/setting.hpp"

namespace yologold {

/// How far from a run's values a conforming backend's may lie.
class Bounder {
 public:
  /// @param profile  outlives the bounder
  Bounder(const Setting& setting, const EngineRun& run, const bounds::NumericProfile& profile);
  Bounder(const Bounder&) = delete;
  Bounder& operator=(const Bounder&) = delete;

  /// Rows are kept once they were asked for: for one thread.
  /// @param at  in layout nchw
  double slack(std::size_t head, std::size_t at, double value);

 private:
  using Row = std::vector<bounds::Ball>;
  using Rows = std::map<std::pair<std::int64_t, std::int64_t>, Row>;

  const Row& taken_slot(const std::pair<std::int64_t, std::int64_t>& place);
  const Row& taken_classes(const std::pair<std::int64_t, std::int64_t>& place);
  bounds::Ball empty_slot(const Address& at) const;

  const Setting setting_;
  const Variant variant_;
  const std::vector<HeadView> heads_;
  const std::vector<Pair> pairs_;
  const std::vector<std::vector<Role>> roles_;
  const bounds::Problem problem_;
  const bounds::Arithmetic arithmetic_;
  const bounds::Evaluator evaluator_;
  const bool known_;  ///< the setting's slopes are those of this run
  Rows slots_, classes_;
};

}  // namespace yologold
