#include "judge/failures.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "support/catch.hpp"
#include "support/random.hpp"

using namespace yologold;

namespace {

Difference failing(std::int64_t x, double got, double want, double excess = 2) {
  Difference d;
  d.at.x = x, d.got = got, d.want = want, d.excess = excess;
  return d;
}

std::string pattern_of(const std::vector<Difference>& all) {
  Patterns patterns;
  for (const Difference& d : all) patterns.add(d);
  const auto words = patterns.words();
  return words.empty() ? "" : words[0];
}

}  // namespace

TEST_CASE("the worst of many are kept, equal ones in their order") {
  for (const std::size_t top : {std::size_t{0}, std::size_t{1}, std::size_t{10}, std::size_t{5000}, std::size_t{100000}}) {
    test::Random r(5);
    Failures failures(top);
    std::vector<Difference> all;
    for (std::int64_t i = 0; i < 30000; ++i) all.push_back(failing(i, 1, 2, static_cast<double>(r.below(3000))));
    for (const Difference& d : all) failures.add(d);
    std::stable_sort(all.begin(), all.end(), [](const Difference& a, const Difference& b) { return a.excess > b.excess; });
    all.resize(std::min(all.size(), top));
    const auto worst = failures.worst();
    CHECK(std::equal(worst.begin(), worst.end(), all.begin(), all.end(), [](const Difference& a, const Difference& b) { return a.at == b.at; }));
  }
}

TEST_CASE("what all failing elements have in common") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(pattern_of({}).empty());
  CHECK(pattern_of({failing(3, nan, 1), failing(4, nan, 2)}).find("every failing element is NaN; the first in memory order is at ") == 0);
  CHECK(pattern_of({failing(0, 0, 1), failing(1, 0, 2)}) == "every failing element is 0");
  CHECK(pattern_of({failing(0, 1, 0), failing(1, 2, 0)}) == "every failing element should be 0");
  CHECK(pattern_of({failing(0, -1, 1), failing(1, -2.01, 2)}) == "every failing element is -1 times the golden value");
  CHECK(pattern_of({failing(0, 0.37, 1), failing(1, 0.74, 2)}) == "every failing element is 0.37 times the golden value");

  // One that does not fit is enough.
  CHECK(pattern_of({failing(0, nan, 1), failing(1, 1, 2)}).empty());
  CHECK(pattern_of({failing(0, 1, 2), failing(1, nan, 1)}).empty());
  CHECK(pattern_of({failing(0, 1, 2), failing(1, 0, 1)}).empty());
  CHECK(pattern_of({failing(0, 1, 2), failing(1, 1, 0)}).empty());
  CHECK(pattern_of({failing(0, -1, 1), failing(1, 2, 2.5), failing(2, -3, 3)}).empty());
  CHECK(pattern_of({failing(0, 0.37, 1), failing(1, 0.741, 2), failing(2, 0.38, 1)}).empty());
  CHECK(pattern_of({failing(0, 0.37, 1), failing(1, 1, 0)}).empty());
  CHECK(pattern_of({failing(0, 1.005, 1), failing(1, 2.01, 2)}).empty());
  CHECK(pattern_of({failing(0, 0.37, 1)}).empty());
}
