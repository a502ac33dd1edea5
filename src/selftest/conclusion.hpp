#pragma once
#include "selftest/selftest.hpp"

namespace yologold::selftest {

/// A mutant that the judge let pass on every case of a profile (a null: of a family too).
struct Unseen {
  const Row* row = nullptr;
  std::string profile, family;  ///< family: of a null, else ""
  Cell cell;
  std::string reason;  ///< why it can not be seen; "": it must be
};

/// A correct backend that was not left alone.
struct FalseAlarm {
  const Row* row = nullptr;
  std::string profile;
  Cell cell;
};

struct Conclusion {
  std::vector<Unseen> unseen;
  std::vector<FalseAlarm> alarms;
  std::int64_t judged = 0, seen = 0;  ///< pairs of a mutant and a profile

  /// Every mutant was rejected that can be, and no correct backend.
  bool passed() const;
};

/// Refers to the rows of the result.
Conclusion conclude(const Selftest& result);

}  // namespace yologold::selftest
