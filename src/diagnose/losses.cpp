#include "diagnose/losses.hpp"

#include <algorithm>
#include <cmath>

#include "bounds/bounds.hpp"
#include "judge/bounded.hpp"
#include "judge/gradients.hpp"
#include "judge/terms.hpp"
#include "judge/ulp.hpp"

namespace yologold {
namespace {

constexpr const char* names[] = {"terms", "per_image", "total"};

double term_of(const TermLoss& t, std::size_t term) { return term == 0 ? t.coord : term == 1 ? t.obj : term == 2 ? t.noobj : t.classes; }

// What the terms come to where a given loss stands.
double value_of(const GivenLoss& given, const std::vector<TermLoss>& terms, std::size_t images) {
  if (given.kind == Kind::terms) return term_of(terms[given.place / 4], given.place % 4);
  double sum = 0;
  for (std::size_t i = 0; i < terms.size(); ++i)
    if (given.place == images || i % images == given.place) sum += terms[i].coord + terms[i].obj + terms[i].noobj + terms[i].classes;
  return sum;
}

}  // namespace

bool GivenLoss::agrees_with(double want) const {
  constexpr double same = 1e-12;  // of the golden, which is rounded otherwise than what the engine computes
  if (slack < 0) return excess(actual, want, ulp_error(actual, want, stored), tolerance, stored) <= 1;
  if (std::abs(want - golden) <= same * std::abs(golden)) return bounded_excess(actual, golden, slack) <= 1;
  const double usual = slack > 0 && golden != 0 ? slack / std::abs(golden) : 1e-6;
  return bounded_excess(actual, want, std::max(slack, usual * std::abs(want))) <= 1;
}

std::vector<GivenLoss> given_losses(const GoldenCase& golden, const Actual& actual, const Profile& profile, const bounds::Bounds* bounds) {
  // Find how far each of the golden's may lie from it.
  std::vector<double> slacks;
  if (bounds) for_each_loss(golden, *bounds, [&](const bounds::Bound& bound, double value, const std::string&) { slacks.push_back(allowed(bound, value)); });

  // Take those that are there.
  std::vector<GivenLoss> given;
  std::size_t first = 0;
  for (const char* name : names) {
    const auto want = as_doubles(golden.tensors.at(name));
    const auto found = actual.tensors.find(name);
    const bool judged = found != actual.tensors.end() && (profile.numeric || profile.tolerances.count(found->second.type));
    if (judged && found->second.elements() == static_cast<std::int64_t>(want.size())) {
      const auto got = as_doubles(found->second);
      const Kind kind = std::string(name) == "terms" ? Kind::terms : Kind::total;
      const std::size_t images = std::string(name) == "total" ? static_cast<std::size_t>(golden.inputs.shapes[0].n) : 0;
      for (std::size_t i = 0; i < want.size(); ++i)
        given.push_back({kind, i + images, want[i], got[i], bounds ? slacks[first + i] : -1, found->second.type, profile.of(found->second.type, kind)});
    }
    first += want.size();
  }
  return given;
}

std::int64_t wrong_losses(const std::vector<GivenLoss>& given, const std::vector<TermLoss>& terms, std::int64_t images) {
  return std::count_if(given.begin(), given.end(),
                       [&](const GivenLoss& g) { return !g.agrees_with(terms.empty() ? g.golden : value_of(g, terms, static_cast<std::size_t>(images))); });
}

}  // namespace yologold
