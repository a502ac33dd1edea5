#include "selftest/selftest.hpp"

#include <algorithm>
#include <mutex>

#include "engine/parallel.hpp"
#include "selftest/steps.hpp"
#include "yologold/error.hpp"

namespace yologold::selftest {
namespace {

// The entries of each row, joined; rows in the order in which they first come up.
std::vector<Row> join(const std::vector<std::vector<Entry>>& all) {
  std::vector<Row> rows;
  std::map<std::string, std::size_t> index;
  for (const auto& entries : all)
    for (const Entry& e : entries) {
      const auto [at, fresh] = index.try_emplace(e.id, rows.size());
      if (fresh) rows.push_back({e.id, e.sentence, e.null, {}});
      rows[at->second].cells[e.profile][e.family].add(e.cell);
    }
  return rows;
}

std::vector<std::vector<Entry>> work_off(const std::vector<Step>& steps, const Request& request) {
  std::vector<std::vector<Entry>> entries(steps.size());
  std::mutex speaking;
  tbb::task_arena arena(request.threads > 0 ? request.threads : tbb::task_arena::automatic);
  parallel_for(arena, static_cast<std::int64_t>(steps.size()), 1, [&](std::int64_t i) {
    const Step& step = steps[static_cast<std::size_t>(i)];
    if (request.begin) {
      const std::lock_guard lock(speaking);
      request.begin(step.name, steps.size());
    }
    entries[static_cast<std::size_t>(i)] = step.work();
  });
  return entries;
}

}  // namespace

void Cell::add(const Cell& other) {
  cases += other.cases, failed += other.failed;
  elements += other.elements, flagged += other.flagged;
  unbounded += other.unbounded, inconclusive += other.inconclusive;
  largest = std::max(largest, other.largest);
  for (std::size_t i = 0; i < close.size(); ++i) close[i].flagged += other.close[i].flagged, close[i].failed += other.close[i].failed;
}

Cell Row::total(const std::string& profile) const {
  Cell sum;
  if (const auto found = cells.find(profile); found != cells.end())
    for (const auto& [family, cell] : found->second) sum.add(cell);
  return sum;
}

Selftest run_selftest(const Request& request) {
  // Load the profiles.
  Selftest result;
  for (const std::string& name : request.profiles) {
    result.profiles.push_back(load_profile(name));
    if (!result.profiles.back().numeric) throw Error("profile " + name, "has fixed tolerances only", "a yologold-profile/2");
  }

  // Judge everything.
  Judge judge = request.judge;
  if (!judge) judge = [](const auto& id, const auto& golden, const auto& actual, const auto& profile) { return compare(id, golden, actual, profile, 0); };
  std::vector<Step> steps = mutant_steps(result.profiles, request.filter, judge);
  const std::size_t wrong = steps.size();
  for (Step& step : correct_steps(result.profiles, request.filter, request.seeds, judge)) steps.push_back(std::move(step));
  auto entries = work_off(steps, request);
  const auto middle = entries.begin() + static_cast<std::ptrdiff_t>(wrong);
  result.correct = join({middle, entries.end()});
  entries.erase(middle, entries.end());
  result.mutants = join(entries);
  return result;
}

}  // namespace yologold::selftest
