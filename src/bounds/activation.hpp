#pragma once
#include "bounds/ball.hpp"
#include "yologold/variant.hpp"

namespace yologold::bounds {

/// What a logit stands for, and the derivative of that by the logit.
struct Activated {
  Ball value, rate;
};

/// Whether a v1 network emits x y w h C themselves, or roots of w and h.
bool emits_values(const Variant& variant);

/// x^ y^ C^: sigma(t), or t itself.
Activated activated(const Variant& variant, const Ball& t);

/// w^ h^ of v1: sigma(t), t itself, or t^2 of an emitted root.
Activated activated_size(const Variant& variant, const Ball& t);

/// a times a derivative; a derivative of exactly 1 is no operation.
Ball follow(const Ball& a, const Ball& rate);

}  // namespace yologold::bounds
