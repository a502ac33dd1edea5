#include "golden/certify.hpp"

#include "certain/certify.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

Json certificate_json(const certain::Certificate& c) {
  return {{"elements", c.elements}, {"fallbacks", c.fallbacks}, {"fallback_bits", c.bits}, {"largest_relative_radius", c.radius}};
}

}  // namespace

Tier best_tier(DType compute) { return compute == DType::f64 ? Tier::certified : Tier::fast; }

bool certify(const Inputs& inputs, const RunOptions& options, std::span<const HeadView> heads, std::span<const GradientView> gradients, bool all_stages,
             Evaluation& evaluation) {
  if (options.compute != DType::f64) throw Error("--dtype", "the certified tier stores the nearest f64", "f64");
  Json& json = evaluation.certificate = Json::object();
  try {
    const certain::Certified found = certain::certify({inputs.variant, inputs.shapes, heads, inputs.truths.view(), gradients, evaluation.report,
                                                       evaluation.stages, all_stages, options.isa, options.threads});
    for (std::size_t k = 0; k < found.gradients.size(); ++k) json["gradient-" + std::to_string(k)] = certificate_json(found.gradients[k]);
    json["losses"] = certificate_json(found.losses);
    json["pairs"] = certificate_json(found.pairs);
    if (all_stages) json["stages"] = certificate_json(found.stages);
    return true;
  } catch (const certain::NotReal& error) {
    json["not_certified"] = error.what();
    return false;
  }
}

}  // namespace yologold
