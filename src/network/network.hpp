#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "network/network_config.hpp"
#include "network/parameter.hpp"
#include "network/ranks.hpp"
#include "yologold/head_view.hpp"

namespace yologold {

/// train: batch norm with the batch's own statistics, dropout on, and what backward needs is kept. infer: running statistics, no dropout, no backward.
enum class Mode { train, infer };

/// How one forward pass is done.
struct ForwardOptions {
  Mode mode = Mode::infer;
  std::uint64_t seed = 0;         ///< of dropout and DropBlock; give every step and mini-batch another one
  double drop_scale = 1;          ///< factor of every drop probability: DropBlock grows it from 0 to 1 over the training
  int mini_batch = 0;             ///< CmBN: how many mini-batches of this batch came before; 0 starts anew
  bool update_statistics = true;  ///< move the running mean and variance; false for a pass that must leave no trace (self-adversarial training)
};

/// What a backward pass computes.
struct BackwardOptions {
  bool parameters = true;  ///< add to the gradients of the parameters
  bool input = false;      ///< compute input_gradient()
};

/// A head's raw outputs and the gradient that the loss writes, both packed f32 in `layout`. Valid until the next resize or forward pass in another mode.
struct NetworkHead {
  HeadShape shape;
  LayoutName layout = LayoutName::nchw;
  std::span<const float> output;
  std::span<float> gradient;  ///< 0 after a resize; a backward pass reads it and leaves it as it is. Empty but after a forward pass in mode train

  HeadView view() const { return {output.data(), DType::f32, layout_of(layout, shape)}; }
  GradientView gradient_view() const { return {gradient.data(), DType::f32, layout_of(layout, shape)}; }
};

/// A network with its weights, on oneDNN. Same weights, input, seed and number of threads give the same bits.
/// What is prepared for a shape is kept: going back to a shape seen before costs nothing.
///
///   network.resize(n, h, w);
///   network.forward(images, {.mode = Mode::train, .seed = step});
///   plan.run(views of heads(), truths, gradient_views of heads(), report);
///   network.zero_gradients();
///   network.backward();
class Network {
 public:
  /// Convolutions and connected layers start with He's normal weights (deviation sqrt(2 / inputs of a sum)), scales 1, shortcut weights 1, running variance 1,
  /// the rest 0; the last layer before a head starts with the deviation 0.01. Throws Error where the layers do not fit together.
  explicit Network(NetworkConfig config, std::uint64_t seed = 0);
  Network(Network&&) noexcept;
  Network& operator=(Network&&) noexcept;
  ~Network();

  const NetworkConfig& config() const;

  /// Says that other ranks have the same network and learn the rest of each batch: batch norm then takes its statistics over the pictures of all, and dropout
  /// draws as if all were here. Gradients of parameters stay this rank's part. Before the first forward pass; the ranks must outlive the network.
  void join(const Ranks& ranks);

  /// Says that batches of n pictures of h x w follow. Throws Error where a layer does not fit. Views taken before are not valid after it.
  void resize(int n, int h, int w);

  /// @param images  [n, channels, h, w] as resize said, 0 to 1
  void forward(std::span<const float> images, const ForwardOptions& options = {});

  /// The heads in the order of the variant's, after the last forward pass. Known after resize.
  std::span<const NetworkHead> heads() const;

  /// Adds dL/dparameter to the gradients, given dL/dhead in the heads. Once after each forward pass in mode train.
  void backward(const BackwardOptions& options = {});

  /// dL/dimages, [n, channels, h, w], of the last backward pass that was asked for it.
  std::span<const float> input_gradient() const;

  std::span<const Parameter> parameters() const;  ///< what training changes, in the order of the layers
  std::span<const Parameter> statistics() const;  ///< the running mean and variance of every batch norm
  void zero_gradients();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace yologold
