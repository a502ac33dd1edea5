#pragma once
#include <cstdint>
#include <vector>

#include "diagnose/scene.hpp"

namespace yologold {

/// What a prediction explains beyond the golden: `gained` elements on which the golden fails and it does not, `broken` ones the other way round.
struct Score {
  std::int64_t gained = 0, broken = 0;

  std::int64_t net() const { return gained - broken; }
};

/// Compares predictions for one scene with its actual, as the judge compares them: each element by its own bound, or by the tolerances of the
/// profile where there is none.
class Examiner {
 public:
  explicit Examiner(const Scene& scene);
  Score score(const Prediction& prediction) const;
  std::int64_t elements() const { return elements_; }
  std::int64_t failing() const { return failing_; }
  bool fails(std::size_t head, std::size_t element) const { return fails_[head][element] != 0; }  ///< by the golden

  /// @param slack  below 0: the tolerances of the profile hold
  bool agrees(double got, double want, double slack, std::size_t head, std::int64_t channel) const;

  /// Some element of two predictions differs by more than what both allow together: no backend can be both.
  bool apart(const Prediction& one, const Prediction& other) const;

 private:
  const Tolerance& tolerance_of(std::size_t head, std::int64_t channel) const;

  const Scene& scene_;
  std::vector<std::vector<Plane>> planes_;
  std::vector<std::vector<std::uint8_t>> fails_;  ///< the golden, per head and element
  std::int64_t elements_ = 0, failing_ = 0;
};

}  // namespace yologold
