#include "bounds/branch.hpp"

namespace yologold::bounds {

double Branch::side(double tie) {
  if (met_ == sides_.size()) sides_.push_back(0);
  const int side = sides_[met_++];
  return side == 2 ? tie : side;
}

bool Branch::next() {
  met_ = 0;
  while (!sides_.empty() && ++sides_.back() == 3) sides_.pop_back();
  return !sides_.empty();
}

void Branch::start(bool corner) {
  corner_ = corner;
  sides_.clear();
  met_ = 0;
}

}  // namespace yologold::bounds
