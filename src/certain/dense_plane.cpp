#include "certain/dense_plane.hpp"

namespace yologold::certain {
namespace {

constexpr std::int64_t row_cells = dense_cells;

/// A piece of a plane on its way through the kernel.
struct Rows {
  alignas(64) double t[row_cells], weight[row_cells], slope[row_cells], failed[row_cells];
  std::vector<std::int64_t> outside;  ///< cells whose logit is too large for the kernel
};

class PlaneTask {
 public:
  PlaneTask(const Problem& problem, const Assignment& assignment, const Scales<DdBall>& s, const Plane& plane)
      : p(problem), a(assignment), first(slot_of(plane)), scales(s), first_slot(problem.index(first)) {}

  PlaneSums run(const KernelTable& kernels, const GradientView& gradient) {
    Rows rows;
    const std::int64_t cells = p.model.heads[first.head].cells();
    for (std::int64_t begin = 0; begin < cells; begin += row_cells) {
      const std::int64_t n = std::min(row_cells, cells - begin);
      load(begin, n, rows);
      evaluate(kernels, n, rows);
      Slot at = cell(begin);
      for (std::int64_t i = 0; i < n; ++i, step(at)) {
        if (rows.failed[i] != 0) rows.slope[i] = resolve(at, false);
        write(gradient, address(gradient.layout, at), rows.slope[i] + 0.0);
      }
      for (const std::int64_t i : rows.outside) write(gradient, address(gradient.layout, cell(i)), resolve(cell(i), true));
    }
    sums.noobj = scales.noobj * sums.noobj + large_noobj;
    sums.cost = square(scales.noobj) * sums.cost + large_cost;
    return sums;
  }

 private:
  const Problem& p;
  const Assignment& a;
  Slot first;
  const Scales<DdBall>& scales;
  std::int64_t first_slot;
  PlaneSums sums;
  DdBall large_noobj, large_cost;

  static Slot slot_of(const Plane& plane) { return {plane.head, plane.image, plane.anchor, 0, 0}; }
  Slot cell(std::int64_t i) const { return p.slot_at(first.head, first_slot + i); }
  static std::int64_t address(const Layout& layout, const Slot& s) { return layout.objectness.at(s.image, s.anchor, 0, s.y, s.x); }

  /// The next cell of the plane.
  void step(Slot& s) const {
    if (++s.x == p.shape(s).w) s.x = 0, ++s.y;
  }

  void load(std::int64_t begin, std::int64_t n, Rows& rows) {
    rows.outside.clear();
    std::fill_n(rows.t, row_cells, 0.0);
    std::fill_n(rows.weight, row_cells, 0.0);
    Slot at = cell(begin);
    for (std::int64_t i = 0; i < n; ++i, step(at)) {
      if (a.roles[static_cast<std::size_t>(first_slot + begin + i)] != Role::negative) continue;
      const double t = p.objectness_logit(at);
      ++sums.certificate.elements;
      if (lane::abs(t) > dense_limit)
        rows.outside.push_back(begin + i);
      else
        rows.t[i] = t, rows.weight[i] = 1;
    }
  }

  void evaluate(const KernelTable& kernels, std::int64_t n, Rows& rows) {
    const auto term = static_cast<std::size_t>(is_linear(p.variant())         ? DenseTerm::squared_linear
                                               : p.model.squared_objectness() ? DenseTerm::squared_logistic
                                                                              : DenseTerm::bce);
    const std::size_t padded = (static_cast<std::size_t>(n) + lanes - 1) / lanes * lanes;
    DenseSums found;
    (p.model.delta() ? kernels.dense_delta : kernels.dense)[term]({rows.t, rows.weight, plain(scales.noobj), rows.slope, rows.failed, padded}, found);
    sums.noobj += join(found.values) + log_of_growth(found.growth);
    sums.cost += join(found.squares);
    sums.certificate.radius = std::max(sums.certificate.radius, *std::max_element(found.widest, found.widest + lanes));
  }

  /// Certifies one slot by itself; `counts`: the kernel did not add its loss.
  double resolve(const Slot& slot, bool counts) {
    const double t = p.objectness_logit(slot);
    const auto unit = certify_unit(
        1, [&]<class S>() { return empty_slot(p, Scales<S>(p, a, first.head), t); }, p.model.delta());
    sums.certificate.fallbacks += unit.certificate.fallbacks;
    sums.certificate.bits = std::max(sums.certificate.bits, unit.certificate.bits);
    if (counts) large_noobj += unit.noobj, large_cost += unit.cost;
    return unit.elements[0];
  }
};

}  // namespace

PlaneSums certify_plane(const Problem& p, const Assignment& a, const KernelTable& kernels, const Scales<DdBall>& scales, const Plane& plane,
                        const GradientView& gradient) {
  return PlaneTask(p, a, scales, plane).run(kernels, gradient);
}

}  // namespace yologold::certain
