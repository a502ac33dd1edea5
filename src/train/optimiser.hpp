#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "files/tensor.hpp"
#include "network/parameter.hpp"

namespace yologold {

enum class OptimiserKind { sgd, adamw };

struct OptimiserOptions {
  OptimiserKind kind = OptimiserKind::adamw;
  double momentum = 0.9;                              ///< sgd
  double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;  ///< adamw
  double weight_decay = 0;                            ///< of parameters that decay
  double clip = 0;                                    ///< the largest norm of the whole gradient; 0: no limit
};

/// Moves parameters against their gradients. With rate r, decay d (0 where the parameter does not decay), gradient g times the factor given:
///   sgd    g' = g + d w;  v = momentum v + g';  w -= r v                    (Polyak 1964, as torch.optim.SGD)
///   adamw  m = b1 m + (1 - b1) g;  s = b2 s + (1 - b2) g^2;  w -= r (d w + m/(1 - b1^t) / (sqrt(s/(1 - b2^t)) + epsilon))   (Loshchilov, Hutter 2019)
/// In float32, element by element: the same bits whatever the number of threads.
class Optimiser {
 public:
  Optimiser(const OptimiserOptions& options, std::span<const Parameter> parameters);

  /// One step. Gradients are read, not cleared. Returns the norm of the gradient times `factor`, before clipping.
  double step(std::span<const Parameter> parameters, double rate, double factor = 1);

  std::int64_t steps() const { return steps_; }

  /// The state as tensors, "optimiser/...", and back; load throws Error where a tensor is missing or of another size.
  void save(Tensors& tensors, std::span<const Parameter> parameters) const;
  void load(const Tensors& tensors, std::span<const Parameter> parameters);

 private:
  OptimiserOptions options_;
  std::int64_t steps_ = 0;
  std::vector<std::vector<float>> first_, second_;  ///< a parameter's velocity or first moment; its second moment (adamw)
};

}  // namespace yologold
