#pragma once
#include "bounds/evaluator.hpp"
#include "diagnose/setting.hpp"

namespace yologold {

/// The slopes of the objectness in empty slots, before any factor: what most mistakes leave as it is, and the most of what bounds cost.
class BareSlopes {
 public:
  /// @param profile  outlives the slopes
  BareSlopes(const Setting& setting, const bounds::NumericProfile& profile);
  BareSlopes(const BareSlopes&) = delete;
  BareSlopes& operator=(const BareSlopes&) = delete;

  /// Whether a setting reads the same logits by the same formula.
  bool hold_for(const Setting& setting) const;

  /// @param slot  its place in [N, A, H, W]
  const bounds::Ball& of(std::size_t head, std::int64_t slot) const { return heads_[head][static_cast<std::size_t>(slot)]; }

 private:
  const bounds::Arithmetic arithmetic_;
  const std::shared_ptr<const Field> logits_;
  const bool delta_;
  const Activation activation_;
  std::vector<std::vector<bounds::Ball>> heads_;
};

}  // namespace yologold
