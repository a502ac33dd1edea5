#include "judge/compare.hpp"

#include <algorithm>
#include <utility>

#include "files/shape.hpp"
#include "json/text.hpp"
#include "judge/alternatives.hpp"
#include "judge/assignment.hpp"
#include "judge/bounded.hpp"
#include "judge/failures.hpp"
#include "judge/kinks.hpp"
#include "judge/shape_words.hpp"
#include "judge/strays.hpp"
#include "judge/terms.hpp"
#include "suite/locate.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

constexpr double mistrusted_share = 0.999;

bool is_float(TensorType type) { return type == TensorType::f16 || type == TensorType::bf16 || type == TensorType::f32 || type == TensorType::f64; }

// Names what is missing, too much, or of the wrong shape or type.
void check_structure(const GoldenCase& golden, const Actual& actual, Verdict& verdict) {
  for (std::size_t k = 0; k < golden.inputs.shapes.size(); ++k) {
    const std::string name = "gradient-" + std::to_string(k);
    const auto given = actual.tensors.find(name);
    if (given == actual.tensors.end()) verdict.structure.push_back(name + " is missing");
    if (given == actual.tensors.end() || given->second.shape == golden.tensors.at(name).shape) continue;
    const std::string guess = shape_words(golden, k, given->second.shape);
    verdict.structure.push_back(name + " has the shape " + print_shape(given->second.shape) + ", expected " + print_shape(golden.tensors.at(name).shape) +
                                (guess.empty() ? "" : " (" + guess + ")"));
  }
  std::vector<std::string> skipped;
  for (const auto& [name, tensor] : actual.tensors) {
    const bool stage = is_stage(name);
    const auto known = golden.tensors.find(name);
    if (known == golden.tensors.end() && !stage) verdict.structure.push_back(name + " is extra: the golden has no such tensor");
    if (stage) skipped.push_back(name);
    if (name.rfind("gradient-", 0) != 0 || known == golden.tensors.end()) continue;
    if (!is_float(tensor.type)) verdict.structure.push_back(name + " has the type " + name_of(tensor.type) + ", expected f16, bf16, f32, f64");
  }
  if (!skipped.empty()) verdict.notes.push_back("not compared: " + join(skipped));
}

// A type that can not hold what the profile's backend stores has roundings that no bound knows of.
void check_stored(const Actual& actual, const Profile& profile) {
  const bounds::Format& stored = profile.numeric->stored;
  for (const auto& [name, tensor] : actual.tensors) {
    if (name.rfind("gradient-", 0) != 0 && name != "terms" && name != "per_image" && name != "total") continue;
    const bounds::Format type = bounds::format_named(name_of(tensor.type), name);
    if (type.precision < stored.precision || type.most < stored.most)
      throw Error("profile " + profile.name, name + " is stored as " + type.name, stored.name + ", or a type that holds every " + stored.name);
  }
}

/// One pass over everything that is held against a golden.
struct Pass {
  Verdict verdict;
  Failures failures;
  std::vector<Address> suspects;  ///< of failing elements and differing slots
};

// One address for every slot that fails or differs.
void add_suspects(const HeadComparison& comparison, const std::vector<Address>& differing, const HeadShape& shape, std::vector<Address>& suspects) {
  std::vector<std::uint8_t> known(static_cast<std::size_t>(shape.slots()));
  const auto add = [&](const Address& at) {
    if (!std::exchange(known[static_cast<std::size_t>(slot_index(shape, at))], std::uint8_t{1})) suspects.push_back(at);
  };
  for (const Address& at : comparison.failing) add(at);
  for (const Address& at : differing) add(at);
}

Pass judge(Verdict verdict, const GoldenCase& given, const Actual& actual, const Profile& profile, std::size_t top, const OpenSlots* open) {
  // Find the bounds, and the sides of the kinks.
  Pass pass{std::move(verdict), Failures(top), {}};
  auto bounds = find_bounds(given, profile, pass.verdict);
  if (bounds && !open) refuse_strays(given, profile, *bounds);
  if (bounds) check_stored(actual, profile);
  const Kinks kinks = bounds ? settle_kinks(given, actual, profile, *bounds) : Kinks{};
  const GoldenCase& golden = kinks.golden ? *kinks.golden : given;
  pass.verdict.decisions.kinks = kinks.slots;

  // Compare.
  const bounds::Bounds* const all = bounds ? &*bounds : nullptr;
  compare_terms(golden, actual, profile, all, pass.verdict, open);
  for (std::size_t k = 0; k < golden.inputs.shapes.size(); ++k) {
    const auto head = static_cast<std::int64_t>(k);
    const bool told = compare_assignment(head, golden, actual, pass.verdict, open);
    const Tensor& gradient = actual.tensors.at("gradient-" + std::to_string(k));
    const HeadComparison comparison = compare_head(head, golden, gradient, profile, all, pass.verdict, pass.failures, open);
    if (!told) infer_assignment(head, golden, comparison, pass.verdict);
    if (!all || open) continue;
    add_suspects(comparison, differing_slots(head, golden, actual), golden.inputs.shapes[k], pass.suspects);
  }
  return pass;
}

}  // namespace

Verdict compare(const std::string& id, const GoldenCase& golden, const Actual& actual, const Profile& profile, std::size_t top) {
  // Look at the tensors there are.
  Verdict verdict;
  verdict.id = id;
  check_structure(golden, actual, verdict);
  if (!verdict.structure.empty()) return verdict;

  // Compare assignment, terms and elements; where rounding leaves decisions open, with the outcomes that the backend came to.
  Alternatives found;
  Pass pass = judge(verdict, golden, actual, profile, top, nullptr);
  if (!pass.suspects.empty() && pass.verdict.structure.empty()) {
    found = find_alternatives(golden, actual, profile, pass.suspects);
    const std::int64_t failures = pass.verdict.failures;
    if (found.golden || found.open.any()) pass = judge(std::move(verdict), found.golden ? *found.golden : golden, actual, profile, top, &found.open);
    found.report.kinks = pass.verdict.decisions.kinks;
    found.report.open_elements = pass.verdict.decisions.open_elements;
    found.report.elements = std::max<std::int64_t>(0, failures - pass.verdict.failures - found.report.open_elements);
    pass.verdict.decisions = std::move(found.report);
  }

  // Say how close the decisions were, what the failures have in common, and whether there was anything to compare.
  Verdict& result = pass.verdict;
  if (result.bounded) survey_decisions(golden, profile, result.decisions);
  for (auto& note : pass.failures.patterns()) result.notes.push_back(std::move(note));
  if (result.elements > 0 && static_cast<double>(result.zeros) >= mistrusted_share * static_cast<double>(result.elements))
    result.notes.push_back("mistrusted: " + std::to_string(result.zeros) + " of " + std::to_string(result.elements) + " elements are 0 on both sides");
  result.worst = pass.failures.worst();
  close_bounds(found.golden ? *found.golden : golden, actual, profile, result);
  if (found.golden) result.alternative = std::make_shared<const GoldenCase>(with_moved_truths(std::move(*found.golden), found.moved));
  return std::move(result);
}

}  // namespace yologold
