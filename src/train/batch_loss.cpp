#include "train/batch_loss.hpp"

#include "yologold/error.hpp"

namespace yologold {

const Report& BatchLoss::run(const Network& network, int h, int w, std::span<const std::vector<Truth>> truths) {
  // Lay the truths one after the other.
  all_.clear();
  first_.assign(1, 0);
  for (const std::vector<Truth>& list : truths) {
    all_.insert(all_.end(), list.begin(), list.end());
    first_.push_back(std::ssize(all_));
  }

  std::vector<HeadView> views;
  std::vector<GradientView> gradients;
  for (const NetworkHead& head : network.heads()) {
    views.push_back(head.view());
    gradients.push_back(head.gradient_view());
  }
  if (plans_.of(network.heads(), h, w).run(views, {all_, first_}, gradients, report_) != Status::ok)
    throw Error("truths", report_.bad_truths.empty() ? "do not fit the batch" : describe(report_.bad_truths.front().reason));
  return report_;
}

TermLoss sum_terms(const Report& report) {
  TermLoss sum;
  for (const TermLoss& term : report.terms) sum = {sum.coord + term.coord, sum.obj + term.obj, sum.noobj + term.noobj, sum.classes + term.classes};
  return sum;
}

}  // namespace yologold
