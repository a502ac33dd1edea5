#pragma once
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "diagnose/hypothesis.hpp"
#include "json/json.hpp"

namespace yologold {

/// A case of a suite, and its inputs where they are given and not generated.
struct ProbeCase {
  Json json;
  std::optional<Inputs> inputs = {};
  bool always = false;  ///< part of the probe whatever it tells: shows what no hypothesis speaks of
};

/// Inputs that tell known mistakes of one variant apart.
struct Probe {
  std::vector<ProbeCase> cases;
  std::vector<std::string> hypotheses;                      ///< ids of those that apply; the first is "no-mistake"
  std::size_t tried = 0;                                    ///< inputs
  std::vector<std::pair<std::size_t, std::size_t>> untold;  ///< pairs that are equal, within the tolerances, on every input tried

  std::size_t pairs() const { return hypotheses.size() * (hypotheses.size() - 1) / 2; }
};

/// What is probed, and how.
struct ProbeRequest {
  std::string name;           ///< what ids of cases begin with
  std::string variant;        ///< as a suite names it
  Json set = Json::object();  ///< what a suite's case changes in it
  const Profile* profile = nullptr;
  std::function<void(std::size_t tried)> watch = [](std::size_t) {};  ///< called before each input; what it throws ends the search
};

/// Chooses few cases, greedily, such that two hypotheses differ by more than the tolerances of both in some element of some case, if they do on any of the
/// inputs tried. Of two that the judge takes for no mistake in a case, because rounding leaves a decision open, none is told by it. Hypotheses with a number
/// that is read off the actual take no part.
Probe find_probe(const ProbeRequest& request);

/// The suite of cases.
Json probe_suite(const std::vector<ProbeCase>& cases);

}  // namespace yologold
