#include "explain/formulas.hpp"

#include <fmt/format.h>

namespace yologold::explain {
namespace {

using Lines = std::vector<std::string>;

bool squares(const Variant& v) { return v.family == Family::v1 || v.family == Family::v2; }
bool is_delta(const Variant& v) { return v.gradient == Gradient::darknet_delta; }

// v1 may emit the objectness itself.
bool emits_objectness(const Variant& v) { return v.family == Family::v1 && (v.activation == Activation::linear || v.activation == Activation::linear_sqrt); }

// The box term is the source formula, up to factors and units.
bool has_box_formula(const Variant& v) {
  if (is_delta(v) || (v.family != Family::v1 && v.coordinate_scale == CoordinateScale::prediction)) return false;
  if (squares(v) && v.iou_target == IouTarget::differentiated) return false;
  if (v.family == Family::v1) return v.activation == Activation::logistic && v.size_error == SizeError::sqrt;
  if (v.family == Family::v2) return v.size_space == SizeSpace::grid || v.size_space == SizeSpace::image || v.size_space == SizeSpace::pixel;
  if (v.family == Family::v3) return true;
  return v.box_loss == BoxLoss::ciou && v.alpha == Alpha::constant && v.aspect_denominator == AspectDenominator::exact &&
         v.subgradient == Subgradient::midpoint;
}

std::string hex(std::initializer_list<double> values) {
  std::string text;
  for (const double value : values) text += fmt::format("{}{:a}", text.empty() ? "" : " ", value);
  return text;
}

// The units of the size error of v2 and of the box loss of v4 in the image.
std::array<double, 2> units(const Subject& s) {
  const Variant& v = s.variant;
  const bool grid = v.family == Family::v2 ? v.size_space == SizeSpace::grid : v.box_space == BoxSpace::grid;
  const bool pixel = v.family == Family::v2 ? v.size_space == SizeSpace::pixel : v.box_space == BoxSpace::pixel;
  if (grid) return {static_cast<double>(s.shape.w), static_cast<double>(s.shape.h)};
  return pixel ? v.image : std::array<double, 2>{1, 1};
}

// Everything that goes in.
Lines numbers(const Subject& s, const Weights& weights) {
  Lines lines{"from mpmath import mp, mpf, exp, log, sqrt, atan, pi, diff", "mp.dps = 60", "F = lambda s: [mpf(float.fromhex(x)) for x in s.split()]"};
  lines.push_back(fmt::format("t = F(\"{}\")  # tx ty tw th to", hex({s.logit(0), s.logit(1), s.logit(2), s.logit(3), s.logit(4)})));
  std::string truths;
  for (const auto& [t, factor] : weights.truths) truths += fmt::format("{}F(\"{}\")", truths.empty() ? "" : ", ", hex({t->cx, t->cy, t->w, t->h, factor}));
  lines.push_back("truths = [" + truths + "]  # cx cy w h, factor of the coordinate term");
  if (s.variant.family != Family::v1) {
    const auto& mask = s.variant.masks[static_cast<std::size_t>(s.at.head)];
    const Anchor& a = s.variant.anchors[static_cast<std::size_t>(mask[static_cast<std::size_t>(s.at.anchor)])];
    lines.push_back(fmt::format("aw, ah, aW, aH = F(\"{}\")  # the anchor and the image in its unit",
                                hex({a.w, a.h, s.anchor_units(s.at.head, false), s.anchor_units(s.at.head, true)})));
  }
  const auto [unit_x, unit_y] = units(s);
  const auto head = static_cast<std::size_t>(s.at.head);
  const double scale = s.variant.family == Family::v4 && head < s.variant.scale_xy.size() ? s.variant.scale_xy[head] : 1;
  const bool v3 = s.variant.family == Family::v3;
  lines.push_back(fmt::format("(col, row, W, H), (fo, {}, ux, uy) = ({}, {}, {}, {}), F(\"{}\")", v3 ? "eps" : "s", s.at.x, s.at.y, s.shape.w, s.shape.h,
                              hex({weights.objectness, v3 ? s.variant.offset_eps : scale, unit_x, unit_y})));
  lines.emplace_back("sig = lambda z: 1 / (1 + exp(-z))");
  return lines;
}

// The decoded box as fractions of the image.
std::string box_line(const Variant& v) {
  const bool linear = emits_objectness(v);
  const std::string x = linear ? "u[0]" : v.family == Family::v4 ? "s * sig(u[0]) - (s - 1) / 2" : "sig(u[0])";
  const std::string y = linear ? "u[1]" : v.family == Family::v4 ? "s * sig(u[1]) - (s - 1) / 2" : "sig(u[1])";
  std::string w = "aw / aW * exp(u[2])", h = "ah / aH * exp(u[3])";
  if (v.family == Family::v1) {
    const bool roots = v.activation == Activation::linear_sqrt;
    w = roots ? "u[2] ** 2" : linear ? "u[2]" : "sig(u[2])";
    h = roots ? "u[3] ** 2" : linear ? "u[3]" : "sig(u[3])";
  }
  return fmt::format("box = lambda u: ((col + {}) / W, (row + {}) / H, {}, {})", x, y, w, h);
}

const Lines overlap{"cut = lambda c, l, C, L: max(0, min(c + l / 2, C + L / 2) - max(c - l / 2, C - L / 2))"};
const Lines iou_lines{"def iou(p, q):", "    i = cut(p[0], p[2], q[0], q[2]) * cut(p[1], p[3], q[1], q[3])", "    return i / (p[2] * p[3] + q[2] * q[3] - i)"};
const Lines print_lines{"for k, name in enumerate([\"tx\", \"ty\", \"tw\", \"th\", \"obj\"]):",
                        "    print(name, float(diff(lambda z: loss(t[:k] + [z] + t[k + 1:]), t[k])))"};

void append(Lines& lines, const Lines& more) { lines.insert(lines.end(), more.begin(), more.end()); }

// v1 and v2: squares, and an objectness whose target is an IOU.
Lines squared_formulas(const Subject& s, const Weights& weights) {
  const Variant& v = s.variant;
  Lines lines = numbers(s, weights);
  lines.push_back(box_line(v));
  append(lines, overlap);
  append(lines, iou_lines);
  lines.push_back(v.iou_target == IouTarget::one ? "target = 1" : "target = max(iou(box(t), q) for q in truths)");
  const std::string objectness = emits_objectness(v) ? "u[4]" : "sig(u[4])";
  if (!has_box_formula(v)) {
    lines.push_back(fmt::format("loss = lambda u: fo * (target - {}) ** 2", objectness));
    lines.push_back(is_delta(v) ? fmt::format("print(\"obj\", float(fo * (target - (lambda u: {})(t))))", objectness)
                                : "print(\"obj\", float(diff(lambda z: loss(t[:4] + [z]), t[4])))");
    return lines;
  }
  const char* const sizes = v.family == Family::v1 ? "(sqrt(c) - sqrt(w)) ** 2 + (sqrt(d) - sqrt(h)) ** 2" : "((c - w) * ux) ** 2 + ((d - h) * uy) ** 2";
  append(lines, {"def loss(u):", "    x, y, w, h = box(u)",
                 fmt::format("    coord = sum(f * (((a - x) * W) ** 2 + ((b - y) * H) ** 2 + {}) for a, b, c, d, f in truths)", sizes),
                 "    return coord + fo * (target - sig(u[4])) ** 2"});
  append(lines, print_lines);
  return lines;
}

Lines v3_formulas(const Subject& s, const Weights& weights) {
  Lines lines = numbers(s, weights);
  append(lines, {"logit = lambda c: log(min(max(c, eps), 1 - eps) / (1 - min(max(c, eps), 1 - eps)))",
                 "goal = lambda c, d, w, h: (logit(c * W - col), logit(d * H - row), log(w / (aw / aW)), log(h / (ah / aH)))",
                 "coord = lambda u, q: q[4] * sum((g - z) ** 2 for g, z in zip(goal(*q[:4]), u))",
                 "loss = lambda u: sum(coord(u, q) for q in truths) + fo * log(1 + exp(-u[4]))"});
  append(lines, print_lines);
  return lines;
}

Lines v4_formulas(const Subject& s, const Weights& weights) {
  Lines lines = numbers(s, weights);
  lines.push_back(box_line(s.variant));
  append(lines, overlap);
  append(lines, {"def ciou(p, q, a=None):", "    p, q = ([b[0] * ux, b[1] * uy, b[2] * ux, b[3] * uy] for b in (p, q))",
                 "    i = cut(p[0], p[2], q[0], q[2]) * cut(p[1], p[3], q[1], q[3])",
                 "    d2 = sum((max(p[k] + p[k + 2] / 2, q[k] + q[k + 2] / 2) - min(p[k] - p[k + 2] / 2, q[k] - q[k + 2] / 2)) ** 2 for k in (0, 1))",
                 "    o, v = i / (p[2] * p[3] + q[2] * q[3] - i), 4 / pi ** 2 * (atan(q[2] / q[3]) - atan(p[2] / p[3])) ** 2",
                 "    a = (v / (1 - o + v) if v else 0) if a is None else a  # alpha is a constant",
                 "    return a, o - ((p[0] - q[0]) ** 2 + (p[1] - q[1]) ** 2) / d2 - a * v",
                 "loss = lambda u: sum(q[4] * (1 - ciou(box(u), q, ciou(box(t), q)[0])[1]) for q in truths) + fo * log(1 + exp(-u[4]))"});
  append(lines, print_lines);
  return lines;
}

// The objectness alone, trained towards `target` by cross-entropy.
Lines entropy_formulas(const Subject& s, double factor, int target) {
  const double sign = is_delta(s.variant) ? -1 : 1;
  return {"from math import exp",
          fmt::format("t, factor = float.fromhex(\"{:a}\"), float.fromhex(\"{:a}\")  # to, and what its loss is multiplied by", s.logit(4), sign * factor),
          "sigma = lambda z: 1 / (1 + exp(-z)) if z > 0 else exp(z) / (1 + exp(z))",
          target ? "print(\"obj\", -factor * sigma(-t))" : "print(\"obj\", factor * sigma(t))"};
}

}  // namespace

Lines positive_formulas(const Subject& s, const Weights& weights) {
  if (squares(s.variant)) return squared_formulas(s, weights);
  if (!has_box_formula(s.variant)) return entropy_formulas(s, weights.objectness, 1);
  return s.variant.family == Family::v3 ? v3_formulas(s, weights) : v4_formulas(s, weights);
}

Lines negative_formulas(const Subject& s, const Weights& weights) {
  if (!squares(s.variant)) return entropy_formulas(s, weights.objectness, 0);
  Lines lines = entropy_formulas(s, weights.objectness, 0);
  if (emits_objectness(s.variant)) lines[2] = "sigma = lambda z: z  # the network emits the objectness itself";
  if (!is_delta(s.variant))
    lines[3] = emits_objectness(s.variant) ? "print(\"obj\", 2 * factor * t)" : "print(\"obj\", 2 * factor * sigma(t) ** 2 * sigma(-t))";
  return lines;
}

}  // namespace yologold::explain
