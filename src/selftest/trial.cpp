#include "selftest/trial.hpp"

#include <algorithm>

#include "golden/report_json.hpp"
#include "golden/tensors.hpp"
#include "judge/gradients.hpp"
#include "selftest/container.hpp"

namespace yologold::selftest {
namespace {

Actual golden_as_actual(const GoldenCase& golden) {
  Actual actual;
  for (std::size_t k = 0; k < golden.inputs.shapes.size(); ++k) {
    const std::string name = "gradient-" + std::to_string(k);
    actual.tensors[name] = golden.tensors.at(name);
  }
  return actual;
}

}  // namespace

Trial make_trial(const std::string& id, Inputs inputs, const bounds::Format& format, const Profile& profile) {
  // Compute.
  for (Tensor& head : inputs.heads) head = widen(contain(format, head.shape, as_doubles(head)));
  RunOptions options;
  options.threads = 1;
  const Evaluation evaluation = evaluate(inputs, options, TensorType::f64, true);

  // Put the golden together as it is read from a folder.
  Trial trial;
  trial.id = id;
  trial.report = evaluation.report;
  trial.golden.record = {{"report", report_json(evaluation.report)}};
  trial.golden.tensors = golden_tensors(evaluation, inputs.shapes, false);
  trial.golden.inputs = std::move(inputs);
  trial.golden.inputs.variant = evaluation.variant;
  for (const HeadStages& stages : evaluation.stages) trial.roles.push_back(stages.role);
  trial.scene = make_scene(id, trial.golden, golden_as_actual(trial.golden), profile);
  return trial;
}

Field stored(Field values, const bounds::Format& format) {
  for (auto& head : values) std::transform(head.begin(), head.end(), head.begin(), [&](double g) { return format.round(g); });
  return values;
}

Actual written(const Trial& trial, const Field& values, const bounds::Format& format) {
  Actual actual;
  for (std::size_t k = 0; k < values.size(); ++k) {
    const std::string name = "gradient-" + std::to_string(k);
    const auto place = k < trial.golden.inputs.shapes.size() ? places(trial.golden.inputs.layout, trial.golden.inputs.shapes[k]) : std::vector<std::size_t>();
    if (place.size() != values[k].size()) {
      actual.tensors[name] = contain(format, {static_cast<std::int64_t>(values[k].size())}, values[k]);
      continue;
    }
    std::vector<double> memory(values[k].size());
    for (std::size_t i = 0; i < place.size(); ++i) memory[place[i]] = values[k][i];
    actual.tensors[name] = contain(format, trial.golden.tensors.at(name).shape, memory);
  }
  return actual;
}

}  // namespace yologold::selftest
