#pragma once
/* The loss layers of Debian's libdarknet, called as its own training calls them: train = 1, past the first 12800 images, truths in its own form. */

#ifdef __cplusplus
extern "C" {
#endif

typedef enum { live_detection, live_region, live_yolo } LiveLayer;

/* A layer and its settings; what a layer does not have is not read. Truths: per image `rows` rows of x y w h class, of which the first counts[image] are boxes.
 */
typedef struct {
  LiveLayer layer;
  int batch, w, h, n, classes;
  int rescore, sqrt, bias_match; /* detection and region; detection; region */
  int total, net_w, net_h;       /* yolo: anchors of all heads, size of the network's input */
  const int* mask;               /* yolo: n indices */
  const float* anchors;          /* region: n pairs in cells; yolo: `total` pairs in pixels */
  float coord_scale, object_scale, noobject_scale, class_scale, ignore_thresh;
  int rows;
  const int* counts;
  const float* truths;
} LiveHead;

/* Writes the layer's delta, batch * outputs floats, and its cost. Returns 0, or 1 where the truths do not fit into the layer. */
int live_forward(const LiveHead* head, const float* input, float* delta, float* cost);

#ifdef __cplusplus
}
#endif
