#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "golden/golden.hpp"
#include "judge/actual.hpp"
#include "judge/profile.hpp"

namespace yologold {

/// An element of a gradient that was compared.
struct Difference {
  Address at;
  Role role = Role::none;
  std::int64_t truth = -1;  ///< the truth that keeps the slot; -1 where none
  double got = 0, want = 0, ulps = 0;
  TensorType stored{};  ///< the type of the actual
  double excess = 0;    ///< error over the largest allowed error: above 1 fails
  double bound = -1;    ///< the largest allowed error where it was derived for this element; else below 0
};

/// A row of the table: elements of one kind, head and role.
struct Slice {
  std::int64_t count = 0, failures = 0;
  double max_abs = 0, max_ulp = 0;
};
using SliceKey = std::tuple<Kind, std::int64_t, Role>;

/// A scalar of the losses that was compared.
struct TermDifference {
  std::string what;  ///< "head 0, image 1, term noobj", "total"
  double got = 0, want = 0, ulps = 0;
};

/// What became of the decisions that a backend made otherwise than the golden.
struct DecisionReport {
  struct Flip {
    std::string what;  ///< "best anchor 3 over 4 by 0.12, 4000 times the rounding of this profile (image 0, truth 2)"
    double margin = 0, radius = 0;
    double ratio = 0;          ///< margin over radius: at most 1 where rounding may have done it
    double holds_up_to = 0;    ///< the largest unit roundoff at which the golden's outcome is certain
    std::int64_t outcome = 0;  ///< the backend's
  };
  std::int64_t made = 0, undecided = 0;  ///< decisions about truths and near the ignore threshold; those that the profile's rounding leaves open
  std::vector<Flip> closest;             ///< of these, the ones that the smallest roundings leave open
  std::vector<Flip> within;              ///< accepted: the backend is held against their complete alternative
  std::vector<Flip> beyond;              ///< they explain failing elements, but rounding can not have made them; the first few
  std::int64_t elements = 0;             ///< ALTERNATIVE: fail against the golden, agree with the alternative
  std::int64_t kinks = 0;                ///< slots of which the backend took another side of min or max than the golden, within rounding
  std::int64_t open_components = 0;      ///< more decisions hang together than are tried
  std::int64_t open_elements = 0;        ///< failing elements that these leave INCONCLUSIVE
  bool missing = false;                  ///< built without the certified tier: no alternative was looked for
};

/// How much of a case was proved, and how much had to be: shares of the elements that are not exactly 0.
struct ConclusiveReport {
  double share = 1, asked = 0;
  std::string because;  ///< why the suite asks for less than the profile; "": it does not
};

/// The judgement of one case.
struct Verdict {
  std::string id;
  std::vector<std::string> structure;   ///< missing or extra tensors, wrong shapes and types
  std::vector<std::string> assignment;  ///< slots whose role or truth differs
  bool assignment_inferred = false;     ///< from zero patterns, not from role or truth tensors
  std::vector<TermDifference> terms;    ///< failing ones
  bool terms_given = false;             ///< the backend gave losses, and they were judged
  std::int64_t elements = 0, failures = 0, zeros = 0;
  std::map<SliceKey, Slice> slices;
  std::vector<Difference> worst;   ///< failing elements, the largest excess first
  Difference largest;              ///< the largest excess of all elements, failing or not
  std::string cause;               ///< the known mistake that explains the failures, in words; "" where none was looked for
  std::string where;               ///< what the places of the failing elements have in common; "" where nothing, or where none was looked for
  std::vector<std::string> notes;  ///< patterns, mistrust, tensors that were not compared

  bool bounded = false;                   ///< every element was held against a bound of its own
  bool inconclusive = false;              ///< bounded, and too few bounds prove anything
  ConclusiveReport conclusive;            ///< where bounded
  std::array<std::int64_t, 4> proofs{};   ///< elements by Proof
  std::int64_t must_be_nan = 0;           ///< of the exact ones, those that a NaN among the raw outputs reaches: nothing but NaN passes
  std::array<std::int64_t, 17> digits{};  ///< [d] elements of which d decimal digits are verified: -log10(bound/|golden|), rounded down
  std::vector<std::string> bound_parts;   ///< what makes up the bound of `largest`: "61 % exp"
  DecisionReport decisions;

  /// What the backend was held against where it came to other outcomes than the golden; nullptr where it did not. Truths that it has in another cell are moved
  /// into that one, by less than any rounding, so that whoever computes from these inputs comes to the same.
  std::shared_ptr<const GoldenCase> alternative = nullptr;

  bool passed() const { return structure.empty() && assignment.empty() && terms.empty() && failures == 0; }
};

/// Judges what a backend computed for a case. Error where the profile says nothing of a type that the actual is stored in. Damaged where a numeric
/// profile is given a golden that lies outside its own bounds.
/// @param top  how many of the worst elements are kept
Verdict compare(const std::string& id, const GoldenCase& golden, const Actual& actual, const Profile& profile, std::size_t top);

}  // namespace yologold
