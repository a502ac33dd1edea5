#pragma once
#include <map>
#include <string>

#include "golden/evaluate.hpp"

namespace yologold {

/// What a case was computed from and what came out, as SHA-256.
struct LockedCase {
  std::string inputs;   ///< layout, heads and truths
  std::string variant;  ///< as resolved, without its name
  std::string values;   ///< every tensor of the golden but the optional stages

  bool operator==(const LockedCase&) const = default;
};

/// A golden without its megabytes ("yologold-lock/1"): whoever computes the cases again can prove that the bits are the same.
struct Lock {
  std::string suite;
  DType compute = DType::f64;
  Tier tier = Tier::fast;
  std::map<std::string, LockedCase> cases;  ///< by id
};

LockedCase lock_case(const Inputs& inputs, const Evaluation& evaluation);

/// Writes a lock whole or not at all.
void write_lock(const std::string& path, const Lock& lock);

/// Damaged where it is missing, is no lock, or is of another numerics version.
Lock read_lock(const std::string& path);

}  // namespace yologold
