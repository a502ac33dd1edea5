// Compiled once per ISA, with YG_ARCH the xsimd architecture and YG_ISA_NAME its name. Exports tables_<isa>() and nothing else that another object could use.
#include "kernels/boxes.hpp"
#include "kernels/classes.hpp"
#include "kernels/lines.hpp"
#include "kernels/objectness.hpp"
#include "kernels/rows.hpp"

namespace yologold::kernels {
namespace {

template <class T>
constexpr Table<T> table() {
  using A = YG_ARCH;
  return {
      .load_f32 = load_row<T, A, float>,
      .load_f64 = load_row<T, A, double>,
      .store_f32 = store_row<T, A, float>,
      .store_f64 = store_row<T, A, double>,
      .bce = objectness_row<Bce, T, A>,
      .squared_logistic = objectness_row<SquaredLogistic, T, A>,
      .squared_linear = objectness_row<SquaredLinear, T, A>,
      .delta_bce = objectness_row<Delta<Bce>, T, A>,
      .delta_squared_logistic = objectness_row<Delta<SquaredLogistic>, T, A>,
      .delta_squared_linear = objectness_row<Delta<SquaredLinear>, T, A>,
      .class_bce = class_bce_row<T, A, false>,
      .class_softmax_squared = class_softmax_squared_row<T, A, false>,
      .class_linear_squared = class_linear_squared_row<T, A, false>,
      .class_delta_bce = class_bce_row<T, A, true>,
      .class_delta_softmax_squared = class_softmax_squared_row<T, A, true>,
      .class_delta_linear_squared = class_linear_squared_row<T, A, true>,
      .activate_softmax = softmax_row<T, A>,
      .decode = decode_row<T, A>,
      .mark_overlaps = mark_overlaps_row<T, A>,
      .keep_shapes = keep_shapes<T, A>,
      .sum = sum_row<T, A>,
      .add_up = add_up_row<T, A>,
      .sum_squares = sum_squares_row<T, A>,
      .all_finite = all_finite_row<T, A>,
      .stream = [](const void* from, void* to, std::size_t bytes) { lane::stream(from, to, bytes); },
      .stream_zeros = [](void* to, std::size_t bytes) { lane::stream_zeros(to, bytes); },
      .stream_f32_lines = stream_lines<T, A, float>,
      .stream_f64_lines = stream_lines<T, A, double>,
  };
}

constexpr Table<float> f32 = table<float>();
constexpr Table<double> f64 = table<double>();

#define YG_TEXT_(x) #x
#define YG_TEXT(x) YG_TEXT_(x)
constexpr IsaTables tables{YG_TEXT(YG_ISA_NAME), &f32, &f64};

}  // namespace

#define YG_JOIN_(a, b) a##b
#define YG_JOIN(a, b) YG_JOIN_(a, b)
const IsaTables& YG_JOIN(tables_, YG_ISA_NAME)();
const IsaTables& YG_JOIN(tables_, YG_ISA_NAME)() { return tables; }

}  // namespace yologold::kernels
