#pragma once
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "diagnose/examiner.hpp"
#include "diagnose/hypothesis.hpp"

namespace yologold {

/// A mistake, or two together, and how much it explains.
struct Finding {
  std::vector<std::string> ids, sentences, looks;  ///< one, or two of a pair
  Score score;
  bool fitted = false;  ///< a number was read off the actual

  bool is(const std::string& id) const { return ids.size() == 1 && ids[0] == id; }
};

/// What may have gone wrong in one or several cases of one backend.
struct Diagnosis {
  std::int64_t elements = 0, failing = 0;  ///< compared; those that the golden does not explain
  Kinds failing_kinds{};
  std::int64_t losses = 0, wrong_losses = 0;  ///< given beside the gradients; those of them that are not the golden's
  std::vector<Finding> best;                  ///< what explains most, first
  std::size_t named = 0;                      ///< how many of these are the cause: none, one, or several that these inputs do not tell apart
  std::string where;                          ///< what the failing elements have in common by their places; "" where nothing

  std::int64_t left(const Finding& finding) const { return failing - finding.score.gained; }
  double share(const Finding& finding) const { return failing ? static_cast<double>(finding.score.gained) / static_cast<double>(failing) : 0; }
};

/// Gives the hypotheses for a scene, which outlives them.
using Lister = std::function<std::vector<Hypothesis>(const Scene&)>;

/// Is told several times a second, on the calling thread, how far a search is: "64 of 251 known mistakes". What it throws ends the search.
using Watch = std::function<void(const std::string& step)>;

/// Tries every hypothesis on every scene, and pairs of them where no single one explains all that fails, on all cores. A cause is named where it explains at
/// least 99 % of what fails, breaks at most 1 % as much (one element where at least 4 fail), leaves at least 99 % of all elements explained, and nothing else
/// explains as much; where several do, those whose losses fit the given ones. A pair goes before a single mistake that is named only where it explains, or
/// spares, two elements more and half of what that one leaves. A pair is given up as soon as it misses or breaks 2 % of what fails: it can then neither be
/// named nor explain more than one that is.
Diagnosis diagnose(
    std::span<const Scene> scenes, const Lister& list = hypotheses, const Watch& watch = [](const std::string&) {});

}  // namespace yologold
