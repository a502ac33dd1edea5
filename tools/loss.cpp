#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <filesystem>

#include "exit.hpp"
#include "files/write.hpp"
#include "golden/evaluate.hpp"
#include "golden/report_json.hpp"
#include "golden/tensors.hpp"
#include "loss_options.hpp"
#include "output.hpp"
#include "verb.hpp"
#include "yologold/variant_json.hpp"

namespace yologold::tools {
namespace {

std::string table(const Report& r) {
  std::string text = fmt::format("{:<8}{:>18}{:>18}{:>18}{:>18}\n", "head", "coord", "obj", "noobj", "class");
  for (std::int64_t head = 0; head < r.heads; ++head) {
    TermLoss sum;
    for (std::int64_t image = 0; image < r.images; ++image) {
      const TermLoss& t = r.terms[static_cast<std::size_t>(head * r.images + image)];
      sum = {sum.coord + t.coord, sum.obj + t.obj, sum.noobj + t.noobj, sum.classes + t.classes};
    }
    text +=
        fmt::format("{:<8}{:>18}{:>18}{:>18}{:>18}\n", head, number_text(sum.coord), number_text(sum.obj), number_text(sum.noobj), number_text(sum.classes));
  }
  text += fmt::format("{:<8}{:>18}\n", "total", number_text(r.total));
  text += fmt::format("{} images, {} truths, slots: {} positive, {} ignored, {} negative\n", r.images, r.truths, r.positives, r.ignored, r.negatives);
  if (r.unowned) text += fmt::format("{} truths have a best anchor that no head owns\n", r.unowned);
  for (const BadTruth& bad : r.bad_truths) text += fmt::format("bad truth: image {}, truth {}: {}\n", bad.image, bad.index, describe(bad.reason));
  if (r.first_non_finite)
    text += fmt::format("first logit that is not finite: {} is {}\n", address_text(r.first_non_finite->at), number_text(r.first_non_finite->value));
  return text;
}

Json document(const LossOptions& o, const Inputs& inputs, const Evaluation& evaluation) {
  Json json{{"format", "yologold-report/1"}, {"numerics_version", numerics_version}, {"dtype", o.compute.dtype}, {"layout", name_of(inputs.layout)}};
  json["variant"] = Json::parse(print_variant(evaluation.variant));
  json["variant_sha256"] = hash_variant(evaluation.variant);
  json.update(report_json(evaluation.report));
  return json;
}

// The report goes last: where it stands, everything stands.
void write(const LossOptions& o, const Inputs& inputs, const Evaluation& evaluation, const Json& report) {
  const std::filesystem::path folder = o.folder;
  std::filesystem::create_directories(folder);
  std::filesystem::remove(folder / "report.json");
  for (std::size_t k = 0; k < evaluation.gradients.size(); ++k) {
    stop_if_interrupted();
    const std::string suffix = "-" + std::to_string(k);
    write_npy((folder / ("gradient" + suffix + ".npy")).string(), evaluation.gradients[k]);
    if (!o.stages) continue;
    Tensors stages;
    add_stages(stages, evaluation.stages[k], inputs.shapes[k], "", true);
    write_safetensors((folder / ("stages" + suffix + ".safetensors")).string(), stages);
  }
  stop_if_interrupted();
  write_text((folder / "report.json").string(), report.dump(1) + "\n");
}

int loss(const LossOptions& o) {
  const RunOptions run = o.compute.run_options();
  const Inputs inputs = read_loss_inputs(o);
  const Evaluation evaluation = evaluate(inputs, run, {}, o.stages);
  const Json report = document(o, inputs, evaluation);
  failing_as(io_failure, [&] { write(o, inputs, evaluation, report); });
  const Output output(o.json);
  output.say(table(evaluation.report));
  output.document(report);
  return passed;
}

}  // namespace

void add_loss(CLI::App& app, Context& context) {
  auto options = std::make_shared<LossOptions>();
  CLI::App* verb = app.add_subcommand("loss", "Computes the loss, its terms and its gradient for given heads and truths");
  verb->add_option("--variant", options->variant, "Variant file, or the name of one in configs/variants")->required();
  verb->add_option("--head", options->heads,
                   "Raw output of one head: .npy, FILE.npz:NAME, FILE.safetensors:NAME; f16, bf16, f32, f64. Once a head, in the order of the masks")
      ->required()
      ->allow_extra_args(false);
  verb->add_option("--truths", options->truths, "Labels: JSON, .npy [N, T, 5], a folder of YOLO txt files or a list of such")->required();
  verb->add_option("-o,--output", options->folder, "Folder for report.json, gradient-K.npy, stages-K.safetensors")->required();
  verb->add_option("--anchors", options->anchors, "Width and height of each anchor: \"10,13 16,30\"");
  verb->add_option("--masks", options->masks, "Anchors of each head: \"6,7,8 3,4,5\"");
  verb->add_option("--image", options->image, "Size of the network input in pixels: WIDTHxHEIGHT");
  verb->add_option("--classes", options->classes, "Classes (default: from the variant, else from the channels)")->check(CLI::Range(1, 1 << 20));
  verb->add_option("--set", options->set, "KEY=VALUE, a key of the variant")->allow_extra_args(false);
  verb->add_option("--layout", options->layout, "nchw (default), nhwc, nahwk, darknet-v1");
  verb->add_option("--grid", options->grid, "HEIGHTxWIDTH of the grid; layout darknet-v1 needs it");
  options->compute.add_to(*verb);
  verb->add_flag("--stages", options->stages, "Also write every intermediate: activated, boxes, best_iou, truth, role");
  verb->add_flag("--json", options->json, "The report on stdout, the words on stderr");
  verb->footer("Example: yologold loss --variant yolov3 --head h13.npy --head h26.npy --head h52.npy --truths truths.json --image 416x416 -o out");
  verb->callback([options, &context] { context.exit_code = loss(*options); });
}

}  // namespace yologold::tools
