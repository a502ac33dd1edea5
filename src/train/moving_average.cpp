#include "train/moving_average.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "train/tensor_floats.hpp"

namespace yologold {

MovingAverage::MovingAverage(double decay, double ramp, std::span<const std::span<float>> values) : decay_(decay), ramp_(ramp) {
  for (const std::span<float> value : values) averages_.emplace_back(value.begin(), value.end());
}

void MovingAverage::update(std::span<const std::span<float>> values) {
  ++updates_;
  const double ramped = ramp_ > 0 ? 1 - std::exp(-static_cast<double>(updates_) / ramp_) : 1;
  const auto keep = static_cast<float>(decay_ * ramped), take = static_cast<float>(1 - decay_ * ramped);
  for (std::size_t k = 0; k < averages_.size(); ++k)
    for (std::size_t i = 0; i < averages_[k].size(); ++i) averages_[k][i] = keep * averages_[k][i] + take * values[k][i];
}

void MovingAverage::swap(std::span<const std::span<float>> values) {
  for (std::size_t k = 0; k < averages_.size(); ++k) std::ranges::swap_ranges(averages_[k], values[k]);
}

void MovingAverage::save(Tensors& tensors) const {
  for (std::size_t k = 0; k < averages_.size(); ++k) tensors["average/" + std::to_string(k)] = tensor_of(averages_[k], {std::ssize(averages_[k])});
  tensors["average/updates"] = tensor_of(updates_);
}

void MovingAverage::load(const Tensors& tensors) {
  for (std::size_t k = 0; k < averages_.size(); ++k) copy_floats(tensors, "average/" + std::to_string(k), averages_[k]);
  updates_ = whole_of(tensors, "average/updates");
}

}  // namespace yologold
