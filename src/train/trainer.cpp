#include "train/trainer.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

#include "data/random.hpp"
#include "train/tensor_floats.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

enum Purpose : std::uint64_t { dropping = 0x44524f50, deceiving = 0x444543454956 };

double seconds_since(std::chrono::steady_clock::time_point start) { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(); }

/// Whether a reduction divides by a number that grows with the mini-batch, so that mini-batches, and their parts on several ranks, have to be averaged, not
/// added.
bool is_mean(Reduction reduction) {
  return reduction == Reduction::mean_batch || reduction == Reduction::mean_positives || reduction == Reduction::mean_elements;
}

TermLoss scaled(const TermLoss& terms, double factor) { return {factor * terms.coord, factor * terms.obj, factor * terms.noobj, factor * terms.classes}; }

}  // namespace

struct Trainer::Seconds {
  double loss = 0, wait = 0;
};

Trainer::Trainer(const TrainConfig& config, Network network, std::int64_t steps_per_epoch, const Ranks& ranks)
    : config_(config),
      ranks_(&ranks),
      network_(std::move(network)),
      schedule_(config.schedule.in_steps(static_cast<double>(steps_per_epoch), config.epochs)),
      steps_per_epoch_(steps_per_epoch),
      loss_(network_.config().variant),
      optimiser_(config.optimiser, network_.parameters()) {
  network_.join(ranks);
  if (config.average.decay > 0) average_.emplace(config.average.decay, config.average.ramp, averaged());
}

std::int64_t Trainer::all_steps() const { return std::max<std::int64_t>(1, std::llround(config_.epochs * static_cast<double>(steps_per_epoch_))); }

std::vector<std::span<float>> Trainer::averaged() const {
  std::vector<std::span<float>> values;
  for (const Parameter& parameter : network_.parameters()) values.push_back(parameter.value);
  for (const Parameter& statistic : network_.statistics()) values.push_back(statistic.value);
  return values;
}

// Goodfellow et al. 2015 ("Explaining and Harnessing Adversarial Examples") towards what YOLOv4 asks for: a picture in which the network sees no object.
void Trainer::deceive(Batch& batch, std::uint64_t seed) {
  network_.forward(batch.images, {.mode = Mode::train, .seed = seed, .drop_scale = 0, .update_statistics = false});
  const std::vector<std::vector<Truth>> nothing(static_cast<std::size_t>(batch.n));
  loss_.run(network_, batch.h, batch.w, nothing);
  network_.backward({.parameters = false, .input = true});
  const std::span<const float> slope = network_.input_gradient();
  const auto step = static_cast<float>(config_.adversary.step);
  for (std::size_t i = 0; i < batch.images.size(); ++i) {
    const float move = slope[i] > 0 ? -step : slope[i] < 0 ? step : 0;
    batch.images[i] = std::clamp(batch.images[i] + move, 0.0F, 1.0F);
  }
}

/// Lets this rank's loss count as a part of the mini-batch's. Every rank divides by its own number of positive slots where the mini-batch's is meant.
/// Returns the factor, by which the gradient is multiplied.
double Trainer::weigh(const Report& report) {
  if (ranks_->count() == 1 || network_.config().variant.reduction != Reduction::mean_positives) return 1;
  const auto mine = static_cast<double>(report.positives);
  double all = mine;
  ranks_->sum({&all, 1});
  const double factor = ranks_->count() * std::max(1.0, mine) / std::max(1.0, all);
  for (const NetworkHead& head : network_.heads())
    for (float& slope : head.gradient) slope *= static_cast<float>(factor);
  return factor;
}

/// Adds up what the ranks gathered in a step.
void Trainer::join(TermLoss& terms) {
  std::array<double, 4> sums{terms.coord, terms.obj, terms.noobj, terms.classes};
  ranks_->sum(sums);
  terms = {sums[0], sums[1], sums[2], sums[3]};
  for (const Parameter& parameter : network_.parameters()) ranks_->sum(parameter.gradient);
}

