#include "certain/certify.hpp"

#include <thread>

#include "certain/shape.hpp"
#include "certain/stages.hpp"
#include "certain/work.hpp"
#include "engine/float_environment.hpp"

namespace yologold::certain {
namespace {

/// The certified IOU and shape IOU of a pair.
void measure(const Problem& p, Match& m, Certificate& certificate) {
  const auto unit = certify_unit(2, [&]<class S>() {
    Unit<S> both;
    both.elements = {Overlap<S>(pair_of(p, m.slot, Decoded<S>(p, m.slot), *m.truth), 0).iou(), S(0.0)};
    if (p.is(Family::v1)) return both;
    const auto fit = shape_iou<S>(p, *m.truth, m.slot.head, p.variant().masks[m.slot.head][static_cast<std::size_t>(m.slot.anchor)]);
    both.elements[1] = fit.over / fit.under;
    return both;
  });
  m.pair.iou = unit.elements[0], m.pair.shape_iou = unit.elements[1];
  certificate.join(unit.certificate);
}

void report_decisions(Work& w) {
  Report& r = w.q.report;
  r.pairs.clear();
  for (Match& m : w.a.matches) measure(w.p, m, w.result.pairs), r.pairs.push_back(m.pair);
  r.positives = static_cast<std::int64_t>(w.a.slots.size());
  r.ignored = std::count(w.a.roles.begin(), w.a.roles.end(), Role::ignored);
  r.negatives = std::count(w.a.roles.begin(), w.a.roles.end(), Role::negative);
  r.unowned = w.a.unowned;
  for (std::size_t h = 0; h < w.q.stages.size(); ++h) fill_roles(w.p, w.a, h, w.q.stages[h]);
}

void show_stages(Work& w) {
  for (std::size_t h = 0; h < w.p.model.heads.size(); ++h)
    for (std::int64_t i = 0; i < w.p.model.heads[h].shape.slots(); ++i)
      w.result.stages.join(certify_stages(w.p, w.p.slot_at(h, w.p.model.heads[h].first_slot + i), w.q.stages[h]));
}

}  // namespace

Work::Work(const Request& request)
    : q(request),
      p(q.variant, q.shapes, q.heads, q.truths),
      kernels(choose_kernels(q.isa)),
      a(assign(p)),
      arena(q.threads > 0 ? q.threads : static_cast<int>(std::max(1u, std::thread::hardware_concurrency()))) {
  result.gradients.resize(p.model.heads.size());
  for (std::size_t h = 0; h < p.model.heads.size(); ++h) scales.emplace_back(p, a, h);
  sums.resize(p.model.heads.size() * images());
}

Certified certify(const Request& request) {
  if (const auto& bad = request.report.first_non_finite) {
    const Address& at = bad->at;
    throw NotReal("heads",
                  "head " + std::to_string(at.head) + ", image " + std::to_string(at.image) + ", anchor " + std::to_string(at.anchor) + ", channel " +
                      std::to_string(at.channel) + ", row " + std::to_string(at.y) + ", column " + std::to_string(at.x) + " holds no finite logit",
                  "finite logits where the loss reads them");
  }
  Work work(request);
  const FloatEnvironment environment;
  certify_slots(work);
  certify_losses(work);
  report_decisions(work);
  if (request.all_stages) show_stages(work);
  return work.result;
}

}  // namespace yologold::certain
