#include "certain/certify_classes.hpp"

#include <tbb/cache_aligned_allocator.h>

namespace yologold::certain {
namespace {

/// The class vector of a group on its way through the kernels.
class ClassTask {
 public:
  ClassTask(const Problem& problem, const Assignment& assignment, const KernelTable& table, const Scales<DdBall>& s, const Rivals& g)
      : p(problem),
        a(assignment),
        kernels(table),
        scales(s),
        group(g),
        count(static_cast<std::size_t>(p.model.classes)),
        padded((count + lanes - 1) / lanes * lanes),
        memory(padded * (8 + (softmax() ? 10 : 0))),
        t(take(padded)),
        hot(take(padded)),
        counts(take(padded)),
        elements{take(padded), take(padded), take(padded)},
        rounded{take(padded), take(padded), {}, {}},
        work(take(0)) {}

  CertifiedUnit run() {
    CertifiedUnit result;
    result.elements.resize(count);
    result.certificate.elements = p.model.classes;
    Open open;
    load();
    if (too_far()) {
      open.all(count);
    } else {
      for (const Rivals& rivals : class_rows(p, a, group)) add_row(rivals, result.classes);
      round(open, result);
    }
    settle_open(
        open, p.model.delta(), [&]<class S>() { return taken_classes(p, a, Scales<S>(p, a, class_slot(p, a, group).head), group); }, result);
    return result;
  }

 private:
  const Problem& p;
  const Assignment& a;
  const KernelTable& kernels;
  const Scales<DdBall>& scales;
  const Rivals& group;
  const std::size_t count, padded;
  std::vector<double, tbb::cache_aligned_allocator<double>> memory;
  std::size_t taken = 0;
  double *t, *hot, *counts;
  BallRow elements;
  RoundedRow rounded;
  double* work;
  double top = 0, bottom = 0;

  double* take(std::size_t n) {
    taken += n;
    return memory.data() + (taken - n);
  }
  ClassTerm term() const {
    if (p.is(Family::v1) && p.variant().activation != Activation::logistic) return ClassTerm::squared_linear;
    return p.model.squared_objectness() ? ClassTerm::squared_softmax : ClassTerm::bce;
  }
  bool softmax() const { return term() == ClassTerm::squared_softmax; }

  void load() {
    const Slot& slot = class_slot(p, a, group);
    const HeadView& head = p.heads[slot.head];
    const Block& block = head.layout.classes;
    const std::int64_t first = block.at(slot.image, slot.anchor, 0, slot.y, slot.x);
    for (std::size_t c = 0; c < count; ++c) t[c] = read<double>(head, first + static_cast<std::int64_t>(c) * block.sk), counts[c] = 1;
    const auto [low, high] = std::minmax_element(t, t + count);
    bottom = *low, top = *high;
  }

  /// Whether an exponential is beyond the kernels.
  bool too_far() const {
    if (term() == ClassTerm::squared_linear) return false;
    return softmax() ? top - bottom > class_limit : std::max(top, -bottom) > class_limit;
  }

  void add_row(const Rivals& rivals, DdBall& loss) {
    std::fill_n(hot, count, 0.0);
    const double weight = mark_classes(p, a, rivals, [&](std::int32_t c) { hot[c] = 1; });
    const DdBall factor = class_factor(p, scales, group, weight);
    loss += factor * run_kernel(p.model.delta() ? -factor : term() == ClassTerm::squared_linear ? 2 * factor : factor);
  }

  /// The loss of a row; adds `factor` times its slope to the elements.
  DdBall run_kernel(const DdBall& factor) {
    const ClassKernel kernel = softmax() && p.model.delta() ? kernels.softmax_delta : kernels.classes[static_cast<std::size_t>(term())];
    ClassVector in{t, hot, counts, top, {}, plain(factor), work, elements, padded};
    for (const bool wanted : {false, true}) in.targets[wanted] = plain(soften<DdBall>(p.variant(), wanted, p.model.classes));
    DdBall loss;
    const std::size_t step = term() == ClassTerm::bce ? class_chunk : padded;
    for (std::size_t i = 0; i < padded; i += step) {
      in.t = t + i, in.hot = hot + i, in.counts = counts + i, in.n = std::min(step, padded - i);
      in.elements = {elements.high + i, elements.low + i, elements.radius + i};
      ClassSums sums;
      kernel(in, sums);
      loss += join(sums.values) + log_of_growth(sums.growth);
    }
    return loss;
  }

  void round(Open& open, CertifiedUnit& result) {
    kernels.round(elements, padded, rounded);
    for (std::size_t c = 0; c < count; ++c) {
      result.elements[c] = rounded.value[c];
      if (rounded.failed[c] != 0) open.elements.push_back(c);
    }
    result.certificate.radius = *std::max_element(rounded.widest, rounded.widest + lanes);
    if (p.model.delta()) result.cost = join(rounded.squares);
  }
};

}  // namespace

CertifiedUnit certify_classes(const Problem& p, const Assignment& a, const KernelTable& kernels, const Scales<DdBall>& scales, const Rivals& group) {
  return ClassTask(p, a, kernels, scales, group).run();
}

}  // namespace yologold::certain
