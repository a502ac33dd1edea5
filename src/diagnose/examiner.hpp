#pragma once
#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "diagnose/scene.hpp"

namespace yologold {

/// Elements by kind: box, objectness, classes.
using Kinds = std::array<std::int64_t, 3>;

/// What a prediction explains beyond the golden: `gained` elements on which the golden fails and it does not, `broken` ones the other way round.
struct Score {
  std::int64_t gained = 0, broken = 0;
  std::int64_t losses = 0;  ///< so many more of the given losses are wrong by it than by the golden
  Kinds kinds{};            ///< of the gained ones

  std::int64_t net() const { return gained - broken; }
  void add(const Score& other);
};

/// Compares predictions for one scene with its actual, as the judge compares them: each element by its own bound, or by the tolerances of the
/// profile where there is none.
class Examiner {
 public:
  explicit Examiner(const Scene& scene);
  std::int64_t elements() const { return elements_; }
  std::int64_t failing() const { return failing_; }
  const Kinds& failing_kinds() const { return failing_kinds_; }
  std::int64_t wrong_losses() const { return wrong_losses_; }                                     ///< of the given ones, by the golden
  bool fails(std::size_t head, std::size_t element) const { return fails_[head][element] != 0; }  ///< by the golden

  /// @param most  nothing as soon as more elements than that are broken, or fail on
  std::optional<Score> score(const Prediction& prediction, std::int64_t most = std::numeric_limits<std::int64_t>::max()) const;

  /// Whether `score` gives nothing for any prediction that lists so many elements: what neither it nor the golden lists is 0 in both, and fails on.
  bool lists_too_few(std::size_t listed, std::int64_t most) const;

  /// Whether the listed elements of a part of a prediction show that `score` gives nothing for the whole.
  bool hopeless(const Prediction& part, std::int64_t most) const;

  /// @param want  with its slack
  bool agrees(double got, const Element& want, std::size_t head) const;

  /// Some element of two predictions differs by more than what both allow together: no backend can be both.
  bool apart(const Prediction& one, const Prediction& other) const;

 private:
  Kind kind_of(std::size_t head, std::size_t element) const;
  const Tolerance& tolerance_of(std::size_t head, std::size_t element) const;

  const Scene& scene_;
  std::vector<std::vector<Plane>> planes_;
  std::vector<std::vector<std::uint8_t>> fails_;  ///< the golden, per head and element
  std::int64_t elements_ = 0, failing_ = 0, wrong_losses_ = 0;
  Kinds failing_kinds_{};
};

}  // namespace yologold
