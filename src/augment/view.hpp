#pragma once
#include <vector>

#include "augment/augment_options.hpp"
#include "data/random.hpp"
#include "yologold/truth.hpp"

namespace yologold {

/// A picture with its boxes, relative to it.
struct LabelledImage {
  Image image;
  std::vector<Truth> truths;
};

/// The window of a picture that fills a canvas: the whole, fitted, then jittered and scaled, maybe mirrored.
Window choose_window(const AugmentOptions& options, const Image& picture, int canvas_width, int canvas_height, KeyedRandom& random);

/// Draws the window of `source` into the area of `canvas` and appends its boxes: where their pixels are, clipped to the area, without those of which less
/// than `least_visible` is left.
void draw_window(const LabelledImage& source, const Window& window, const Area& area, double least_visible, LabelledImage& canvas);

/// A box in fractions of a picture as edges, and back.
struct Edges {
  double left, top, right, bottom;
  double area() const { return (right - left) * (bottom - top); }
};
Edges edges_of(const Truth& truth);
Truth with_edges(Truth truth, const Edges& edges);

}  // namespace yologold
