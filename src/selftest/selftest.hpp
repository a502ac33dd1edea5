#pragma once
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "judge/compare.hpp"
#include "selftest/closeness.hpp"
#include "yologold/variant.hpp"

namespace yologold::selftest {

/// What the judge said of one backend on several cases.
struct Cell {
  std::int64_t cases = 0, failed = 0;      ///< judged, and with the verdict FAIL
  std::int64_t elements = 0, flagged = 0;  ///< that count, and outside their bounds: a mutant's are those that it changes
  std::int64_t unbounded = 0;              ///< cases that were not judged by bounds
  std::int64_t inconclusive = 0;           ///< cases whose bounds prove too little
  double largest = 0;                      ///< error over bound
  std::array<Alarms, closeness_count> close{};

  void add(const Cell& other);
};

/// A mutant, or a correct backend, under every profile and in every family.
struct Row {
  std::string id, sentence;
  bool null = false;
  std::map<std::string, std::map<Family, Cell>> cells;  ///< by the profile's name

  Cell total(const std::string& profile) const;
};

/// Judges one case.
using Judge = std::function<Verdict(const std::string&, const GoldenCase&, const Actual&, const Profile&)>;

struct Request {
  std::vector<std::string> profiles;  ///< names or paths, numeric ones
  std::string filter;                 ///< only backends whose id this regular expression finds
  int seeds = 3;                      ///< hard scenes of each kind that correct backends compute: 3 make a million elements a profile
  int threads = 0;                    ///< 0: all cores

  Judge judge;                                                       ///< nothing: compare; another one shows that a broken judge is found out
  std::function<void(const std::string&, std::size_t total)> begin;  ///< called before each step, by one thread at a time; what it throws ends the test
};

struct Selftest {
  std::vector<Profile> profiles;
  std::vector<Row> mutants, correct;
};

/// Judges wrong backends, which must fail, and correct ones, which must not.
Selftest run_selftest(const Request& request);

}  // namespace yologold::selftest
