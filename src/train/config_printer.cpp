#include "train/config_names.hpp"
#include "train/train_config.hpp"

namespace yologold {
namespace {

Json optimiser_json(const OptimiserOptions& o) {
  Json json{{"kind", optimiser_names[static_cast<std::size_t>(o.kind)]}};
  if (o.kind == OptimiserKind::sgd)
    json["momentum"] = o.momentum;
  else
    json.update({{"beta1", o.beta1}, {"beta2", o.beta2}, {"epsilon", o.epsilon}});
  json.update({{"weight_decay", o.weight_decay}, {"clip", o.clip}});
  return json;
}

Json schedule_json(const Schedule& s) {
  Json json{{"kind", schedule_names[static_cast<std::size_t>(s.kind)]}, {"rate", s.rate}, {"warmup", s.warmup}, {"warmup_power", s.warmup_power}};
  if (s.kind == ScheduleKind::cosine) json.update({{"period", s.period}, {"period_factor", s.period_factor}, {"final_rate", s.final_rate}});
  if (s.kind == ScheduleKind::step) json.update({{"at", s.at}, {"scales", s.scales}});
  return json;
}

Json judge_json(const JudgeConfig& j) {
  Json json{{"every", j.every}, {"split", j.split}, {"metric", metric_names[static_cast<std::size_t>(j.options.metric)]}};
  if (j.options.metric != Metric::coco) json["iou"] = j.options.iou;
  json.update({{"inclusive", j.options.inclusive},
               {"score", j.score},
               {"nms", suppression_names[static_cast<std::size_t>(j.suppress.kind)]},
               {"nms_threshold", j.suppress.threshold},
               {"most", j.suppress.most}});
  return json;
}

}  // namespace

Json print_train_config(const TrainConfig& c) {
  Json json{{"network", c.network}};
  for (const auto& [key, part] : {std::pair{"variant", &c.variant}, {"anchors", &c.anchors}, {"augment", &c.augment}})
    if (!part->is_null()) json[key] = *part;
  json.update({{"data", c.data}, {"classes", c.classes}, {"split", c.split}, {"val_share", c.val_share}});
  if (c.size[0] > 0) json["size"] = c.size;
  json.update({{"batch", c.batch}, {"subdivisions", c.subdivisions}, {"epochs", c.epochs}});
  json["optimiser"] = optimiser_json(c.optimiser);
  json["schedule"] = schedule_json(c.schedule.in_epochs);
  json["average"] = {{"decay", c.average.decay}, {"ramp", c.average.ramp}};
  json["evaluate"] = judge_json(c.judge);
  json["self_adversarial"] = {{"probability", c.adversary.probability}, {"step", c.adversary.step}};
  json.update({{"drop_ramp", c.drop_ramp},
               {"weights", c.weights},
               {"weights_layers", c.weights_layers},
               {"objectness_prior", c.objectness_prior},
               {"seed", c.seed},
               {"threads", c.threads}});
  return json;
}

}  // namespace yologold
