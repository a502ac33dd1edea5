#include <fmt/format.h>

#include <utility>

#include "exit.hpp"
#include "golden/golden.hpp"
#include "golden/report_json.hpp"
#include "golden_options.hpp"
#include "progress.hpp"

namespace yologold::tools {

int write_golden(const GoldenOptions& o, const Suite& suite, const std::vector<const Case*>& cases) {
  // Refuse a folder that holds other things before anything is computed.
  const RunOptions run = o.compute.run_options();
  check_golden_folder(o.folder);
  const Tier tier = o.tier_for(run.compute);
  const auto type = run.compute == DType::f64 ? TensorType::f64 : TensorType::f32;

  // Compute and write one case after another; the first one that is computed opens the golden.
  const Output output(o.json);
  Json document{{"format", "yologold-golden-run/1"}, {"suite", suite.name}, {"cases", Json::array()}};
  bool opened = false;
  Progress progress(cases.size());
  for (const Case* one : cases) {
    stop_if_interrupted();
    progress.begin(one->id);
    try {
      const Inputs inputs = make_inputs(suite, *one, o.data);
      const bool stages = o.stages || one->stages;
      const Evaluation evaluation = evaluate(inputs, run, type, true, tier, stages);
      if (!std::exchange(opened, true)) failing_as(io_failure, [&] { open_golden(o.folder, suite, run.compute, tier); });
      failing_as(io_failure, [&] { write_case(o.folder, suite, *one, inputs, evaluation, run.compute, stages); });
      const Report& r = evaluation.report;
      progress.wipe();
      output.say(
          fmt::format("{}: total {}, {} truths, {} positives, {} bad truths\n", one->id, number_text(r.total), r.truths, r.positives, r.bad_truths.size()));
      document["cases"].push_back(
          {{"id", one->id}, {"total", number_json(r.total)}, {"truths", r.truths}, {"positives", r.positives}, {"bad_truths", r.bad_truths.size()}});
    } catch (const Error& error) {
      throw Exit(bad_input, "case " + one->id + ": " + error.what());
    }
  }
  output.say(fmt::format("{} cases in {}\n", cases.size(), o.folder));
  output.document(document);
  return passed;
}

}  // namespace yologold::tools
