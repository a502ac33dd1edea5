#include "bounds/branch.hpp"

namespace yologold::bounds {

double Branch::side(double tie) {
  if (met_ == sides_.size()) sides_.push_back(0);
  const int side = sides_[met_++];
  return side == 2 ? tie : side;
}

double Branch::at_kink(bool open, double decided, double tie) {
  if (retracing_) return taken_.at(passed_++);
  taken_.push_back(open ? side(tie) : decided);
  return taken_.back();
}

bool Branch::next() {
  met_ = 0;
  taken_.clear();
  while (!sides_.empty() && ++sides_.back() == 3) sides_.pop_back();
  return !sides_.empty();
}

void Branch::start(bool corner) {
  *this = {};
  corner_ = corner;
}

Branch Branch::retraced() const {
  Branch way = *this;
  way.retracing_ = true, way.passed_ = 0;
  return way;
}

}  // namespace yologold::bounds
