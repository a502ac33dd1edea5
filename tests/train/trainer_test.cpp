#include "train/trainer.hpp"

#include <cmath>

#include "augment/loader.hpp"
#include "small_training.hpp"
#include "support/catch.hpp"
#include "train/calm_objectness.hpp"
#include "train/detector.hpp"

using namespace yologold;
using namespace yologold::test;

namespace {

std::vector<float> weights_of(Trainer& trainer) {
  std::vector<float> all;
  for (const Parameter& p : trainer.network().parameters()) all.insert(all.end(), p.value.begin(), p.value.end());
  return all;
}

Trainer trainer_of(const Training& training) { return Trainer(training.config, Network(training.network, training.config.seed), training.steps_per_epoch()); }

/// The first batch, whole or in parts.
Batch first_batch(const Training& training) {
  BatchOptions options = training.batch_options();
  options.batch = training.config.batch;
  PictureStore pictures(training.data, std::size_t{1} << 30);
  return make_batch(pictures, training.members(), options, 0);
}

Batch part_of(const Batch& batch, int part, int parts) {
  const auto n = static_cast<std::size_t>(batch.n / parts), from = n * static_cast<std::size_t>(part);
  const std::size_t picture = batch.images.size() / static_cast<std::size_t>(batch.n);
  Batch cut{static_cast<int>(n), batch.h, batch.w, {}, {}};
  cut.images.assign(batch.images.begin() + static_cast<std::ptrdiff_t>(from * picture),
                    batch.images.begin() + static_cast<std::ptrdiff_t>((from + n) * picture));
  cut.truths.assign(batch.truths.begin() + static_cast<std::ptrdiff_t>(from), batch.truths.begin() + static_cast<std::ptrdiff_t>(from + n));
  return cut;
}

/// One convolution without batch norm: the gradient of a batch is the sum of its parts'.
Training plain_training(const std::string& reduction, int subdivisions) {
  return small_training({R"(network={"width":64,"height":64,"variant":{"base":"yolov3","image":[64,64],"anchors":[[14,14],[24,24]],"masks":[[0,1]]},"layers":[)"
                         R"({"layer":"convolutional","filters":8,"size":3,"stride":8,"activation":"leaky"},)"
                         R"({"layer":"convolutional","filters":"head","size":1},{"layer":"head"}]})",
                         R"(variant={"base":"yolov3","reduction":")" + reduction + "\"}", "subdivisions=" + std::to_string(subdivisions),
                         R"(optimiser={"kind":"sgd"})"});
}

}  // namespace

TEST_CASE("mini-batches add up to the batch") {
  const std::string reduction = GENERATE("sum", "mean-batch");
  const Training whole = plain_training(reduction, 1), parts = plain_training(reduction, 2);
  const Batch batch = first_batch(whole);
  Trainer one = trainer_of(whole), two = trainer_of(parts);
  const StepRecord first = one.step([&](std::int64_t, int) { return batch; });
  const StepRecord second = two.step([&](std::int64_t, int part) { return part_of(batch, part, 2); });
  CHECK(second.total() == Approx(first.total()).epsilon(1e-6));
  CHECK(second.gradient_norm == Approx(first.gradient_norm).epsilon(1e-5));
  const std::vector<float> a = weights_of(one), b = weights_of(two);
  double worst = 0;
  for (std::size_t i = 0; i < a.size(); ++i) worst = std::max(worst, std::abs(static_cast<double>(a[i]) - b[i]));
  CHECK(worst < 1e-6);
}

TEST_CASE("the step's loss is the engine's, its rate the schedule's, its gradient the network's") {
  const Training training = small_training({"schedule={\"kind\":\"constant\",\"rate\":0.01,\"warmup\":2}", "optimiser={\"kind\":\"sgd\",\"momentum\":0}"});
  const Batch batch = first_batch(training);
  Trainer trainer = trainer_of(training);
  const std::vector<float> before = weights_of(trainer);
  const StepRecord record = trainer.step([&](std::int64_t, int) { return batch; });
  CHECK(record.step == 1);
  CHECK(record.epoch == 1);
  CHECK(record.rate == Approx(0.01 / 4));
  CHECK(record.terms.noobj > 0);
  CHECK(record.terms.coord > 0);
  const std::vector<float> after = weights_of(trainer);
  std::size_t i = 0;
  for (const Parameter& p : trainer.network().parameters())
    for (const float g : p.gradient) {
      CHECK(after[i] == Approx(before[i] - record.rate * static_cast<double>(g)).margin(1e-7));
      ++i;
    }
}

TEST_CASE("a deceived batch shows fewer objects, moves by the step, and leaves no trace in the statistics") {
  const Training plain = small_training({"epochs=60", "schedule={\"rate\":0.01}"});
  Trainer trainer = trainer_of(plain);
  const Batch batch = first_batch(plain);
  for (int step = 0; step < 100; ++step) trainer.step([&](std::int64_t, int) { return batch; });

  // The loss of the deceived pictures is above that of the plain ones.
  const Training deceived = small_training({"epochs=60", "schedule={\"rate\":0.01}", "self_adversarial={\"probability\":1,\"step\":0.01}"});
  Trainer other = trainer_of(deceived);
  other.load(trainer.save());
  const StepRecord honest = trainer.step([&](std::int64_t, int) { return batch; });
  const StepRecord cheated = other.step([&](std::int64_t, int) { return batch; });

  CHECK(cheated.terms.obj > 1.05 * honest.terms.obj);
  CHECK(cheated.terms.noobj < honest.terms.noobj);
}

TEST_CASE("a calm network claims few objects") {
  const Training training = small_training();
  Trainer wild = trainer_of(training), calm = trainer_of(training);
  calm_objectness(calm.network(), 0.02);
  const Batch batch = first_batch(training);
  const double before = wild.step([&](std::int64_t, int) { return batch; }).terms.noobj;
  const double after = calm.step([&](std::int64_t, int) { return batch; }).terms.noobj;
  CHECK(after / before == Approx(std::log(0.98) / std::log(0.5)).epsilon(0.2));
}

TEST_CASE("a loss that is not finite ends the training with words") {
  const Training training = small_training({"schedule={\"kind\":\"constant\",\"rate\":1e30}", "optimiser={\"kind\":\"sgd\"}"});
  const Batch batch = first_batch(training);
  Trainer trainer = trainer_of(training);
  CHECK_THROWS_WITH(
      [&] {
        for (int step = 0; step < 5; ++step) trainer.step([&](std::int64_t, int) { return batch; });
      }(),
      Catch::Contains("the loss is not finite"));
}

TEST_CASE("a handful of pictures is learned by heart") {
  const Training training =
      small_training({"epochs=120", "data={\"shapes\":{\"train\":4,\"val\":0,\"width\":64,\"height\":64,\"most\":2,\"smallest\":0.25,\"seed\":3}}",
                      "schedule={\"rate\":0.01,\"warmup\":5}"});
  const Batch batch = first_batch(training);
  Trainer trainer = trainer_of(training);
  for (std::int64_t step = 0; step < trainer.all_steps(); ++step) trainer.step([&](std::int64_t, int) { return batch; });
  Detector detector(trainer.network(), {.width = 64, .height = 64, .score = 0.005});
  std::vector<JudgedPicture> pictures;
  for (const std::size_t sample : training.members()) {
    const Image image = training.data.read(sample);
    pictures.push_back({training.data.samples[sample].truths, detector.detect({&image, 1}).front(), 64, 64});
  }
  CHECK(evaluate_detections(pictures, 3, {}).mean > 0.99);
}
