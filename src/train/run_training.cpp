#include "train/run_training.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>

#include "augment/loader.hpp"
#include "files/append_line.hpp"
#include "images/write_image.hpp"
#include "network/threads.hpp"
#include "network/weights.hpp"
#include "train/calm_objectness.hpp"
#include "train/config_names.hpp"
#include "train/draw_detections.hpp"
#include "train/judge_together.hpp"
#include "train/threads_of_rank.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

constexpr double checkpoint_seconds = 300;
constexpr std::size_t most_sample_pictures = 8;
constexpr double sample_score = 0.3;

Network start_network(const Training& training, const Ranks& ranks) {
  const TrainConfig& config = training.config;
  set_network_threads(config.threads == 0 && ranks.count() > 1 ? threads_of_rank(ranks) : config.threads);
  Network network(training.network, config.seed);
  if (config.objectness_prior > 0) calm_objectness(network, config.objectness_prior);
  if (config.weights.empty()) return network;
  if (config.weights_layers > 0)
    read_first_layers(network, config.weights, config.weights_layers);
  else
    read_weights(network, config.weights);
  return network;
}

/// One alone need not look at all pictures before it stops: the checkpoint stands.
struct StoppedJudging {};

/// One training under way. Only the leader of the ranks touches the folder.
class Run {
 public:
  Run(const Training& training, const RunFolder& folder, const TrainEvents& events, const Ranks& ranks)
      : training_(training),
        folder_(folder),
        events_(events),
        ranks_(ranks),
        trainer_(training.config, start_network(training, ranks), training.steps_per_epoch(), ranks) {}

  void resume() {
    standing_ = folder_.read_checkpoint(trainer_);
    if (ranks_.leads()) cut_log(folder_.log(), trainer_.steps(), standing_.judged_step);
    const auto steps = static_cast<double>(trainer_.steps());
    double all = steps;
    ranks_.sum({&all, 1});
    if (all != steps * ranks_.count()) throw Error(folder_.file("checkpoint.safetensors"), "is not the same on every rank", "a folder that all hosts share");
  }

  Ending go() {
    const TrainConfig& config = training_.config;
    LoaderOptions options{.batch = training_.batch_options(), .first_step = trainer_.steps() * config.subdivisions};
    options.batch.part = ranks_.rank();
    options.batch.parts = ranks_.count();
    Loader loader(training_.data, training_.members(), options);
    if (trainer_.steps() == 0) checkpoint();
    while (true) {
      try {
        if (is_due()) judge();
      } catch (const StoppedJudging&) {
        return Ending::stopped;
      }
      if (trainer_.steps() >= trainer_.all_steps()) break;
      const StepRecord record = trainer_.step([&](std::int64_t, int) { return loader.next(); });
      tell(record);
      const bool stopped = ranks_.any(events_.stop && events_.stop());
      if (stopped || is_checkpoint_due()) checkpoint();
      if (stopped) return Ending::stopped;
    }
    return Ending::finished;
  }

 private:
  /// Whether an evaluation falls after the present step: at multiples of `every` epochs, and at the end.
  bool is_due() const {
    const std::int64_t now = trainer_.steps();
    if (now == 0 || now == standing_.judged_step) return false;
    const auto every = std::max<std::int64_t>(1, std::llround(training_.config.judge.every * static_cast<double>(trainer_.steps_per_epoch())));
    return now % every == 0 || now >= trainer_.all_steps();
  }

  bool is_checkpoint_due() const {
    return !is_due() && (trainer_.steps() % trainer_.steps_per_epoch() == 0 ||
                         std::chrono::steady_clock::now() - written_ > std::chrono::duration<double>(checkpoint_seconds));
  }

  void tell(const StepRecord& record) const {
    if (!ranks_.leads()) return;
    append_line(folder_.log(), log_line(record));
    if (events_.stepped) events_.stepped(record, trainer_.all_steps());
  }

  void checkpoint() {
    if (!ranks_.leads()) return;
    folder_.write_checkpoint(trainer_, standing_);
    written_ = std::chrono::steady_clock::now();
  }

  void judge() {
    checkpoint();
    trainer_.with_average([&] {
      // Look at the pictures.
      const std::vector<JudgedPicture> pictures = look();
      standing_.judged_step = trainer_.steps();
      if (!ranks_.leads()) return;
      draw_samples(pictures);
      const MeanScore score = evaluate_detections(pictures, static_cast<int>(training_.data.classes.size()), training_.config.judge.options);
      const bool best = score.mean > standing_.best;
      if (best) standing_.best = score.mean;

      // Keep the weights that were judged.
      const std::uint64_t seen = static_cast<std::uint64_t>(trainer_.steps()) * static_cast<std::uint64_t>(training_.config.batch);
      const ModelFacts facts{training_.data.classes, training_.augment.fit};
      folder_.write_model("last", trainer_.network(), facts, seen);
      if (best) folder_.write_model("best", trainer_.network(), facts, seen);
      report(score, best);
    });
    checkpoint();
    if (ranks_.leads()) folder_.write_curves();
  }

  std::vector<JudgedPicture> look() {
    const JudgeConfig& judge = training_.config.judge;
    Detector detector(
        trainer_.network(),
        {.fit = training_.augment.fit, .width = training_.network.width, .height = training_.network.height, .score = judge.score, .suppress = judge.suppress});
    const auto& samples = training_.data.split(training_.judged_split());
    const auto seen = [&](std::size_t) {
      if (ranks_.count() == 1 && events_.stop && events_.stop()) throw StoppedJudging();
    };
    return judge_together(ranks_, detector, training_.data, samples, seen);
  }

  void draw_samples(const std::vector<JudgedPicture>& pictures) const {
    const auto& samples = training_.data.split(training_.judged_split());
    std::filesystem::create_directories(folder_.file("samples"));
    for (std::size_t i = 0; i < std::min(most_sample_pictures, pictures.size()); ++i) {
      std::vector<Detection> shown = pictures[i].detections;
      std::erase_if(shown, [](const Detection& one) { return one.score < sample_score; });
      Image image = training_.data.read(samples[i]);
      draw_detections(image, shown, training_.data.classes);
      write_image(folder_.file("samples/" + std::to_string(i) + ".png"), image);
    }
  }

  void report(const MeanScore& score, bool best) {
    const JudgeConfig& judge = training_.config.judge;
    EvaluationRecord record{.step = trainer_.steps(),
                            .epoch = (trainer_.steps() + trainer_.steps_per_epoch() - 1) / trainer_.steps_per_epoch(),
                            .split = training_.judged_split(),
                            .metric = std::string(metric_names[static_cast<std::size_t>(judge.options.metric)]),
                            .map = score.mean,
                            .best = best};
    for (const ClassScore& one : score.per_class)
      record.classes.push_back({training_.data.classes[static_cast<std::size_t>(one.class_id)], one.truths, one.ap});
    append_line(folder_.log(), log_line(record));
    if (events_.judged) events_.judged(record);
  }

  const Training& training_;
  const RunFolder& folder_;
  const TrainEvents& events_;
  const Ranks& ranks_;
  Trainer trainer_;
  Standing standing_;
  std::chrono::steady_clock::time_point written_ = std::chrono::steady_clock::now();
};

}  // namespace

Ending run_training(const Training& training, const RunFolder& folder, bool resume, const TrainEvents& events, const Ranks& ranks) {
  if (!resume && ranks.leads()) folder.begin(training.resolved);
  Run run(training, folder, events, ranks);
  if (resume) run.resume();
  return run.go();
}

}  // namespace yologold
