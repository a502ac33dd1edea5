#include "ref/differencer.hpp"
#include "ref/loss.hpp"
#include "ref/ref.hpp"
#include "yologold/error.hpp"

namespace yologold::ref {

struct Differencer::Base {
  Problem<Real> problem;
  Assignment<Real> frozen;  ///< roles, truths, detached IOU targets and constant alphas of the unperturbed point

  Base(const Variant& variant, std::span<const HeadShape> shapes, std::span<const HeadView> heads, const Truths& truths)
      : problem(variant, shapes, heads, truths), frozen(assign(problem)) {}
};

Differencer::Differencer(const Variant& variant, std::span<const HeadShape> shapes, std::span<const HeadView> heads, const Truths& truths)
    : base_(std::make_unique<Base>(variant, shapes, heads, truths)) {}

Differencer::~Differencer() = default;

double Differencer::at(int head, std::int64_t element) {
  Problem<Real>& p = base_->problem;
  if (head < 0 || head >= p.heads() || element < 0 || element >= p.shapes[static_cast<std::size_t>(head)].elements())
    throw Error("difference", "there is no such element");

  // Find the cell: every layout nchw ends in [H, W], and an image holds the same number of elements as another.
  const HeadShape& shape = p.shapes[static_cast<std::size_t>(head)];
  const std::int64_t cell = element % (shape.h * shape.w);
  const Slot at{head, element / (shape.elements() / shape.n), 0, cell / shape.w, cell % shape.w};

  // Move one logit to either side; no other cell's loss depends on it.
  Real& t = p.logits[static_cast<std::size_t>(head)][static_cast<std::size_t>(element)];
  const Real here = t, step(0x1p-130);
  t = here + step;
  const Real above = cell_loss(p, base_->frozen, at).sum();
  t = here - step;
  const Real below = cell_loss(p, base_->frozen, at).sum();
  t = here;
  return to_double((above - below) / (step + step));
}

double difference(const Variant& variant, std::span<const HeadShape> shapes, std::span<const HeadView> heads, const Truths& truths, int head,
                  std::int64_t element) {
  return Differencer(variant, shapes, heads, truths).at(head, element);
}

}  // namespace yologold::ref
