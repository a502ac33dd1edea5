#include "files/truth_npy.hpp"

#include <array>
#include <cmath>
#include <limits>

#include "files/npy.hpp"
#include "files/shape.hpp"
#include "files/truth_count.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

double value_at(const Tensor& wide, std::size_t index) {
  return wide.type == TensorType::f32 ? static_cast<double>(load<float>(wide.bytes, index * 4)) : load<double>(wide.bytes, index * 8);
}

std::int32_t class_of(double value, const std::string& where) {
  using Limits = std::numeric_limits<std::int32_t>;
  if (!(value >= Limits::min() && value <= Limits::max()) || value != std::trunc(value))
    throw Error(where, "the class " + std::to_string(value) + " is not an integer of 32 bits");
  return static_cast<std::int32_t>(value);
}

}  // namespace

TruthBatch parse_truths_npy(Bytes bytes, const std::string& where, std::int64_t images) {
  const Tensor tensor = parse_npy(bytes, where);
  if (tensor.shape.size() != 3 || tensor.shape[2] != 5)
    throw Error(where, "truths of the shape " + print_shape(tensor.shape), "[images, boxes, 5]: cx cy w h class");
  check_image_count(tensor.shape[0], images, where);
  const Tensor wide = widen(tensor);

  TruthBatch batch(wide.shape[0]);
  std::size_t at = 0;
  for (std::int64_t image = 0; image < wide.shape[0]; ++image) {
    for (std::int64_t row = 0; row < wide.shape[1]; ++row, at += 5) {
      const double w = value_at(wide, at + 2), h = value_at(wide, at + 3);
      if (w == 0 && h == 0) continue;
      const std::string place = where + "[" + std::to_string(image) + ", " + std::to_string(row) + "]";
      batch.add(image, {value_at(wide, at), value_at(wide, at + 1), w, h, class_of(value_at(wide, at + 4), place)});
    }
  }
  return batch;
}

}  // namespace yologold
