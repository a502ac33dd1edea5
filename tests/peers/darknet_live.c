#define _POSIX_C_SOURCE 200809L
#include "darknet_live.h"

#include <darknet.h>
#include <fcntl.h>
#include <unistd.h>

/* Exported by the library, declared in none of the headers it is shipped with. */
layer make_detection_layer(int batch, int inputs, int n, int side, int classes, int coords, int rescore);
layer make_region_layer(int batch, int w, int h, int n, int classes, int coords);
layer make_yolo_layer(int batch, int w, int h, int n, int total, int* mask, int classes);
void forward_detection_layer(const layer l, network net);
void forward_region_layer(const layer l, network net);
void forward_yolo_layer(const layer l, network net);

/* The layers print to both streams. */
typedef struct {
  int out, err;
} Streams;

static Streams silence(void) {
  fflush(stdout);
  fflush(stderr);
  Streams kept = {dup(1), dup(2)};
  const int null = open("/dev/null", O_WRONLY);
  dup2(null, 1);
  dup2(null, 2);
  close(null);
  return kept;
}

static void speak(Streams kept) {
  fflush(stdout);
  fflush(stderr);
  dup2(kept.out, 1);
  dup2(kept.err, 2);
  close(kept.out);
  close(kept.err);
}

static layer make_detection(const LiveHead* head) {
  const int inputs = head->w * head->h * (5 * head->n + head->classes);
  layer l = make_detection_layer(head->batch, inputs, head->n, head->w, head->classes, 4, head->rescore);
  l.sqrt = head->sqrt;
  return l;
}

static layer make_region(const LiveHead* head) {
  layer l = make_region_layer(head->batch, head->w, head->h, head->n, head->classes, 4);
  l.softmax = 1;
  l.rescore = head->rescore;
  l.bias_match = head->bias_match;
  l.thresh = head->ignore_thresh;
  memcpy(l.biases, head->anchors, 2 * (size_t)head->n * sizeof(float));
  return l;
}

/* make_yolo_layer leaves max_boxes at 0 and then sees no truth: the parser of .cfg files sets it. */
static layer make_yolo(const LiveHead* head) {
  int* mask = calloc((size_t)head->n, sizeof(int));
  memcpy(mask, head->mask, (size_t)head->n * sizeof(int));
  layer l = make_yolo_layer(head->batch, head->w, head->h, head->n, head->total, mask, head->classes);
  l.max_boxes = l.truths / 5;
  l.ignore_thresh = head->ignore_thresh;
  l.truth_thresh = 1;
  memcpy(l.biases, head->anchors, 2 * (size_t)head->total * sizeof(float));
  return l;
}

/* [detection]: per cell 1, the classes, x y in the cell, w h; the first truth of a cell stays. */
static void fill_cells(const LiveHead* head, const float* rows, int count, float* cells) {
  for (int i = 0; i < count; ++i) {
    const float* t = rows + 5 * i;
    const int column = (int)(t[0] * head->w), row = (int)(t[1] * head->h);
    float* cell = cells + (row * head->w + column) * (5 + head->classes);
    if (cell[0] != 0) continue;
    cell[0] = 1;
    cell[1 + (int)t[4]] = 1;
    float* box = cell + 1 + head->classes;
    box[0] = t[0] * head->w - column;
    box[1] = t[1] * head->h - row;
    box[2] = t[2];
    box[3] = t[3];
  }
}

/* [region] and [yolo]: rows, ended by one of zeros. */
static int fill_truths(const LiveHead* head, const layer* l, float* truth) {
  for (int b = 0; b < head->batch; ++b) {
    const float* rows = head->truths + (size_t)b * 5 * (size_t)head->rows;
    float* out = truth + (size_t)b * (size_t)l->truths;
    if (head->layer == live_detection) {
      fill_cells(head, rows, head->counts[b], out);
      continue;
    }
    if (head->counts[b] * 5 > l->truths) return 1;
    memcpy(out, rows, 5 * (size_t)head->counts[b] * sizeof(float));
  }
  return 0;
}

static void forward(const LiveHead* head, layer l, const float* input, float* truth) {
  size_t seen = 1000000;
  network net = {0};
  net.train = 1;
  net.seen = &seen;
  net.batch = head->batch;
  net.w = head->net_w;
  net.h = head->net_h;
  net.input = (float*)input;
  net.truth = truth;
  if (head->layer == live_detection) forward_detection_layer(l, net);
  if (head->layer == live_region) forward_region_layer(l, net);
  if (head->layer == live_yolo) forward_yolo_layer(l, net);
}

int live_forward(const LiveHead* head, const float* input, float* delta, float* cost) {
  const Streams streams = silence();
  layer l = head->layer == live_detection ? make_detection(head) : head->layer == live_region ? make_region(head) : make_yolo(head);
  l.coord_scale = head->coord_scale;
  l.object_scale = head->object_scale;
  l.noobject_scale = head->noobject_scale;
  l.class_scale = head->class_scale;
  float* truth = calloc((size_t)head->batch * (size_t)l.truths, sizeof(float));
  const int failed = fill_truths(head, &l, truth);
  if (!failed) {
    forward(head, l, input, truth);
    memcpy(delta, l.delta, (size_t)head->batch * (size_t)l.outputs * sizeof(float));
    *cost = *l.cost;
  }
  free(truth);
  free_layer(l);
  if (head->layer == live_yolo) free(l.mask); /* free_layer leaves it */
  speak(streams);
  return failed;
}
