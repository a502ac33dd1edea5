#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <filesystem>
#include <set>

#include "calm_threads.hpp"
#include "exit.hpp"
#include "files/write.hpp"
#include "images/read_image.hpp"
#include "images/write_image.hpp"
#include "model_options.hpp"
#include "output.hpp"
#include "progress.hpp"
#include "train/draw_detections.hpp"
#include "verb.hpp"

namespace yologold::tools {
namespace {

namespace fs = std::filesystem;

struct DetectOptions {
  ModelOptions model;
  std::vector<std::string> images;
  std::string folder;
  bool json = false;
};

/// The picture's own name with .png, another where that is taken.
std::string name_for(const std::string& image, std::set<std::string>& taken) {
  const std::string stem = fs::path(image).stem().string();
  std::string name = stem + ".png";
  for (int k = 2; !taken.insert(name).second; ++k) name = fmt::format("{}-{}.png", stem, k);
  return name;
}

Json detection_json(const Detection& one, const Image& image, const std::vector<std::string>& classes) {
  const auto [cx, cy, w, h] = one.box;
  const auto wide = static_cast<float>(image.width), high = static_cast<float>(image.height);
  return {{"class", classes[static_cast<std::size_t>(one.class_id)]},
          {"class_id", one.class_id},
          {"score", one.score},
          {"box", {cx, cy, w, h}},
          {"pixels", {(cx - w / 2) * wide, (cy - h / 2) * high, (cx + w / 2) * wide, (cy + h / 2) * high}}};
}

/// Looks at one picture, draws what was found.
Json look(const std::string& file, Detector& detector, const std::vector<std::string>& classes, const fs::path& drawn) {
  Image image = read_image(file);
  const std::vector<Detection> found = detector.detect({&image, 1}).front();
  Json row{{"file", file}, {"drawn", drawn.filename().string()}, {"width", image.width}, {"height", image.height}, {"detections", Json::array()}};
  for (const Detection& one : found) row["detections"].push_back(detection_json(one, image, classes));
  draw_detections(image, found, classes);
  failing_as(io_failure, [&] { write_image(drawn.string(), image); });
  return row;
}

int detect(const DetectOptions& o) {
  calm_threads();
  TrainedModel model = open_model(o.model.path, o.model.choices);
  Detector detector(model.network, o.model.detect_options(model));
  const Output output(o.json);
  const fs::path folder = o.folder;
  std::error_code fault;
  fs::create_directories(folder, fault);
  if (fault) throw Exit(io_failure, fmt::format("{}: cannot be made: {}", o.folder, fault.message()));

  // Look at every picture; one that can not be read does not stop the others.
  Json document{{"format", "yologold-detections/1"}, {"weights", model.path}, {"classes", model.facts.classes}, {"images", Json::array()}};
  std::set<std::string> taken;
  int code = passed;
  Progress bar(o.images.size());
  for (const std::string& file : o.images) {
    stop_if_interrupted();
    bar.begin(file);
    try {
      Json row = look(file, detector, model.facts.classes, folder / name_for(file, taken));
      bar.wipe();
      output.say(fmt::format("{}: {} objects, drawn in {}\n", file, row["detections"].size(), (folder / row["drawn"].get<std::string>()).string()));
      document["images"].push_back(std::move(row));
    } catch (const Error& error) {
      bar.wipe();
      output.say(fmt::format("skipped: {}\n", error.what()));
      code = io_failure;
    }
  }
  failing_as(io_failure, [&] { write_text((folder / "detections.json").string(), document.dump(1, ' ', false, Json::error_handler_t::replace) + "\n"); });
  output.document(document);
  return code;
}

}  // namespace

void add_detect(CLI::App& app, Context& context) {
  auto options = std::make_shared<DetectOptions>();
  options->model.score = 0.25;
  CLI::App* verb = app.add_subcommand("detect", "Finds objects in pictures: draws them, and writes them as JSON");
  options->model.add_to(*verb);
  verb->add_option("IMAGE", options->images, "JPEG or PNG")->required();
  verb->add_option("-o,--output", options->folder, "Folder for the drawn pictures and detections.json")->required();
  verb->add_flag("--json", options->json, "The detections on stdout, the words on stderr");
  verb->footer("Example: yologold detect run photo.jpg -o found --threshold 0.4");
  verb->callback([options, &context] { context.exit_code = detect(*options); });
}

}  // namespace yologold::tools
