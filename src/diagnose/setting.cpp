#include "diagnose/setting.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <new>

#include "diagnose/settled.hpp"
#include "yologold/engine.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

// The slots of a head that hold a truth, or the slots that their classes stand with.
TouchedSlots touched(const Report& report, std::size_t head, const HeadShape& s, bool first_predictor) {
  TouchedSlots slots;
  for (const Pair& p : report.pairs)
    if (p.head == static_cast<std::int64_t>(head)) slots.push_back(((std::int64_t{p.image} * s.a + (first_predictor ? 0 : p.anchor)) * s.h + p.y) * s.w + p.x);
  std::sort(slots.begin(), slots.end());
  slots.erase(std::unique(slots.begin(), slots.end()), slots.end());
  return slots;
}

}  // namespace

Setting setting_of(const Inputs& inputs) {
  Setting setting{inputs.variant, inputs.layout, inputs.shapes, nullptr, {}, {}, nullptr, nullptr, inputs.truths};
  Field logits;
  for (std::size_t k = 0; k < inputs.heads.size(); ++k) logits.push_back(gather(inputs.heads[k], inputs.layout, inputs.shapes[k]));
  setting.logits = std::make_shared<const Field>(std::move(logits));
  const Truths truths = setting.owner.view();
  setting.truths.assign(truths.all.begin(), truths.all.end());
  setting.first.assign(truths.first.begin(), truths.first.end());
  return setting;
}

SlotGradient::SlotGradient(const HeadShape& s) {
  // Take memory that the kernel clears page by page, where it is written: calloc would clear a head of middling size whole.
  const std::size_t bytes = static_cast<std::size_t>(s.elements()) * sizeof(double);
  void* const memory = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  values_.reset(static_cast<double*>(memory), [bytes](double* values) { ::munmap(values, bytes); });

  // Lay the blocks out.
  const std::int64_t cells = s.h * s.w, boxes = s.slots(), classes = 5 * s.slots();
  layout_.objectness = {0, s.a * cells, cells, 0, s.w, 1};
  layout_.box = {boxes, s.a * cells * 4, cells * 4, 1, s.w * 4, 4};
  layout_.classes = {classes, (s.shared_classes ? 1 : s.a) * cells * s.c, s.shared_classes ? 0 : cells * s.c, 1, s.w * s.c, s.c};
}

std::size_t SlotGradient::offset(const Plane& p, std::int64_t cell, const HeadShape& s) const {
  const Block& block = p.channel < 4 ? layout_.box : p.channel == 4 ? layout_.objectness : layout_.classes;
  const std::int64_t k = p.channel < 4 ? p.channel : p.channel == 4 ? 0 : p.channel - 5;
  return static_cast<std::size_t>(block.at(p.image, p.anchor, k, cell / s.w, cell % s.w));
}

std::optional<EngineRun> run(const Setting& s) try {
  // Lay views over the logits and the gradient.
  EngineRun result;
  std::vector<GradientView> views;
  for (std::size_t k = 0; k < s.shapes.size(); ++k) {
    result.heads.push_back({(*s.logits)[k].data(), DType::f64, layout_of(LayoutName::nchw, s.shapes[k])});
    views.push_back(result.gradients.emplace_back(s.shapes[k]).view());
  }

  // Run.
  RunOptions options;
  options.threads = 1;
  options.output = Output::known_zero;
  Plan plan(s.variant, s.shapes, options);
  if (plan.run(result.heads, {s.truths, s.first}, views, result.report) != Status::ok) return std::nullopt;
  result.variant = plan.variant();
  if (s.settled) s.settled->follow(s, result);
  for (std::size_t k = 0; k < s.shapes.size(); ++k) {
    result.slots.push_back(touched(result.report, k, s.shapes[k], false));
    result.owners.push_back(touched(result.report, k, s.shapes[k], s.shapes[k].shared_classes));
  }
  return result;
} catch (const Error&) {
  return std::nullopt;
}

std::vector<std::vector<Role>> roles_of(const Setting& setting, const EngineRun& run) {
  std::vector<std::vector<Role>> roles;
  for (std::size_t k = 0; k < setting.shapes.size(); ++k) {
    auto& head = roles.emplace_back(static_cast<std::size_t>(setting.shapes[k].slots()), Role::none);
    for (const std::int64_t slot : run.slots[k]) head[static_cast<std::size_t>(slot)] = Role::positive;
  }
  return roles;
}

}  // namespace yologold
