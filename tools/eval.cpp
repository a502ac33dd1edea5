#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <filesystem>

#include "calm_threads.hpp"
#include "data/open_data_set.hpp"
#include "exit.hpp"
#include "model_options.hpp"
#include "output.hpp"
#include "progress.hpp"
#include "train/detect_split.hpp"
#include "train/training.hpp"
#include "verb.hpp"

namespace yologold::tools {
namespace {

struct EvalOptions {
  ModelOptions model;
  std::string data, split, metric = "voc";
  EvaluateOptions evaluate;
  bool json = false;
};

/// The data set that is named, else the run's own.
DataSet open_data(const EvalOptions& o, const std::vector<std::string>& classes) {
  if (!o.data.empty()) return open_data_set(o.data, {.classes = classes});
  const RunFolder run(o.model.path);
  if (!run.holds_run()) throw Error("--data", "is missing", "a data set; without it MODEL must be a run folder");
  return open_training_data(parse_train_config(run.config(), run.file("config.json")));
}

std::vector<JudgedPicture> look(Detector& detector, const DataSet& data, const std::vector<std::size_t>& samples) {
  Progress bar(samples.size());
  std::size_t before = 0;
  return detect_split(detector, data, samples, [&](std::size_t done) {
    stop_if_interrupted();
    for (; before < done; ++before) bar.begin("pictures");
  });
}

std::string table(const MeanScore& score, const EvalOptions& o, const std::vector<std::string>& classes) {
  const bool coco = o.evaluate.metric == Metric::coco;
  std::string text = fmt::format("{:<24}{:>8}{:>9}{:>12}{:>9}{}\n", "class", "boxes", "ignored", "detections", "AP", coco ? "    AP@.5" : "");
  for (const ClassScore& one : score.per_class) {
    const std::string& name = classes[static_cast<std::size_t>(one.class_id)];
    text += fmt::format("{:<24}{:>8}{:>9}{:>12}", name, one.truths, one.ignored, one.detections);
    text += one.truths == 0 ? "        -\n" : coco ? fmt::format("{:>9.4f}{:>9.4f}\n", one.ap, one.ap50) : fmt::format("{:>9.4f}\n", one.ap);
  }
  const std::string metric = coco ? "mAP@[.5:.95]" : fmt::format("mAP@{}", o.evaluate.iou);
  text += fmt::format("{} {:.4f}, the mean of {} classes", metric, score.mean, score.classes);
  if (const auto absent = std::ssize(score.per_class) - score.classes; absent > 0) text += fmt::format("; {} without a box are no part of it", absent);
  if (coco)
    text += fmt::format("\nmAP@.5 {:.4f}, mAP@.75 {:.4f}; small {:.4f}, medium {:.4f}, large {:.4f}", score.mean50, score.mean75, score.small, score.medium,
                        score.large);
  return text + "\n";
}

Json document(const MeanScore& score, const EvalOptions& o, const std::string& weights, const std::string& split, const std::vector<std::string>& classes) {
  Json json{{"format", "yologold-evaluation/1"}, {"weights", weights}, {"split", split}, {"metric", o.metric}, {"map", score.mean},
            {"classes_in_mean", score.classes}};
  if (o.evaluate.metric == Metric::coco)
    json.update({{"map50", score.mean50}, {"map75", score.mean75}, {"small", score.small}, {"medium", score.medium}, {"large", score.large}});
  else
    json["iou"] = o.evaluate.iou;
  json["classes"] = Json::array();
  for (const ClassScore& one : score.per_class) {
    Json row{{"name", classes[static_cast<std::size_t>(one.class_id)]}, {"boxes", one.truths}, {"ignored", one.ignored}, {"detections", one.detections}};
    row["ap"] = one.truths > 0 ? Json(one.ap) : Json(nullptr);
    json["classes"].push_back(row);
  }
  return json;
}

int eval(EvalOptions& o) {
  calm_threads();
  // Open the network and the pictures.
  o.evaluate.metric = static_cast<Metric>(find_name(o.metric, "--metric", metric_names, "a choice of --metric"));
  TrainedModel model = open_model(o.model.path, o.model.choices);
  const std::vector<std::string>& classes = model.facts.classes;
  const DataSet data = open_data(o, classes);
  const std::string split = o.split.empty() ? data.judged_split() : o.split;
  const auto& samples = data.split(split);

  // Judge.
  Detector detector(model.network, o.model.detect_options(model));
  const MeanScore score = evaluate_detections(look(detector, data, samples), static_cast<int>(classes.size()), o.evaluate);
  const Output output(o.json);
  output.say(data.report.text());
  output.say(fmt::format("{} on {} pictures of {} ({})\n", model.path, samples.size(), data.name, split));
  output.say(table(score, o, classes));
  output.document(document(score, o, model.path, split, classes));
  return passed;
}

}  // namespace

void add_eval(CLI::App& app, Context& context) {
  auto options = std::make_shared<EvalOptions>();
  options->model.score = 0.005;
  CLI::App* verb = app.add_subcommand("eval", "Judges a trained detector by its average precision on labelled pictures");
  options->model.add_to(*verb);
  verb->add_option("--data", options->data, "Labelled pictures: VOC, COCO or YOLO (default: the run's own)");
  verb->add_option("--split", options->split, "train, val, test (default: val where there is one, else test, else train)");
  verb->add_option("--metric", options->metric, "voc (area), voc07 (eleven points), coco (mean over IOU .5 to .95)")->capture_default_str();
  verb->add_option("--iou", options->evaluate.iou, "The overlap that makes a detection right; not for coco")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  verb->add_flag("--inclusive", options->evaluate.inclusive, "Boxes hold both their corner pixels, as the VOC development kit counts");
  verb->add_flag("--json", options->json, "The scores on stdout, the words on stderr");
  verb->footer("Example: yologold eval run --metric coco");
  verb->callback([options, &context] { context.exit_code = eval(*options); });
}

}  // namespace yologold::tools
