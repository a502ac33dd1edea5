#pragma once
#include <algorithm>
#include <memory>
#include <optional>

#include "diagnose/bounder.hpp"
#include "diagnose/setting.hpp"

namespace yologold {

/// An element of a gradient, and how far from it a conforming backend's may lie.
struct Element {
  std::size_t at = 0;  ///< in layout nchw
  double value = 0;
  double slack = 0;  ///< below 0: no bound is known, the tolerances of the profile hold; NaN: settle finds it
};

/// A gradient. Elements that are not listed are 0, with slack 0 where it is bounded: almost all, so that the cost of a mistake is that of what it touches.
struct Prediction {
  std::vector<std::vector<Element>> heads;  ///< in rising order
  std::vector<std::size_t> sizes;           ///< elements of each head, listed or not
  bool bounded = false;
  std::shared_ptr<Bounder> bounder = nullptr;  ///< of elements whose slack is not found yet
  std::vector<TermLoss> terms = {};            ///< of the losses, [head * images + image]; empty: the golden's
  const Field* copied = nullptr;               ///< where not nullptr: every element, in the place of `heads`, rounded as `unit` says
  double unit = 0;

  std::size_t count() const;
  std::size_t count(std::size_t head) const { return copied ? sizes[head] : heads[head].size(); }
  Element listed(std::size_t head, std::size_t i) const { return copied ? copy(head, i) : heads[head][i]; }
  Element absent(std::size_t at) const { return {at, 0, bounded ? 0.0 : -1.0}; }
  Element element(std::size_t head, std::size_t at) const;  ///< listed or not
  double slack_of(std::size_t head, const Element& e) const { return e.slack == e.slack ? e.slack : bounder->slack(head, e.at, e.value); }

  /// The same with every so-maniest element of its lists only.
  Prediction part(std::size_t step) const;

  /// Lists every element with its slack.
  void settle();
  void settle(std::size_t head);

 private:
  Element copy(std::size_t head, std::size_t at) const;
};

/// Calls visit(a, b) for every element of a head that one of two gradients lists, in order, until it returns false; then false itself.
template <class Visit>
bool for_both(const Prediction& one, const Prediction& other, std::size_t head, Visit&& visit) {
  const std::size_t a_end = one.count(head), b_end = other.count(head);
  std::size_t a = 0, b = 0;
  while (a < a_end || b < b_end) {
    const Element first = a < a_end ? one.listed(head, a) : one.absent(one.sizes[head]),
                  second = b < b_end ? other.listed(head, b) : other.absent(one.sizes[head]);
    const std::size_t at = std::min(first.at, second.at);
    if (!visit(first.at == at ? first : one.absent(at), second.at == at ? second : other.absent(at))) return false;
    a += first.at == at, b += second.at == at;
  }
  return true;
}

/// Every element of every head.
Field dense(const Prediction& prediction);

/// The elements of a field that are not 0, without bounds.
Prediction sparse(const Field& field);

/// What a setting computes. Nothing as run.
/// @param numeric  of the backend, which outlives the prediction; nullptr: without slack
std::optional<Prediction> compute_bounded(const Setting& setting, const bounds::NumericProfile* numeric);

/// The gradient alone.
std::optional<Field> compute(const Setting& setting);

}  // namespace yologold
