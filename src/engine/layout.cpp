#include "yologold/error.hpp"
#include "yologold/head_view.hpp"

namespace yologold {

Layout layout_of(LayoutName name, const HeadShape& s) {
  const std::int64_t cells = s.h * s.w, k = s.shared_classes ? 5 : 5 + s.c, channels = s.shared_classes ? s.a * 5 + s.c : s.a * k;
  const auto three = [&](Block box) {
    Block objectness = box, classes = box;
    objectness.offset = 4 * box.sk;
    classes.offset = s.shared_classes ? s.a * 5 * box.sk : 5 * box.sk;
    if (s.shared_classes) classes.sa = 0;
    return Layout{box, objectness, classes};
  };
  switch (name) {
    case LayoutName::nhwc:
      return three({0, cells * channels, k, 1, s.w * channels, channels});
    case LayoutName::nahwk:
      if (s.shared_classes) throw Error("layout", "nahwk has no place for v1's class vector", "nchw, nhwc, darknet-v1");
      return three({0, s.a * cells * k, cells * k, 1, s.w * k, k});
    case LayoutName::darknet_v1: {
      if (!s.shared_classes) throw Error("layout", "darknet-v1 is a layout of v1", "nchw, nhwc, nahwk");
      const std::int64_t image = cells * channels, conf = cells * s.c, box = conf + cells * s.a;
      return {{box, image, 4, 1, s.w * s.a * 4, s.a * 4}, {conf, image, 1, 1, s.w * s.a, s.a}, {0, image, 0, 1, s.w * s.c, s.c}};
    }
    default:
      return three({0, channels * cells, k * cells, cells, s.w, 1});
  }
}

}  // namespace yologold
