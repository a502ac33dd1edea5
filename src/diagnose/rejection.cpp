#include "diagnose/rejection.hpp"

#include "golden/report_json.hpp"
#include "golden/tensors.hpp"
#include "judge/alternatives.hpp"

namespace yologold {

Rejection::Rejection(const Inputs& inputs, const Profile& profile) : golden_{Json::object(), inputs, {}}, profile_(profile) {
  if (!profile.numeric) return;
  const Evaluation evaluation = evaluate(inputs, {}, TensorType::f64, true, best_tier(DType::f64));
  golden_.tensors = golden_tensors(evaluation, inputs.shapes, false);
  golden_.record["report"] = report_json(evaluation.report);
  golden_.inputs.variant = evaluation.variant;
  DecisionReport decisions;
  survey_decisions(golden_, profile, decisions);
  undecided_ = decisions.undecided > 0;
}

bool Rejection::of(const Prediction& written) const {
  Actual actual;
  const Field field = dense(written);
  for (std::size_t k = 0; k < field.size(); ++k) {
    const std::string name = "gradient-" + std::to_string(k);
    std::vector<double> memory(field[k].size());
    for (std::size_t place = 0; place < memory.size(); ++place) memory[place] = field[k][element_at(golden_.inputs.layout, golden_.inputs.shapes[k], place)];
    actual.tensors[name] = make_tensor(TensorType::f64, golden_.tensors.at(name).shape, memory);
  }
  return !compare("", golden_, actual, profile_, 1).passed();
}

}  // namespace yologold
