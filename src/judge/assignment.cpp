#include "judge/assignment.hpp"

#include "golden/report_json.hpp"
#include "golden/tensors.hpp"

namespace yologold {
namespace {

constexpr std::size_t listed_slots = 5;  // further ones are counted

Address address_of(std::int64_t head, const HeadShape& s, std::size_t index) {
  const auto slot = static_cast<std::int64_t>(index);
  return {head, slot / (s.w * s.h * s.a), slot / (s.w * s.h) % s.a, 0, slot / s.w % s.h, slot % s.w};
}

// Keeps the first few messages and counts the rest.
class List {
 public:
  explicit List(std::vector<std::string>& messages) : messages_(messages) {}
  void add(const std::string& message) {
    if (++count_ <= listed_slots) messages_.push_back(message);
  }
  void close(const std::string& of) {
    if (count_ > listed_slots) messages_.push_back("... " + std::to_string(count_ - listed_slots) + " more " + of);
  }

 private:
  std::vector<std::string>& messages_;
  std::size_t count_ = 0;
};

// Compares one tensor of whole numbers, slot by slot.
bool compare_slots(const std::string& name, std::int64_t head, const GoldenCase& golden, const Actual& actual, Verdict& verdict) {
  // Find it, in the shape it must have.
  const std::string key = name + "-" + std::to_string(head);
  const auto found = actual.tensors.find(key);
  if (found == actual.tensors.end()) return false;
  const Tensor& want = golden.tensors.at(key);
  if (found->second.shape != want.shape) {
    verdict.structure.push_back(key + " has another shape than the golden's");
    return true;
  }

  // List the slots that differ.
  const auto got_values = as_doubles(found->second), want_values = as_doubles(want);
  List list(verdict.assignment);
  for (std::size_t i = 0; i < want_values.size(); ++i)
    if (got_values[i] != want_values[i])
      list.add(slot_text(address_of(head, golden.inputs.shapes[static_cast<std::size_t>(head)], i)) + ": " + name + " is " +
               std::to_string(static_cast<std::int64_t>(got_values[i])) + ", golden " + std::to_string(static_cast<std::int64_t>(want_values[i])));
  list.close("slots of " + key);
  return true;
}

}  // namespace

bool compare_assignment(std::int64_t head, const GoldenCase& golden, const Actual& actual, Verdict& verdict) {
  const bool roles = compare_slots("role", head, golden, actual, verdict), truths = compare_slots("truth", head, golden, actual, verdict);
  return roles || truths;
}

void infer_assignment(std::int64_t head, const GoldenCase& golden, const HeadComparison& comparison, Verdict& verdict) {
  verdict.assignment_inferred = true;
  const std::string key = "-" + std::to_string(head);
  const auto roles = values_of<Role>(golden.tensors.at("role" + key));
  const auto truths = values_of<std::int32_t>(golden.tensors.at("truth" + key));
  List list(verdict.assignment);
  for (std::size_t i = 0; i < comparison.slot_fails.size(); ++i) {
    if (!comparison.slot_fails[i] || comparison.golden_moves[i] == comparison.actual_moves[i]) continue;
    const std::string place = slot_text(address_of(head, golden.inputs.shapes[static_cast<std::size_t>(head)], i));
    if (comparison.actual_moves[i])
      list.add(place + ": has box or class gradients, but no truth is assigned to it");
    else
      list.add(place + ": has no box or class gradients, but " + (roles[i] == Role::positive ? "truth " + std::to_string(truths[i]) : "something") +
               " is assigned to it");
  }
  list.close("slots of head " + std::to_string(head));
}

}  // namespace yologold
