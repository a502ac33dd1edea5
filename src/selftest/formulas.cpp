#include "selftest/exact_kernels.hpp"
#include "selftest/mutant.hpp"
#include "selftest/play.hpp"

namespace yologold::selftest {
namespace {

double same(double x) { return x; }

// The golden, changed by what the mistake changes.
Field planted(const Trial& trial, Mistake mistake) {
  const Field& logits = *trial.scene.setting.logits;
  const Field right = Player<double>(trial, exact_kernels, Mistake::none, logits, same).play();
  const Field wrong = Player<double>(trial, exact_kernels, mistake, logits, same).play();
  Field field = dense(trial.scene.golden);
  for (std::size_t k = 0; k < field.size(); ++k)
    for (std::size_t i = 0; i < field[k].size(); ++i) field[k][i] += wrong[k][i] - right[k][i];
  return field;
}

void add(const char* id, const char* sentence, Mistake mistake, std::vector<Mutant>& list) {
  list.push_back({id, sentence, false, false, [mistake](const Trial& trial, const bounds::NumericProfile&) { return planted(trial, mistake); }});
}

}  // namespace

void add_formulas(const Trial& trial, std::vector<Mutant>& list) {
  const Family family = trial.family();
  if (family == Family::v4) {
    add("pi=3.14", "pi is 3.14 in the aspect term", Mistake::short_pi, list);
    add("alpha-eps", "1e-7 is added to the divisor of alpha", Mistake::alpha_eps, list);
  }
  if (family != Family::v3) {
    add("union-eps", "1e-7 is added to the union", Mistake::union_eps, list);
    add("overlap-not-clamped", "an overlap below 0 is not clamped", Mistake::no_clamp, list);
  }
  if (family == Family::v1 || family == Family::v2)
    add("softmax-diagonal", "only the diagonal of the softmax's Jacobian is used", Mistake::diagonal_softmax, list);
}

}  // namespace yologold::selftest
