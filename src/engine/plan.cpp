#include <cstdlib>
#include <thread>

#include "assign/assign.hpp"
#include "engine/ignore.hpp"
#include "engine/known_zero.hpp"
#include "engine/parallel.hpp"
#include "engine/reduce.hpp"
#include "engine/slot_rows.hpp"
#include "engine/stages.hpp"
#include "engine/tile.hpp"
#include "kernels/dispatch.hpp"
#include "yologold/engine.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

constexpr std::int64_t stream_bytes = 8 << 20;  // from here on a gradient is written past the caches

// Where no plane is as large, the values of a slot lie on few pages, and to fetch their lines costs less than to write them among the zeros.
constexpr std::int64_t far_bytes = 4096;

// Below these a run takes 20 to 40 microseconds, which is what it takes to wake threads and to wait for them.
constexpr std::int64_t cells_worth_threads = 8192, bytes_worth_threads = 512 << 10, slots_worth_threads = 32;

int thread_count(int wanted) {
  if (wanted < 0) throw Error("threads", std::to_string(wanted), "0 (all cores) or more");
  return wanted > 0 ? wanted : static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
}

std::int64_t gradient_bytes(const Model& model, std::span<const GradientView> gradients) {
  std::int64_t bytes = 0;
  for (std::size_t h = 0; h < gradients.size(); ++h) bytes += model.heads[h].shape.elements() * (gradients[h].dtype == DType::f32 ? 4 : 8);
  return bytes;
}

/// Scratch for the class rows of every thread, aligned for vectors.
template <class T>
class Scratch {
 public:
  Scratch(std::int64_t classes, int threads)
      : stride_((scratch_elements(classes) + 63) / 64 * 64), memory_((stride_ + 64) * static_cast<std::size_t>(threads) + 64) {}
  T* of_thread(int thread) {
    auto* base = reinterpret_cast<T*>((reinterpret_cast<std::uintptr_t>(memory_.data()) + 63) / 64 * 64);
    return base + static_cast<std::size_t>(thread) * stride_;
  }

 private:
  std::size_t stride_;
  std::vector<T> memory_;
};

}  // namespace

struct Plan::Impl {
  Model model;
  std::vector<HeadShape> shapes;
  std::string isa;
  const kernels::IsaTables& tables;
  DType compute;
  int threads;
  tbb::task_arena arena;
  Scratch<float> scratch_f32;
  Scratch<double> scratch_f64;
  Work work;
  Output output;
  KnownZero known_zero;

  Impl(const Variant& variant, std::span<const HeadShape> heads, const RunOptions& options)
      : model(make_model(variant, heads)),
        shapes(heads.begin(), heads.end()),
        tables(kernels::choose(options.isa)),
        compute(options.compute),
        threads(thread_count(options.threads)),
        arena(threads),
        scratch_f32(model.classes, threads),
        scratch_f64(model.classes, threads),
        output(options.output) {
    isa = tables.name;
    work.tiles.resize(static_cast<std::size_t>(count_tiles(model)));
  }

  const kernels::Table<float>& kernels_of(float) const { return *tables.f32; }
  const kernels::Table<double>& kernels_of(double) const { return *tables.f64; }
  float* scratch_of(float) { return scratch_f32.of_thread(thread()); }
  double* scratch_of(double) { return scratch_f64.of_thread(thread()); }
  int thread() const {
    const int index = tbb::this_task_arena::current_thread_index();
    return index < 0 || index >= threads ? 0 : index;
  }

  template <class T>
  void match(std::span<const HeadView> heads, Report& report) {
    const FloatEnvironment environment;
    work.non_finite.reset();
    report.unowned = 0;
    if (model.variant.family == Family::v1)
      assign::match_current_iou<T>(model, heads, work);
    else
      assign::match_anchors<T>(model, heads, work, report);
    assign::collide(model, work);
    assign::scale_terms(model, work);
    find_reaches(model, work);
    work.slot_results.assign(work.slots.size(), {});
    work.cell_results.assign(work.cells.size(), {});
  }

  template <class T>
  std::vector<HeadStages> stages(std::span<const HeadView> heads, Report& report) {
    match<T>(heads, report);
    const FloatEnvironment environment;
    return compute_stages<T>({model, heads, {}, work, false, false, false}, *tables.f64, kernels_of(T()));
  }

