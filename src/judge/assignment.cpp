#include "judge/assignment.hpp"

#include "golden/report_json.hpp"
#include "golden/tensors.hpp"
#include "judge/alternatives.hpp"

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

// Compares one tensor of whole numbers, slot by slot; returns false where there is none.
template <class Visit>
bool compare_slots(const std::string& key, const GoldenCase& golden, const Actual& actual, std::vector<std::string>& structure, const Visit& visit) {
  // Find it, in the shape it must have.
  const auto found = actual.tensors.find(key);
  if (found == actual.tensors.end()) return false;
  const Tensor& want = golden.tensors.at(key);
  if (found->second.shape != want.shape) {
    structure.push_back(key + " has another shape than the golden's");
    return true;
  }

  // Visit the slots that differ.
  const auto got_values = as_doubles(found->second), want_values = as_doubles(want);
  for (std::size_t i = 0; i < want_values.size(); ++i)
    if (got_values[i] != want_values[i]) visit(i, got_values[i], want_values[i]);
  return true;
}

}  // namespace

bool compare_assignment(std::int64_t head, const GoldenCase& golden, const Actual& actual, Verdict& verdict, const OpenSlots* open) {
  bool any = false;
  const HeadShape& shape = golden.inputs.shapes[static_cast<std::size_t>(head)];
  for (const char* name : {"role", "truth"}) {
    const std::string key = std::string(name) + "-" + std::to_string(head);
    List list(verdict.assignment);
    any |= compare_slots(key, golden, actual, verdict.structure, [&](std::size_t i, double got, double want) {
      if (open && open->has(head, i)) return;
      list.add(slot_text(address_of(head, shape, i)) + ": " + name + " is " + std::to_string(static_cast<std::int64_t>(got)) + ", golden " +
               std::to_string(static_cast<std::int64_t>(want)));
    });
    list.close("slots of " + key);
  }
  return any;
}

std::vector<Address> differing_slots(std::int64_t head, const GoldenCase& golden, const Actual& actual) {
  std::vector<Address> slots;
  std::vector<std::string> structure;
  for (const char* name : {"role-", "truth-"})
    compare_slots(name + std::to_string(head), golden, actual, structure,
                  [&](std::size_t i, double, double) { slots.push_back(address_of(head, golden.inputs.shapes[static_cast<std::size_t>(head)], i)); });
  return slots;
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
