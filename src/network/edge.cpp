#include "network/edge.hpp"

namespace yologold {

Edge::Edge(const Build& build, Feature& to, const memory::desc& part) : Edge(build, to, build.memories.shared(Shared::part, part)) {
  direct_ = part == to.gradient.get_desc();
}

Edge::Edge(const Build& build, Feature& to, const memory& part)
    : to_(&to), part_(part), copy_(build.copy(part, to.gradient)), add_(build.add(part, to.gradient)) {}

void Edge::run(Op& op, int argument, const Pass& pass) {
  if (!wanted(pass)) return;

  // The first part needs no detour where it looks like the gradient.
  const bool straight = direct_ && !to_->given;
  op.arguments[argument] = straight ? to_->gradient : part_;
  op.run(pass.stream);
  if (!straight) return deliver(pass);
  to_->given = true;
}

void Edge::deliver(const Pass& pass) {
  if (!wanted(pass)) return;
  (to_->given ? add_ : copy_).run(pass.stream);
  to_->given = true;
}

}  // namespace yologold
