#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <optional>
#include <thread>

#include "augment/loader.hpp"
#include "augment/show_batch.hpp"
#include "calm_threads.hpp"
#include "data/write_data_set.hpp"
#include "exit.hpp"
#include "images/write_image.hpp"
#include "output.hpp"
#include "progress.hpp"
#include "train/check_ranks.hpp"
#include "train/join_ranks.hpp"
#include "train/run_training.hpp"
#include "train/threads_of_rank.hpp"
#include "verb.hpp"

namespace yologold::tools {
namespace {

/// How long a rank that failed waits for the leader to speak and for mpirun to end it, which takes Open MPI a second.
constexpr std::chrono::seconds patience{3};

struct TrainOptions {
  std::string config, data, resume, folder, batch_picture, data_folder;
  std::vector<std::string> set;
  std::optional<double> epochs;
  std::optional<std::uint64_t> seed;
  bool json = false;
};

std::vector<std::string> overrides_of(const TrainOptions& o) {
  std::vector<std::string> overrides = o.set;
  if (!o.data.empty()) overrides.push_back("data=" + Json(o.data).dump());
  if (o.epochs) overrides.push_back(fmt::format("epochs={}", *o.epochs));
  if (o.seed) overrides.push_back(fmt::format("seed={}", *o.seed));
  return overrides;
}

TrainConfig config_of(const TrainOptions& o) {
  if (o.resume.empty()) return load_train_config(o.config.empty() ? "shapes" : o.config, overrides_of(o));
  if (!o.config.empty() || !overrides_of(o).empty() || !o.folder.empty())
    throw Error("--resume", "goes on with the run's own configuration", "--resume RUN alone");
  const RunFolder run(o.resume);
  return parse_train_config(run.config(), run.file("config.json"));
}

/// runs/NAME, or the first of runs/NAME-2, -3 .. that is free.
std::string free_folder(const std::string& config) {
  const std::string name = "runs/" + std::filesystem::path(config.empty() ? "shapes" : config).stem().string();
  std::string folder = name;
  for (int k = 2; std::filesystem::exists(folder); ++k) folder = fmt::format("{}-{}", name, k);
  return folder;
}

std::string summary(const Training& training, const std::string& folder) {
  const auto& network = training.network;
  return fmt::format(
      "{}: {} pictures to learn from, {} to judge by ({}), {} classes\n{} at {}x{}: {:.3f} GFLOP a picture; {} steps an epoch, epochs: {}; run in {}\n",
      training.data.name, training.members().size(), training.data.split(training.judged_split()).size(), training.judged_split(), training.data.classes.size(),
      network.name.empty() ? "network" : network.name, network.width, network.height, count_flops(network, network.height, network.width) / 1e9,
      training.steps_per_epoch(), training.config.epochs, folder);
}

std::string line_of(const EvaluationRecord& record) {
  std::string text =
      fmt::format("epoch {}, step {}: mAP {:.4f} on {}{}", record.epoch, record.step, record.map, record.split, record.best ? ", the best so far" : "");
  std::size_t absent = 0;
  for (const ClassRecord& one : record.classes) {
    if (one.truths > 0 && record.classes.size() <= 8) text += fmt::format("; {} {:.3f}", one.name, one.ap);
    absent += one.truths == 0;
  }
  if (absent > 0) text += fmt::format("; {} classes without a box are no part of the mean", absent);
  return text + "\n";
}

void show(const Training& training, const std::string& path) {
  Loader loader(training.data, training.members(), {.batch = training.batch_options(), .workers = 0});
  write_image(path, show_batch(loader.next(), training.data.classes));
}

std::string words_of(const Ranks& ranks, int threads) {
  return ranks.count() > 1 ? fmt::format("{} processes learn together, with {} threads each\n", ranks.count(), threads) : "";
}

/// Trains, with a bar on the terminal; the last evaluation and the ending.
std::pair<EvaluationRecord, Ending> run(const Training& training, const RunFolder& folder, bool resume, const Output& output, const Ranks& ranks) {
  std::optional<Progress> bar;
  EvaluationRecord last;
  double loss_share = 0, wait_share = 0, steps = 0;
  TrainEvents events;
  events.stepped = [&](const StepRecord& r, std::int64_t all) {
    loss_share += r.loss_share;
    wait_share += r.wait_share;
    ++steps;
    if (!bar) bar.emplace(static_cast<std::size_t>(all - r.step + 1));
    bar->begin(fmt::format("epoch {} loss {:.3f}, {:.1f} images/s", r.epoch, r.total(), r.images_per_second));
  };
  events.judged = [&](const EvaluationRecord& record) {
    if (bar) bar->wipe();
    output.say(line_of(record));
    std::fflush(nullptr);
    last = record;
  };
  events.stop = was_interrupted;
  const Ending ending = run_training(training, folder, resume, events, ranks);
  if (steps > 0)
    output.say(fmt::format("the loss and its gradient took {:.2f} % of the steps' time, waiting for pictures {:.2f} %\n", 100 * loss_share / steps,
                           100 * wait_share / steps));
  return {last, ending};
}

ExitCode train(const TrainOptions& o, const Ranks& ranks) {
  // Say what is there before the hours begin.
  const Output output(o.json, !ranks.leads());
  const Training training = prepare_training(config_of(o));
  check_ranks(training, ranks);
  output.say(training.data.report.text());
  const bool draws = !o.batch_picture.empty(), writes = !o.data_folder.empty();
  if ((draws || writes) && !ranks.leads()) return passed;
  if (draws) {
    failing_as(io_failure, [&] { show(training, o.batch_picture); });
    return passed;
  }
  if (writes) {
    failing_as(io_failure, [&] { write_data_set(training.data, o.data_folder); });
    output.say("wrote " + o.data_folder + "\n");
    return passed;
  }
  const std::string path = !o.resume.empty() ? o.resume : o.folder.empty() ? free_folder(o.config) : o.folder;
  const RunFolder folder(path);
  if (o.resume.empty() && ranks.leads()) folder.must_be_free();
  const int threads = training.config.threads > 0 ? training.config.threads : threads_of_rank(ranks);
  output.say(summary(training, path) + words_of(ranks, threads));
  std::fflush(nullptr);

  const auto [last, ending] = failing_as(io_failure, [&] { return run(training, folder, !o.resume.empty(), output, ranks); });
  if (ending == Ending::stopped) {
    if (ranks.leads()) fmt::print(stderr, "yologold: interrupted; go on with: yologold train --resume {}\n", path);
    return interrupted;
  }
  if (!ranks.leads()) return passed;
  output.say(fmt::format("curves in {}, weights in {}\n", folder.file("curves.html"), folder.weights()));
  output.document({{"run", path}, {"weights", folder.weights()}, {"step", last.step}, {"epoch", last.epoch}, {"map", last.map}});
  return passed;
}

/// Trains, alone or together with the other processes of an mpirun. What every rank meets, the leader says: it ends, and mpirun ends the others while they
/// wait. What one meets alone, it says itself.
ExitCode train_together(const TrainOptions& o) {
  calm_threads();
  const auto ranks = join_ranks();
  try {
    return train(o, *ranks);
  } catch (...) {
    if (!ranks->leads()) {
      std::signal(SIGTERM, SIG_DFL);
      std::this_thread::sleep_for(patience);
    }
    throw;
  }
}

}  // namespace

void add_train(CLI::App& app, Context& context) {
  auto options = std::make_shared<TrainOptions>();
  CLI::App* verb = app.add_subcommand("train", "Trains a detector on the CPU; with no data at hand, on drawn shapes");
  verb->add_option("CONFIG", options->config, "A training as JSON, or the name of one in configs/train (default: shapes)");
  verb->add_option("--data", options->data, "The data set, in place of the configuration's: a folder or file of VOC, COCO or YOLO labels");
  verb->add_option("--resume", options->resume, "Goes on with the training of this run folder");
  verb->add_option("-o,--output", options->folder, "The run folder to make (default: runs/NAME)");
  verb->add_option("--epochs", options->epochs, "In place of the configuration's");
  verb->add_option("--seed", options->seed, "In place of the configuration's");
  verb->add_option("--set", options->set, "KEY=VALUE, a key of the configuration; inner keys with a dot: optimiser.clip=10")->allow_extra_args(false);
  verb->add_option("--show-batch", options->batch_picture, "Draws the first batch as the network would see it into this picture, and ends");
  verb->add_option("--write-data", options->data_folder, "Writes the data set into this folder, as PNG pictures with YOLO txt labels, and ends");
  verb->add_flag("--json", options->json, "The result on stdout, the words on stderr");
  verb->footer(
      "Example: yologold train shapes -o run && yologold eval run\n"
      "By two processes, where built with -Dmpi=enabled: mpirun -n 2 yologold train shapes -o run");
  verb->callback([options, &context] { context.exit_code = train_together(*options); });
}

}  // namespace yologold::tools
