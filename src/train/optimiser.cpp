#include "train/optimiser.hpp"

#include <cmath>
#include <string>

#include "train/tensor_floats.hpp"

namespace yologold {
namespace {

/// What one step is for every element.
struct Step {
  float rate, scale, decay, momentum, beta1, beta2, epsilon, correction1, correction2;
};

void move_sgd(const Parameter& p, const Step& s, std::vector<float>& velocity) {
  for (std::size_t i = 0; i < velocity.size(); ++i) {
    const float pull = p.gradient[i] * s.scale + s.decay * p.value[i];
    velocity[i] = s.momentum * velocity[i] + pull;
    p.value[i] -= s.rate * velocity[i];
  }
}

void move_adamw(const Parameter& p, const Step& s, std::vector<float>& first, std::vector<float>& second) {
  for (std::size_t i = 0; i < first.size(); ++i) {
    const float g = p.gradient[i] * s.scale;
    first[i] = s.beta1 * first[i] + (1 - s.beta1) * g;
    second[i] = s.beta2 * second[i] + (1 - s.beta2) * (g * g);
    const float direction = first[i] / s.correction1 / (std::sqrt(second[i] / s.correction2) + s.epsilon);
    p.value[i] -= s.rate * (s.decay * p.value[i] + direction);
  }
}

double norm_of(std::span<const Parameter> parameters) {
  double sum = 0;
  for (const Parameter& p : parameters)
    for (const float g : p.gradient) sum += static_cast<double>(g) * g;
  return std::sqrt(sum);
}

std::string key(const char* moment, const Parameter& parameter) { return std::string("optimiser/") + moment + "/" + parameter.name; }

}  // namespace

Optimiser::Optimiser(const OptimiserOptions& options, std::span<const Parameter> parameters) : options_(options) {
  for (const Parameter& parameter : parameters) {
    first_.emplace_back(parameter.value.size());
    if (options.kind == OptimiserKind::adamw) second_.emplace_back(parameter.value.size());
  }
}

double Optimiser::step(std::span<const Parameter> parameters, double rate, double factor) {
  // Bound the whole gradient's length.
  const double norm = norm_of(parameters) * factor;
  const double scale = options_.clip > 0 && norm > options_.clip ? factor * options_.clip / norm : factor;

  ++steps_;
  const auto t = static_cast<double>(steps_);
  const auto single = [](double value) { return static_cast<float>(value); };
  Step step{.rate = single(rate),
            .scale = single(scale),
            .decay = 0,
            .momentum = single(options_.momentum),
            .beta1 = single(options_.beta1),
            .beta2 = single(options_.beta2),
            .epsilon = single(options_.epsilon),
            .correction1 = single(1 - std::pow(options_.beta1, t)),
            .correction2 = single(1 - std::pow(options_.beta2, t))};
  for (std::size_t k = 0; k < parameters.size(); ++k) {
    step.decay = parameters[k].decays ? single(options_.weight_decay) : 0;
    if (options_.kind == OptimiserKind::sgd)
      move_sgd(parameters[k], step, first_[k]);
    else
      move_adamw(parameters[k], step, first_[k], second_[k]);
  }
  return norm;
}

void Optimiser::save(Tensors& tensors, std::span<const Parameter> parameters) const {
  for (std::size_t k = 0; k < parameters.size(); ++k) {
    tensors[key("first", parameters[k])] = tensor_of(first_[k], parameters[k].shape);
    if (!second_.empty()) tensors[key("second", parameters[k])] = tensor_of(second_[k], parameters[k].shape);
  }
  tensors["optimiser/steps"] = tensor_of(steps_);
}

void Optimiser::load(const Tensors& tensors, std::span<const Parameter> parameters) {
  for (std::size_t k = 0; k < parameters.size(); ++k) {
    copy_floats(tensors, key("first", parameters[k]), first_[k]);
    if (!second_.empty()) copy_floats(tensors, key("second", parameters[k]), second_[k]);
  }
  steps_ = whole_of(tensors, "optimiser/steps");
}

}  // namespace yologold
