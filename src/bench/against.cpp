#include "bench/against.hpp"

#include <cstring>

#include "bench/elapsed.hpp"
#include "check/backend.hpp"
#include "check/last_lines.hpp"
#include "check/run_command.hpp"
#include "check/workspace.hpp"
#include "check/write_inputs.hpp"
#include "yologold/error.hpp"

namespace yologold::bench {
namespace {

constexpr int rounds = 3, more_repeats = 10;

/// The shape of a packed tensor of the layout.
std::vector<std::int64_t> shape_of(const HeadShape& s, LayoutName layout) {
  if (layout == LayoutName::nahwk) return {s.n, s.a, s.h, s.w, 5 + s.c};
  return {s.n, s.shared_classes ? s.a * 5 + s.c : s.a * (5 + s.c), s.h, s.w};
}

Inputs inputs_of(const Workload& work) {
  const Plan plan(work.variant, work.shapes, {.threads = 1});
  Inputs inputs{plan.variant(), work.task.layout, work.shapes, {}, TruthBatch(work.task.images)};
  for (std::size_t h = 0; h < work.heads.size(); ++h) {
    const auto* data = static_cast<const std::byte*>(work.heads[h].data);
    inputs.heads.push_back({TensorType::f32, shape_of(work.shapes[h], work.task.layout), {data, data + work.shapes[h].elements() * 4}});
  }
  const Truths truths = work.truths();
  for (std::size_t i = 0; i + 1 < truths.first.size(); ++i)
    for (auto t = truths.first[i]; t < truths.first[i + 1]; ++t) inputs.truths.add(static_cast<std::int64_t>(i), truths.all[static_cast<std::size_t>(t)]);
  return inputs;
}

std::string replaced(std::string text, const std::string& word, const std::string& by) {
  for (std::size_t at = 0; (at = text.find(word, at)) != std::string::npos; at += by.size()) text.replace(at, word.size(), by);
  return text;
}

}  // namespace

Rival time_command(const Workload& work, const std::string& command, double limit, const std::function<void()>& watch) {
  const Workspace workspace("");
  const std::string& id = work.task.name;
  const std::string in = workspace.folder("in", id), out = workspace.folder("out", id), log = workspace.folder("log", id);
  write_inputs(in, id, inputs_of(work));
  const Backend backend{Backend::Kind::exec, command};
  const auto once = [&](int repeats) {
    const std::string full = replaced(backend.command(in, out), "{repeats}", std::to_string(repeats));
    const Ending end = run_command(full, log + "/stdout", log + "/stderr", std::chrono::duration<double>(limit), watch);
    if (end.kind == Ending::Kind::timed_out) throw Error("--against", "the command took longer than " + std::to_string(limit) + " s for " + id);
    if (end.kind != Ending::Kind::exited || end.code != 0)
      throw Error("--against", "the command failed on " + id + " with code " + std::to_string(end.code) + ": " + last_lines(log + "/stderr"));
    return end.time.count() * 1000;
  };

  const bool repeats = command.find("{repeats}") != std::string::npos;
  std::vector<double> times;
  for (int i = 0; i < rounds; ++i) times.push_back(repeats ? (once(1 + more_repeats) - once(1)) / more_repeats : once(1));
  return {quantile(times, 0.5), !repeats};
}

}  // namespace yologold::bench
