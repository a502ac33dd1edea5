#include "variant/formula.hpp"

#include <array>

namespace yologold {

namespace {

constexpr std::array<std::string_view, 4> formulas{
    R"(x^ y^ w^ h^ C^ = sigma(tx ty tw th to)      p^ = softmax(c)

L = lambda_coord sum_i sum_j 1obj_ij [ (x - x^)^2 + (y - y^)^2 + (sqrt w - sqrt w^)^2 + (sqrt h - sqrt h^)^2 ]
  + lambda_obj   sum_i sum_j 1obj_ij (IOU_ij - C^)^2
  + lambda_noobj sum_i sum_j 1noobj_ij (0 - C^)^2
  + lambda_class sum_i 1obj_i sum_c (p(c) - p^(c))^2

1obj_i: a truth's centre lies in cell i.  1obj_ij: predictor j of that cell has the highest IOU with the truth.)",

    R"(x^ = sigma(tx) + col   y^ = sigma(ty) + row   w^ = pw e^tw   h^ = ph e^th   C^ = sigma(to)   p^ = softmax(c)

L = lambda_coord sum 1obj_ij (2 - w h) [ (x - x^)^2 + (y - y^)^2 + (w - w^)^2 + (h - h^)^2 ]
  + lambda_obj   sum 1obj_ij (IOU_ij - C^)^2
  + lambda_noobj sum 1noobj_ij (0 - C^)^2
  + lambda_class sum 1obj_ij sum_c (p(c) - p^(c))^2

1obj_ij: in the truth's cell, the anchor with the highest shape IOU.)",

    R"(x^ = sigma(tx) + col   y^ = sigma(ty) + row   w^ = pw e^tw   h^ = ph e^th   C^ = sigma(to)   p^ = sigma(c)
targets in t: tx = logit(off_x)   ty = logit(off_y)   tw = ln(w/pw)   th = ln(h/ph)

L = lambda_coord sum 1obj_ij 1[shape IOU > gate_thresh] (2 - w h) [ (tx - tx^)^2 + (ty - ty^)^2 + (tw - tw^)^2 + (th - th^)^2 ]
  + lambda_obj   sum 1obj_ij BCE(1, C^)
  + lambda_noobj sum 1noobj_ij BCE(0, C^)
  + lambda_class sum 1obj_ij sum_c BCE(p(c), p^(c))

1obj_ij: in the truth's cell, the anchor with the highest shape IOU over all heads.)",

    R"(x^ = s sigma(tx) - (s - 1)/2 + col   (y^ alike)   w^ = pw e^tw   h^ = ph e^th   C^ = sigma(to)   p^ = sigma(c)

L = lambda_coord sum 1obj_ij (1 - CIOU)
  + lambda_obj   sum 1obj_ij BCE(1, C^)
  + lambda_noobj sum 1noobj_ij BCE(0, C^)
  + lambda_class sum 1obj_ij sum_c BCE(p(c), p^(c))

CIOU = IOU - rho^2/d^2 - alpha v   v = 4/pi^2 (atan(w/h) - atan(w^/h^))^2   alpha = v/(1 - IOU + v)
1obj_ij: the best anchor, and every anchor whose shape IOU > iou_thresh.)"};

}  // namespace

std::string_view formula_of(Family family) { return formulas[static_cast<std::size_t>(family)]; }

}  // namespace yologold
