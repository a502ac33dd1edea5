#pragma once
#include <array>

#include "decisions/subject.hpp"

namespace yologold::decisions {

/// The box that a slot predicts, and what it can reach in a conforming backend: a cheap answer from above, before an IOU is evaluated in balls.
class BoxReach {
 public:
  /// The subject must outlive it.
  BoxReach(const Subject& subject, const Address& slot);

  /// Whether its IOU with a truth may be `least` or more; for 0, whether they may overlap. With d what the positions and sizes may be off by, all in
  /// fractions of the image:
  ///   IOU <= I/max(a, A, I), I = prod max(0, min(w, W, (w + W)/2 - |x - X|) + d), a = (w - d)(h - d), A = (W - d)(H - d)
  bool may_overlap(const Truth& truth, double least) const;

 private:
  /// The box on one axis.
  struct Extent {
    double middle = 0, size = 0, loose = 0;
  };
  /// With a truth on one axis: the widest overlap, and the least that each measures.
  struct Meeting {
    double overlap, least, truth_least;
  };
  Meeting meet(const Extent& box, double centre, double size) const;

  std::array<Extent, 2> box_;
  double unit_;
};

}  // namespace yologold::decisions
