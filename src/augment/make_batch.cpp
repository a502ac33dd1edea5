#include "augment/make_batch.hpp"

#include <algorithm>
#include <cmath>

#include "augment/colour_jitter.hpp"
#include "augment/cutmix.hpp"
#include "augment/mixup.hpp"
#include "augment/mosaic.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

enum BatchPurpose : std::uint64_t { ordering = 0x4f52444552, composing = 0x434f4d504f5345, shaping = 0x5348415045 };

/// Makes the images of one batch.
class Composer {
 public:
  Composer(PictureStore& pictures, std::span<const std::size_t> members, const BatchOptions& options, const BatchShape& shape)
      : pictures_(pictures), members_(members), options_(options.augment), shape_(shape) {}

  /// @param first  a position among the members
  LabelledImage compose(std::size_t first, KeyedRandom& random) {
    const bool four = random.chance(options_.mosaic);
    LabelledImage image = four ? four_in_one(first, random) : single(first, random);
    if (random.chance(options_.mixup)) mixup(image, single(any(random), random), options_.mixup_alpha, random);
    if (random.chance(options_.cutmix)) cutmix(image, single(any(random), random), options_.least_visible, random);
    return image;
  }

 private:
  std::size_t any(KeyedRandom& random) const { return random.below(members_.size()); }

  std::shared_ptr<const LabelledImage> picture(std::size_t position) {
    for (std::size_t tried = 0; tried < members_.size(); ++tried)
      if (auto found = pictures_.get(members_[(position + tried) % members_.size()])) return found;
    throw Error("data", "none of " + std::to_string(members_.size()) + " pictures can be decoded; " + pictures_.failures().front().what);
  }

  LabelledImage single(std::size_t position, KeyedRandom& random) {
    const auto source = picture(position);
    LabelledImage canvas{Image(shape_.width, shape_.height), {}};
    const Area all{0, 0, shape_.width, shape_.height};
    const Window window = choose_window(options_, source->image, shape_.width, shape_.height, random);
    const ColourShift shift = choose_colour_shift(options_, random);
    draw_window(*source, window, all, options_.least_visible, canvas);
    shift_colours(canvas.image, all, shift);
    return canvas;
  }

  LabelledImage four_in_one(std::size_t first, KeyedRandom& random) {
    std::array<std::shared_ptr<const LabelledImage>, 4> held;
    std::array<const LabelledImage*, 4> four{};
    for (std::size_t i = 0; i < four.size(); ++i) four[i] = (held[i] = picture(i == 0 ? first : any(random))).get();
    std::swap(four[0], four[random.below(four.size())]);
    return mosaic(options_, four, shape_.width, shape_.height, random);
  }

  PictureStore& pictures_;
  std::span<const std::size_t> members_;
  const AugmentOptions& options_;
  BatchShape shape_;
};

Batch empty_batch(std::size_t count, const BatchShape& shape) {
  Batch batch{static_cast<int>(count), shape.height, shape.width, {}, {}};
  batch.images.resize(count * 3 * static_cast<std::size_t>(shape.width) * static_cast<std::size_t>(shape.height));
  batch.truths.resize(count);
  return batch;
}

void put(LabelledImage image, Batch& batch, std::size_t index) {
  write_planes(image.image, batch.images.data() + index * image.image.pixels.size());
  batch.truths[index] = std::move(image.truths);
}

}  // namespace

BatchShape shape_of_step(const BatchOptions& options, std::int64_t step) {
  const AugmentOptions& augment = options.augment;
  if (augment.smallest_shape == 1 && augment.largest_shape == 1) return {options.width, options.height};
  KeyedRandom random{options.seed, static_cast<std::uint64_t>(step / augment.shape_every), shaping};
  const double factor = random.uniform(augment.smallest_shape, augment.largest_shape);
  const auto side = [&](int size) { return augment.shape_multiple * std::max(1, static_cast<int>(std::lround(size * factor / augment.shape_multiple))); };
  return {side(options.width), side(options.height)};
}

Batch make_batch(PictureStore& pictures, std::span<const std::size_t> members, const BatchOptions& options, std::int64_t step, const std::stop_token& stop) {
  if (members.empty()) throw Error("data", "has no picture to train on");
  const BatchShape shape = shape_of_step(options, step);
  const auto count = static_cast<std::size_t>(options.batch), part = count / static_cast<std::size_t>(options.parts);
  const std::size_t from = part * static_cast<std::size_t>(options.part);
  Batch batch = empty_batch(part, shape);
  Composer composer(pictures, members, options, shape);

  std::vector<std::size_t> order;
  std::uint64_t order_epoch = 0;
  for (std::size_t index = from; index < from + part && !stop.stop_requested(); ++index) {
    const std::uint64_t position = static_cast<std::uint64_t>(step) * count + index, epoch = position / members.size();
    if (order.empty() || epoch != order_epoch) order = shuffled(members.size(), {options.seed, epoch, ordering});
    order_epoch = epoch;
    KeyedRandom random{options.seed, static_cast<std::uint64_t>(step), index, composing};
    put(composer.compose(order[position % members.size()], random), batch, index - from);
  }
  return batch;
}

Batch make_plain_batch(PictureStore& pictures, std::span<const std::size_t> samples, Fit fit, int width, int height) {
  Batch batch = empty_batch(samples.size(), {width, height});
  AugmentOptions plain;
  plain.fit = fit;
  plain.least_visible = 0;
  for (std::size_t index = 0; index < samples.size(); ++index) {
    LabelledImage canvas{Image(width, height, no_picture), {}};
    KeyedRandom unused{0};
    if (const auto source = pictures.get(samples[index]))
      draw_window(*source, choose_window(plain, source->image, width, height, unused), {0, 0, width, height}, plain.least_visible, canvas);
    put(std::move(canvas), batch, index);
  }
  return batch;
}

}  // namespace yologold
