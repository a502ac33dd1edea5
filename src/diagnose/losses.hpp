#pragma once
#include <vector>

#include "golden/golden.hpp"
#include "judge/actual.hpp"
#include "judge/profile.hpp"
#include "yologold/report.hpp"

namespace yologold {

namespace bounds {
struct Bounds;
}

/// A loss that a backend gave beside its gradients.
struct GivenLoss {
  Kind kind = Kind::terms;  ///< terms, or total: of the batch or of one image
  std::size_t place = 0;    ///< in terms: (head * images + image) * 4 + term; in total: the image, or the number of images for the batch
  double golden = 0, actual = 0;
  double slack = -1;  ///< how far from the golden a conforming backend's may lie; below 0: the tolerance holds
  TensorType stored{};
  Tolerance tolerance{};

  /// Whether the actual may stand for that value.
  bool agrees_with(double want) const;
};

/// The losses that the actual has in the golden's shape: terms, per_image, total.
/// @param bounds  of the golden's values; nullptr: the profile's tolerances
std::vector<GivenLoss> given_losses(const GoldenCase& golden, const Actual& actual, const Profile& profile, const bounds::Bounds* bounds);

/// How many of the given losses do not agree with what `terms` come to, [head * images + image]; empty terms stand for the golden's.
std::int64_t wrong_losses(const std::vector<GivenLoss>& given, const std::vector<TermLoss>& terms, std::int64_t images);

}  // namespace yologold
