#include "bounds/bounds.hpp"

#include "bounds/evaluator.hpp"
#include "bounds/sum.hpp"

namespace yologold::bounds {
namespace {

Bound bound_of(const Ball& ball) { return {ball.v, ball.e}; }

/// The address of a slot from its place in [N, A, H, W].
Address address_of(const HeadShape& s, std::int64_t head, std::int64_t place) {
  return {head, place / (s.w * s.h * s.a), place / (s.w * s.h) % s.a, 0, place / s.w % s.h, place % s.w};
}

/// The sums of one image in one head.
struct TermSums {
  Sum coord, obj, noobj, classes;

  explicit TermSums(const Arithmetic& a) : coord(a), obj(a), noobj(a), classes(a) {}
};

/// Fills gradients and sums.
class Filling {
 public:
  Filling(const Problem& problem, const Arithmetic& arithmetic)
      : p_(problem), a_(arithmetic), evaluator_(problem, arithmetic), sums_(problem.shapes.size() * images(), TermSums(arithmetic)) {
    for (const HeadShape& s : problem.shapes) out_.gradients.emplace_back(static_cast<std::size_t>(s.elements()));
  }

  Bounds run() {
    for (std::size_t k = 0; k < p_.shapes.size(); ++k) add_negatives(k);
    for (const auto& [place, pairs] : evaluator_.slots()) add_positive(address_of(shape(place.first), place.first, place.second), pairs);
    for (const auto& [place, pairs] : evaluator_.class_owners()) add_classes(address_of(shape(place.first), place.first, place.second), pairs);
    add_up();
    return std::move(out_);
  }

 private:
  std::size_t images() const { return static_cast<std::size_t>(p_.shapes[0].n); }
  const HeadShape& shape(std::int64_t head) const { return p_.shapes[static_cast<std::size_t>(head)]; }
  TermSums& sums(const Address& at) { return sums_[static_cast<std::size_t>(at.head) * images() + static_cast<std::size_t>(at.image)]; }

  void put(const Block& block, const Address& at, std::int64_t k, const Ball& ball) {
    out_.gradients[static_cast<std::size_t>(at.head)][static_cast<std::size_t>(block.at(at.image, at.anchor, k, at.y, at.x))] = bound_of(ball);
  }
  const Layout& layout(const Address& at) const { return p_.heads[static_cast<std::size_t>(at.head)].layout; }

  void add_negatives(std::size_t head) {
    const auto& roles = p_.roles[head];
    for (std::size_t i = 0; i < roles.size(); ++i) {
      if (roles[i] != Role::negative) continue;
      const Address at = address_of(p_.shapes[head], static_cast<std::int64_t>(head), static_cast<std::int64_t>(i));
      const NegativeSlot slot = evaluator_.negative(at);
      sums(at).noobj.add(slot.loss);
      put(layout(at).objectness, at, 0, slot.slope);
    }
  }

  void add_positive(const Address& at, const std::vector<const Pair*>& pairs) {
    const PositiveSlot slot = evaluator_.positive(pairs);
    sums(at).coord.add(slot.coord), sums(at).obj.add(slot.obj);
    for (std::int64_t k = 0; k < 4; ++k) put(layout(at).box, at, k, slot.slopes[static_cast<std::size_t>(k)]);
    put(layout(at).objectness, at, 0, slot.slopes[4]);
  }

  void add_classes(const Address& at, const std::vector<const Pair*>& pairs) {
    const ClassTerm term = evaluator_.classes(pairs);
    sums(at).classes.add(term.value);
    for (std::size_t c = 0; c < term.slopes.size(); ++c) put(layout(at).classes, at, static_cast<std::int64_t>(c), term.slopes[c]);
  }

  void add_up() {
    std::vector<Sum> per_image(images(), Sum(a_));
    Sum total(a_);
    for (std::size_t i = 0; i < sums_.size(); ++i) {
      const Ball parts[] = {sums_[i].coord.value(), sums_[i].obj.value(), sums_[i].noobj.value(), sums_[i].classes.value()};
      for (const Ball& part : parts) per_image[i % images()].add(part);
      const auto stored = [&](std::size_t k) { return bound_of(a_.store(parts[k])); };
      out_.terms.push_back({stored(0), stored(1), stored(2), stored(3)});
    }
    for (const Sum& image : per_image) {
      total.add(image.value());
      out_.per_image.push_back(bound_of(a_.store(image.value())));
    }
    out_.total = bound_of(a_.store(total.value()));
  }

  const Problem& p_;
  const Arithmetic& a_;
  Evaluator evaluator_;
  std::vector<TermSums> sums_;
  Bounds out_;
};

}  // namespace

Bounds evaluate_bounds(const Problem& problem, const NumericProfile& profile) {
  const Arithmetic arithmetic(profile);
  return Filling(problem, arithmetic).run();
}

}  // namespace yologold::bounds
