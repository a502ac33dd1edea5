#include "train/optimiser.hpp"

#include <cmath>

#include "support/catch.hpp"
#include "yologold/error.hpp"

using namespace yologold;

namespace {

/// Two parameters of a network; the second does not decay.
struct Weights {
  std::vector<float> values{1.0F, -2.0F, 0.5F}, gradients{0.1F, -0.4F, 0.3F};
  std::vector<Parameter> parameters{{"a", {2}, std::span(values).first(2), std::span(gradients).first(2), true},
                                    {"b", {1}, std::span(values).last(1), std::span(gradients).last(1), false}};

  /// Another gradient for every step.
  void set_gradients(int step) {
    for (std::size_t i = 0; i < gradients.size(); ++i) gradients[i] = static_cast<float>(std::sin(1.0 + step + 3.0 * static_cast<double>(i)));
  }
};

constexpr double near = 2e-6;

}  // namespace

TEST_CASE("SGD with momentum and weight decay, against plain arithmetic") {
  Weights weights;
  Optimiser optimiser({.kind = OptimiserKind::sgd, .momentum = 0.9, .weight_decay = 0.01}, weights.parameters);
  double w[]{1, -2, 0.5}, v[]{0, 0, 0};
  for (int step = 0; step < 20; ++step) {
    weights.set_gradients(step);
    optimiser.step(weights.parameters, 0.05, 0.25);
    for (int i = 0; i < 3; ++i) {
      v[i] = 0.9 * v[i] + 0.25 * std::sin(1.0 + step + 3.0 * i) + (i < 2 ? 0.01 * w[i] : 0);
      w[i] -= 0.05 * v[i];
    }
  }
  for (std::size_t i = 0; i < 3; ++i) CHECK(weights.values[i] == Approx(w[i]).epsilon(near));
}

TEST_CASE("AdamW, against plain arithmetic") {
  Weights weights;
  Optimiser optimiser({.kind = OptimiserKind::adamw, .beta1 = 0.8, .beta2 = 0.95, .epsilon = 1e-6, .weight_decay = 0.1}, weights.parameters);
  double w[]{1, -2, 0.5}, m[]{0, 0, 0}, s[]{0, 0, 0};
  for (int step = 0; step < 20; ++step) {
    weights.set_gradients(step);
    optimiser.step(weights.parameters, 0.02);
    for (int i = 0; i < 3; ++i) {
      const double g = std::sin(1.0 + step + 3.0 * i);
      m[i] = 0.8 * m[i] + 0.2 * g;
      s[i] = 0.95 * s[i] + 0.05 * g * g;
      const double first = m[i] / (1 - std::pow(0.8, step + 1)), second = s[i] / (1 - std::pow(0.95, step + 1));
      w[i] -= 0.02 * ((i < 2 ? 0.1 * w[i] : 0) + first / (std::sqrt(second) + 1e-6));
    }
  }
  for (std::size_t i = 0; i < 3; ++i) CHECK(weights.values[i] == Approx(w[i]).epsilon(near));
}

TEST_CASE("a gradient longer than the bound is shortened as a whole, a shorter one is left") {
  Weights weights;
  weights.gradients = {3, 4, 12};
  Optimiser optimiser({.kind = OptimiserKind::sgd, .momentum = 0, .clip = 6.5}, weights.parameters);
  CHECK(optimiser.step(weights.parameters, 1) == Approx(13));
  CHECK(weights.values == std::vector<float>{1 - 1.5F, -2 - 2, 0.5F - 6});
  CHECK(optimiser.step(weights.parameters, 1, 0.5) == Approx(6.5));
  CHECK(weights.values == std::vector<float>{-0.5F - 1.5F, -4 - 2, -5.5F - 6});
}

TEST_CASE("an optimiser that is stored and read goes on in the same bits") {
  for (const OptimiserKind kind : {OptimiserKind::sgd, OptimiserKind::adamw}) {
    const OptimiserOptions options{.kind = kind, .weight_decay = 0.01};
    Weights whole, parts;
    Optimiser straight(options, whole.parameters), first(options, parts.parameters), second(options, parts.parameters);
    for (int step = 0; step < 10; ++step) {
      for (Weights* weights : {&whole, &parts}) weights->set_gradients(step);
      straight.step(whole.parameters, 0.1);
      if (step == 4) {
        Tensors state;
        first.save(state, parts.parameters);
        second.load(state, parts.parameters);
      }
      (step < 4 ? first : second).step(parts.parameters, 0.1);
    }
    CHECK(whole.values == parts.values);
    CHECK(second.steps() == 10);
  }
}

TEST_CASE("a state that misses a tensor is refused by its name") {
  Weights weights;
  Optimiser optimiser({}, weights.parameters);
  Tensors state;
  optimiser.save(state, weights.parameters);
  state.erase("optimiser/second/b");
  CHECK_THROWS_WITH(optimiser.load(state, weights.parameters), Catch::Contains("optimiser/second/b: the tensor is missing"));
}
