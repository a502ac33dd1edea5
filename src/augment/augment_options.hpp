#pragma once
#include "images/fit.hpp"
#include "json/json.hpp"
#include "json/place.hpp"

namespace yologold {

/// How pictures are varied. As it stands: not at all, a plain resize.
struct AugmentOptions {
  Fit fit = Fit::stretch;      ///< "stretch" or "letterbox"
  double mosaic = 0;           ///< probability of four pictures in one (YOLOv4, section 3.3)
  double cutmix = 0;           ///< probability of a patch of another picture (Yun et al. 2019, "CutMix")
  double mixup = 0;            ///< probability of a blend with another picture (Zhang et al. 2018, "mixup")
  double mixup_alpha = 1.5;    ///< the blend is drawn from Beta(alpha, alpha); 1.5 as in Zhang et al. 2019, "Bag of Freebies for Object Detection"
  double flip_horizontal = 0;  ///< probabilities
  double flip_vertical = 0;
  double hue = 0;                                ///< turned by up to this share of the circle (darknet: hue)
  double saturation = 1;                         ///< multiplied or divided by up to this (darknet: saturation)
  double exposure = 1;                           ///< the same for the value (darknet: exposure)
  double jitter = 0;                             ///< each edge of the part that is seen moves by up to this share of the picture (darknet: jitter)
  double smallest_scale = 1, largest_scale = 1;  ///< "scale": [smallest, largest]: objects are drawn this much larger
  double least_visible = 0.3;                    ///< a box of which less than this share is left is dropped; in (0, 1]
  double smallest_shape = 1, largest_shape = 1;  ///< "shapes": [smallest, largest]: random training shapes, factors of the network's input
  int shape_every = 10;                          ///< steps with the same shape
  int shape_multiple = 32;                       ///< width and height are multiples of this

  bool operator==(const AugmentOptions&) const = default;
};

/// Strict: unknown keys and values out of range are an Error.
AugmentOptions read_augment_options(const Json& value, const Place& place);

/// The same, every option written out.
Json augment_json(const AugmentOptions& options);

}  // namespace yologold
