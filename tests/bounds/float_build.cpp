// Compiled once for every set of options; YG_BUILD names the set.
#include <cmath>

#include "bounds/build.hpp"

#define YG_JOIN(a, b) a##b
#define YG_CODE_OF(name) YG_JOIN(name, _code)
#define YG_CODE YG_CODE_OF(YG_BUILD)

namespace yologold::bounds_test {
namespace YG_CODE {

inline float exp(float x) { return ::expf(x); }
inline float log(float x) { return ::logf(x); }
inline float sqrt(float x) { return __builtin_sqrtf(x); }
inline float atan(float x) { return ::atanf(x); }

#include "selftest/kernels.inc"

}  // namespace YG_CODE

#define YG_TEXT(name) #name
#define YG_NAME(name, shape) YG_TEXT(name) shape
FloatBuild YG_BUILD() {
  namespace build = YG_CODE;
  return {{YG_NAME(YG_BUILD, " corner"), false, build::corner_iou<float>, build::corner_iou_slopes<float>, build::corner_box<float>,
           build::corner_objectness<float>, build::row_of_classes<float>},
          {YG_NAME(YG_BUILD, " centred"), true, build::centred_iou<float>, build::centred_iou_slopes<float>, build::centred_box<float>,
           build::centred_objectness<float>, build::row_of_classes<float>}};
}

}  // namespace yologold::bounds_test