TermLoss Trainer::learn(Batch batch, int part, Seconds& seconds) {
  // Show the pictures, deceiving ones where they are wanted.
  const auto step = static_cast<std::uint64_t>(steps_), mini = static_cast<std::uint64_t>(part);
  const std::uint64_t seed = KeyedRandom{config_.seed, step, mini, dropping}.bits();
  network_.resize(batch.n, batch.h, batch.w);
  if (KeyedRandom{config_.seed, step, mini, deceiving}.chance(config_.adversary.probability)) deceive(batch, seed);
  const double drop_scale = config_.drop_ramp ? static_cast<double>(steps_) / static_cast<double>(all_steps()) : 1;
  network_.forward(batch.images, {.mode = Mode::train, .seed = seed, .drop_scale = drop_scale, .mini_batch = part});

  // Take the loss and its gradient back.
  const auto start = std::chrono::steady_clock::now();
  const Report& report = loss_.run(network_, batch.h, batch.w, batch.truths);
  seconds.loss += seconds_since(start);
  if (!std::isfinite(report.total))
    throw Error("step " + std::to_string(steps_ + 1), "the loss is not finite", "a lower learning rate, a bound on the gradient (optimiser.clip)");
  const double weight = weigh(report);
  network_.backward();
  return scaled(sum_terms(report), weight);
}

StepRecord Trainer::step(const Load& load) {
  const auto start = std::chrono::steady_clock::now();
  const double share = is_mean(network_.config().variant.reduction) ? 1.0 / config_.subdivisions / ranks_->count() : 1;
  StepRecord record{.step = steps_ + 1, .epoch = steps_ / steps_per_epoch_ + 1, .rate = rate_at(schedule_, steps_)};

  // Gather the gradient.
  Seconds seconds;
  int pictures = 0;
  network_.zero_gradients();
  for (int part = 0; part < config_.subdivisions; ++part) {
    const auto asked = std::chrono::steady_clock::now();
    Batch batch = load(steps_, part);
    seconds.wait += seconds_since(asked);
    pictures += batch.n;
    record.width = batch.w;
    record.height = batch.h;
    const TermLoss terms = scaled(learn(std::move(batch), part, seconds), share);
    TermLoss& sum = record.terms;
    sum = {sum.coord + terms.coord, sum.obj + terms.obj, sum.noobj + terms.noobj, sum.classes + terms.classes};
  }
  join(record.terms);

  // Go against it.
  record.gradient_norm = optimiser_.step(network_.parameters(), record.rate, share);
  if (average_) average_->update(averaged());
  ++steps_;
  const double all = seconds_since(start);
  record.images_per_second = pictures * ranks_->count() / all;
  record.loss_share = seconds.loss / all;
  record.wait_share = seconds.wait / all;
  return record;
}

void Trainer::with_average(const std::function<void()>& run) {
  if (!average_) return run();
  const std::vector<std::span<float>> values = averaged();
  average_->swap(values);
  try {
    run();
  } catch (...) {
    average_->swap(values);
    throw;
  }
  average_->swap(values);
}

Tensors Trainer::save() const {
  Tensors state;
  for (const Parameter& p : network_.parameters()) state["network/" + p.name] = tensor_of(p.value, p.shape);
  for (const Parameter& p : network_.statistics()) state["network/" + p.name] = tensor_of(p.value, p.shape);
  optimiser_.save(state, network_.parameters());
  if (average_) average_->save(state);
  state["steps"] = tensor_of(steps_);
  return state;
}

void Trainer::load(const Tensors& state) {
  for (const Parameter& p : network_.parameters()) copy_floats(state, "network/" + p.name, p.value);
  for (const Parameter& p : network_.statistics()) copy_floats(state, "network/" + p.name, p.value);
  optimiser_.load(state, network_.parameters());
  if (average_) average_->load(state);
  steps_ = whole_of(state, "steps");
}

}  // namespace yologold
