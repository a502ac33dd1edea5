#pragma once
#include <CLI/CLI.hpp>
#include <string>

#include "json/names.hpp"
#include "train/config_names.hpp"
#include "train/detector.hpp"
#include "train/open_model.hpp"

namespace yologold::tools {

/// The options of a verb that looks at pictures with a trained network.
struct ModelOptions {
  std::string path, nms = "greedy";
  ModelChoices choices;
  double score = 0, nms_threshold = SuppressOptions{}.threshold;

  void add_to(CLI::App& verb) {
    verb.add_option("MODEL", path, "A run folder, .safetensors of a training, or darknet's .weights")->required();
    verb.add_option("--network", choices.network, "The network of darknet's .weights: a .cfg (default: network.cfg beside them)");
    verb.add_option("--names", choices.names, "A file of class names, one a line");
    verb.add_option("--threshold", score, "Leaves out detections of a lower score")->check(CLI::Range(0.0, 1.0))->capture_default_str();
    verb.add_option("--nms", nms, "How repetitions are found: greedy (IOU) or diou")->capture_default_str();
    verb.add_option("--nms-threshold", nms_threshold, "The overlap above which a box is a repetition")->check(CLI::Range(-1.0, 1.0))->capture_default_str();
    verb.add_option("--threads", choices.threads, "Threads (default: all cores)")->check(CLI::Range(0, 4096));
  }

  DetectOptions detect_options(const TrainedModel& model) const {
    const NetworkConfig& network = model.network.config();
    DetectOptions options{.fit = model.facts.fit, .width = network.width, .height = network.height, .score = score};
    options.suppress.kind = static_cast<Suppression>(find_name(nms, "--nms", suppression_names, "a choice of --nms"));
    options.suppress.threshold = nms_threshold;
    return options;
  }
};

}  // namespace yologold::tools
