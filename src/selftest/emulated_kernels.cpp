#include "selftest/emulated_kernels.hpp"

#include "selftest/play.hpp"

namespace yologold::selftest {
namespace emulated {

#include "selftest/kernels.inc"

}  // namespace emulated

namespace {

constexpr std::uint64_t chance = 7;

// A raw output, off by what the profile allows.
Emulated read(double t) {
  Emulated::World& world = *Emulated::world;
  const double radius = world.profile.input_radius;
  return radius > 0 ? world.profile.inputs.round(t) * (1 + world.random.side() * radius) : t;
}

double value_of(Emulated x) { return x.value(); }

}  // namespace

const Kernels<Emulated> emulated_corner{"corner",
                                        false,
                                        emulated::corner_iou<Emulated>,
                                        emulated::corner_iou_slopes<Emulated>,
                                        emulated::corner_box<Emulated>,
                                        emulated::corner_objectness<Emulated>,
                                        emulated::row_of_classes<Emulated>};
const Kernels<Emulated> emulated_centred{"centred",
                                         true,
                                         emulated::centred_iou<Emulated>,
                                         emulated::centred_iou_slopes<Emulated>,
                                         emulated::centred_box<Emulated>,
                                         emulated::centred_objectness<Emulated>,
                                         emulated::row_of_classes<Emulated>};

Field emulate(const Trial& trial, const Kernels<Emulated>& kernels, const bounds::NumericProfile& profile, Lean lean) {
  // Enter the arithmetic of the profile, and read.
  Emulated::World world{profile, Random(chance), lean};
  Emulated::world = &world;
  std::vector<std::vector<Emulated>> logits;
  for (const auto& head : *trial.scene.setting.logits) {
    auto& read_head = logits.emplace_back();
    for (const double t : head) read_head.push_back(read(t));
  }

  // Compute.
  return stored(Player<Emulated>(trial, kernels, Mistake::none, std::move(logits), value_of).play(), profile.stored);
}

}  // namespace yologold::selftest
