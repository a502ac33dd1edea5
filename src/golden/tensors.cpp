#include "golden/tensors.hpp"

#include <cmath>
#include <limits>

namespace yologold {
namespace {

template <class T>
void canonicalise_as(Tensor& tensor) {
  const T quiet = std::numeric_limits<T>::quiet_NaN();
  for (std::size_t i = 0; i < tensor.bytes.size(); i += sizeof(T)) {
    T value;
    std::memcpy(&value, tensor.bytes.data() + i, sizeof(T));
    if (std::isnan(value)) std::memcpy(tensor.bytes.data() + i, &quiet, sizeof(T));
  }
}

}  // namespace

void canonicalise(Tensor& tensor) {
  if (tensor.type == TensorType::f32) canonicalise_as<float>(tensor);
  if (tensor.type == TensorType::f64) canonicalise_as<double>(tensor);
}

Tensor terms_tensor(const Report& report) {
  std::vector<double> values;
  for (const TermLoss& term : report.terms) values.insert(values.end(), {term.coord, term.obj, term.noobj, term.classes});
  Tensor tensor = make_tensor(TensorType::f64, {report.heads, report.images, 4}, values);
  canonicalise(tensor);
  return tensor;
}

void add_stages(Tensors& tensors, const HeadStages& stages, const HeadShape& s, const std::string& suffix, bool all) {
  const std::vector<std::int64_t> slots{s.n, s.a, s.h, s.w};
  tensors["role" + suffix] = make_tensor(TensorType::i8, slots, stages.role);
  tensors["truth" + suffix] = make_tensor(TensorType::i32, slots, stages.truth);
  if (!all) return;
  tensors["activated" + suffix] = make_tensor(TensorType::f64, {s.n, s.a, 5 + s.c, s.h, s.w}, stages.activated);
  tensors["boxes" + suffix] = make_tensor(TensorType::f64, {s.n, s.a, 4, s.h, s.w}, stages.boxes);
  tensors["best_iou" + suffix] = make_tensor(TensorType::f64, slots, stages.best_iou);
  for (const char* name : {"activated", "boxes", "best_iou"}) canonicalise(tensors[name + suffix]);
}

}  // namespace yologold
