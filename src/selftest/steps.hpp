#pragma once
#include "selftest/selftest.hpp"

namespace yologold::selftest {

/// What one step found out about one backend.
struct Entry {
  std::string id, sentence;
  bool null = false;
  std::string profile;
  Family family{};
  Cell cell;
};

/// A part of the self-test that does not depend on the others.
struct Step {
  std::string name;
  std::function<std::vector<Entry>()> work;
};

/// A step a case and format of raw outputs. The profiles outlive the steps.
std::vector<Step> mutant_steps(const std::vector<Profile>& profiles, const std::string& filter, const Judge& judge);

/// A step a profile, family and regime.
std::vector<Step> correct_steps(const std::vector<Profile>& profiles, const std::string& filter, int seeds, const Judge& judge);

}  // namespace yologold::selftest
