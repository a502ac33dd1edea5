#pragma once
#include <span>
#include <string>
#include <vector>

#include "certain/certificate.hpp"
#include "certain/not_real.hpp"
#include "yologold/engine.hpp"

namespace yologold::certain {

/// What certify says beside the values.
struct Certified {
  std::vector<Certificate> gradients;  ///< per head
  Certificate losses, pairs, stages;
};

/// What to certify, and where it goes.
struct Request {
  const Variant& variant;
  std::span<const HeadShape> shapes;
  std::span<const HeadView> heads;
  const Truths& truths;
  std::span<const GradientView> gradients;  ///< f64, one a head
  Report& report;                           ///< as Plan::run left it: bad truths and non-finite logits stay, the rest is computed anew
  std::vector<HeadStages>& stages;          ///< one a head: role and truth are computed anew; where `all_stages`, everything
  bool all_stages = false;
  std::string isa{};
  int threads = 0;
};

/// Computes the loss and its gradient so that every f64 is the one nearest (ties to even) to the real number that the formula has on the exactly widened
/// inputs. Every decision is made on enough digits; what 1600 bits can not tell apart is a tie. Every zero is +0. NotReal where there is no such
/// number; gradients and report then hold nothing of use.
Certified certify(const Request& request);

}  // namespace yologold::certain
