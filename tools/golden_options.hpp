#pragma once
#include <string>
#include <vector>

#include "compute_options.hpp"
#include "golden/tier.hpp"
#include "output.hpp"
#include "select.hpp"
#include "suite/suite.hpp"

namespace yologold::tools {

/// The options of the verb golden.
struct GoldenOptions {
  std::string suite, folder, lock, data, tier;
  Selection selection;
  ComputeOptions compute;
  bool verify = false, list = false, stages = false, json = false;

  Tier tier_for(DType arithmetic) const { return tier.empty() ? best_tier(arithmetic) : tier_named(tier, "--tier"); }
};

/// Computes the cases into the folder; returns the exit code.
int write_golden(const GoldenOptions& options, const Suite& suite, const std::vector<const Case*>& cases);

/// Computes the cases again from the stored inputs and compares bits and hashes; returns the exit code.
int verify_golden(const GoldenOptions& options, const Suite& suite, const std::vector<const Case*>& cases);

/// Writes the hashes of the cases into the lock file; returns the exit code.
int write_lock_of(const GoldenOptions& options, const Suite& suite, const std::vector<const Case*>& cases);

/// Computes the cases again and compares their hashes with those of the lock file; returns the exit code.
int verify_lock(const GoldenOptions& options, const Suite& suite, const std::vector<const Case*>& cases);

}  // namespace yologold::tools