  /// Puts the zeros back where the previous run wrote.
  void restore_zeros(std::span<const GradientView> gradients) {
    parallel_for(
        arena, known_zero.slots(), 8, [&](std::int64_t i) { known_zero.erase(model, gradients, i); }, slots_worth_threads);
    known_zero.remember(work, gradients);
  }

  /// Whether the gradients of the slots are kept in rows until the zeros flow; makes room for them.
  template <class T>
  bool keep_rows(std::span<const GradientView> gradients) {
    const std::size_t bytes = work.slots.size() * static_cast<std::size_t>(5 + model.classes) * sizeof(T);
    if (bytes > slot_rows_bytes * static_cast<std::size_t>(threads)) return false;
    bool far = false;
    for (std::size_t h = 0; h < gradients.size(); ++h) {
      if (!holds_planes(gradients[h], model.heads[h].shape)) return false;
      far = far || model.heads[h].cells() * (gradients[h].dtype == DType::f32 ? 4 : 8) >= far_bytes;
    }
    if (far) work.slot_rows.resize(bytes);
    return far;
  }

  /// The way of the data: match the truths, train the empty slots and the taken ones, add up.
  template <class T>
  void evaluate(std::span<const HeadView> heads, std::span<const GradientView> gradients, Report& report) {
    match<T>(heads, report);
    const bool zeros_stand = output == Output::known_zero && !gradients.empty();
    if (zeros_stand) restore_zeros(gradients);
    const bool stream = gradient_bytes(model, gradients) >= stream_bytes;
    const Run run{model, heads, gradients, work, stream, zeros_stand, stream && !zeros_stand && keep_rows<T>(gradients)};
    const auto& kernels = kernels_of(T());
    const std::int64_t tiles = count_tiles(model);
    const bool small = model.slots < cells_worth_threads && gradient_bytes(model, gradients) < bytes_worth_threads;
    const auto train_slots = [&] {
      parallel_for(
          arena, static_cast<std::int64_t>(work.slots.size()), 8,
          [&](std::int64_t i) { run_slot<T>(run, kernels, static_cast<std::size_t>(i), scratch_of(T())); }, slots_worth_threads);
    };
    if (run.slot_rows) train_slots();
    parallel_for(
        arena, tiles, 1, [&](std::int64_t i) { run_tile<T>(run, kernels, i); }, small ? tiles + 1 : 0);
    if (!run.slot_rows) train_slots();
    parallel_for(
        arena, static_cast<std::int64_t>(work.cells.size()), 8,
        [&](std::int64_t i) { run_cell<T>(run, kernels, static_cast<std::size_t>(i), scratch_of(T())); }, slots_worth_threads);
    const FloatEnvironment environment;
    reduce(model, work, report);
  }
};

Plan::Plan(const Variant& variant, std::span<const HeadShape> heads, const RunOptions& options) : impl_(std::make_unique<Impl>(variant, heads, options)) {}
Plan::Plan(Plan&&) noexcept = default;
Plan& Plan::operator=(Plan&&) noexcept = default;
Plan::~Plan() = default;

Status Plan::run(std::span<const HeadView> heads, const Truths& truths, std::span<const GradientView> gradients, Report& report) {
  const std::size_t count = impl_->shapes.size(), images = static_cast<std::size_t>(impl_->model.images);
  if (heads.size() != count || (!gradients.empty() && gradients.size() != count) || truths.first.size() != images + 1) return Status::wrong_views;
  if (!assign::sort_truths(impl_->model, truths, impl_->work, report)) return Status::bad_truth;
  if (impl_->compute == DType::f32)
    impl_->evaluate<float>(heads, gradients, report);
  else
    impl_->evaluate<double>(heads, gradients, report);
  return Status::ok;
}

std::vector<HeadStages> Plan::stages(std::span<const HeadView> heads, const Truths& truths) {
  Report report;
  if (!assign::sort_truths(impl_->model, truths, impl_->work, report)) return {};
  return impl_->compute == DType::f32 ? impl_->stages<float>(heads, report) : impl_->stages<double>(heads, report);
}

const Variant& Plan::variant() const { return impl_->model.variant; }
std::span<const HeadShape> Plan::heads() const { return impl_->shapes; }
const std::string& Plan::isa() const { return impl_->isa; }

std::vector<std::string> isas() {
  std::vector<std::string> names;
  for (const auto& isa : kernels::available()) names.emplace_back(isa.name);
  return names;
}

}  // namespace yologold
