#include "selftest/exact_kernels.hpp"

#include <cmath>

namespace yologold::selftest {
namespace exact {

using std::atan, std::exp, std::log, std::sqrt;

#include "selftest/kernels.inc"

}  // namespace exact

const Kernels<double> exact_kernels{"f64",
                                    false,
                                    exact::corner_iou<double>,
                                    exact::corner_iou_slopes<double>,
                                    exact::corner_box<double>,
                                    exact::corner_objectness<double>,
                                    exact::row_of_classes<double>};

}  // namespace yologold::selftest
