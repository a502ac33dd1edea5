#pragma once
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "diagnose/prediction.hpp"

namespace yologold {

/// Where a golden assigns otherwise than the engine: rounding leaves a decision open there, and the golden follows the outcome that a backend came to. Every
/// evaluation of the loss that decides there as the engine does without a mistake is to follow it, too.
class Settled {
 public:
  /// Of a slot, or of a cell of v1: head, place in [N, A, H, W], there of predictor 0.
  using Site = std::pair<std::int64_t, std::int64_t>;

  /// What is decided about a site: its pairs in the order of the truths, and which of its slots have no pair and an objectness gradient of 0.
  struct State {
    std::vector<Pair> pairs;
    std::vector<bool> spared;

    bool operator==(const State& other) const;
  };

  /// Nothing where both assign the same.
  /// @param pairs, golden  of the golden
  static std::shared_ptr<const Settled> find(const Setting& setting, std::span<const Pair> pairs, const Prediction& golden);

  /// Brings the sites of truths to the golden's outcome where a run has all of them as the engine: pairs, gradients and losses.
  void follow(const Setting& setting, EngineRun& run) const;

 private:
  struct Outcome {
    State engine, golden;
  };

  using Outcomes = std::map<Site, Outcome>;

  void join(Outcomes group);

  std::vector<HeadShape> shapes_;
  std::vector<Outcomes> groups_;  ///< the sites of truths that meet
};

}  // namespace yologold
