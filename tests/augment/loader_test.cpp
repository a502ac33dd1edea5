#include "augment/loader.hpp"

#include "augment/painted.hpp"
#include "augment/show_batch.hpp"
#include "files/helpers.hpp"
#include "images/write_image.hpp"
#include "support/catch.hpp"

using namespace yologold;
using namespace yologold::test;
using Catch::Matchers::Contains;

namespace {

LoaderOptions all_on() {
  LoaderOptions options;
  options.batch.batch = 3;
  options.batch.width = 64;
  options.batch.height = 48;
  options.batch.seed = 5;
  options.batch.augment = read_augment_options(
      Json::parse(R"({"mosaic": 0.5, "cutmix": 0.5, "mixup": 0.5, "flip_horizontal": 0.5, "flip_vertical": 0.5, "hue": 0.1, "saturation": 1.5,
                      "exposure": 1.5, "jitter": 0.2, "scale": [0.7, 1.4], "shapes": [0.5, 1.5], "shape_every": 2, "shape_multiple": 16})"),
      {"test", ""});
  return options;
}

bool same(const Batch& a, const Batch& b) {
  const auto equal = [](const Truth& s, const Truth& t) {
    return s.cx == t.cx && s.cy == t.cy && s.w == t.w && s.h == t.h && s.class_id == t.class_id && s.weight == t.weight;
  };
  const auto list = [&](const auto& s, const auto& t) { return std::equal(s.begin(), s.end(), t.begin(), t.end(), equal); };
  return a.w == b.w && a.h == b.h && a.images == b.images && std::equal(a.truths.begin(), a.truths.end(), b.truths.begin(), b.truths.end(), list);
}

std::vector<Batch> take(const DataSet& set, const LoaderOptions& options, int count) {
  Loader loader(set, set.split("train"), options);
  std::vector<Batch> batches;
  for (int i = 0; i < count; ++i) batches.push_back(loader.next());
  return batches;
}

}  // namespace

TEST_CASE("batches are the same bit for bit with any number of workers, with or without a cache, and when resumed") {
  const DataSet set = painted_set(10);
  LoaderOptions options = all_on();
  options.workers = 0;
  const auto expected = take(set, options, 8);
  CHECK(!same(expected[0], expected[1]));
  for (const int workers : {1, 2, 5}) {
    options.workers = workers;
    options.room = workers == 2 ? 0 : 40000;
    const auto batches = take(set, options, 8);
    for (std::size_t i = 0; i < 8; ++i) CHECK(same(batches[i], expected[i]));
  }
  options.first_step = 5;
  CHECK(same(take(set, options, 1)[0], expected[5]));
  options.batch.seed = 6;
  CHECK(!same(take(set, options, 1)[0], expected[5]));
}

TEST_CASE("the parts of a batch are the batch") {
  const DataSet set = painted_set(10);
  LoaderOptions options = all_on();
  options.batch.batch = 6;
  options.batch.parts = 3;
  const Batch whole = [&] {
    LoaderOptions all = options;
    all.batch.parts = 1;
    return take(set, all, 3).back();
  }();
  Batch joined{0, whole.h, whole.w, {}, {}};
  for (options.batch.part = 0; options.batch.part < 3; ++options.batch.part) {
    const Batch part = take(set, options, 3).back();
    CHECK(part.n == 2);
    joined.images.insert(joined.images.end(), part.images.begin(), part.images.end());
    joined.truths.insert(joined.truths.end(), part.truths.begin(), part.truths.end());
  }
  CHECK(joined.truths.size() == whole.truths.size());
  CHECK(same(joined, whole));
}

TEST_CASE("every epoch shows every picture once, in another order") {
  const DataSet set = painted_set(9);
  LoaderOptions options;
  options.batch.batch = 3;
  options.batch.width = options.batch.height = 32;
  std::vector<std::vector<double>> epochs;
  Loader loader(set, set.split("train"), options);
  for (int epoch = 0; epoch < 2; ++epoch) {
    epochs.emplace_back();
    for (int i = 0; i < 3; ++i)
      for (const auto& truths : loader.next().truths) epochs.back().push_back(truths.at(0).cx);
  }
  CHECK(epochs[0] != epochs[1]);
  for (auto& epoch : epochs) std::sort(epoch.begin(), epoch.end());
  CHECK(epochs[0] == epochs[1]);
  CHECK(std::unique(epochs[0].begin(), epochs[0].end()) == epochs[0].end());
}

TEST_CASE("with everything off a batch is the plain resize, planes red, green, blue from 0 to 1") {
  const DataSet set = painted_set(4);
  PictureStore pictures(set, 0);
  const std::vector<std::size_t> samples = {2, 0};
  const Batch batch = make_plain_batch(pictures, samples, Fit::stretch, 40, 20);
  REQUIRE((batch.n == 2 && batch.h == 20 && batch.w == 40 && batch.images.size() == 2 * 3 * 20 * 40));
  const Image image = resize(set.read(2), 40, 20);
  for (int y = 0; y < 20; ++y)
    for (int x = 0; x < 40; ++x)
      for (int c = 0; c < 3; ++c) REQUIRE(batch.images[static_cast<std::size_t>((c * 20 + y) * 40 + x)] == static_cast<float>(image.at(x, y)[c]) / 255.0F);
  CHECK(batch.truths[0].at(0).class_id == 2);
  CHECK(batch.truths[1].at(0).cx == Approx(set.samples[0].truths[0].cx));
  BatchOptions plain;
  plain.batch = 1;
  const std::vector<std::size_t> one = {2};
  CHECK(make_batch(pictures, one, plain, 0).images == make_plain_batch(pictures, one, Fit::stretch, 416, 416).images);
}

TEST_CASE("random training shapes hold for some steps, are multiples, and reach both ends") {
  BatchOptions options;
  options.width = 320;
  options.height = 256;
  CHECK((shape_of_step(options, 7).width == 320 && shape_of_step(options, 7).height == 256));
  options.augment.smallest_shape = 0.5;
  options.augment.largest_shape = 1.5;
  int low = 1 << 20, high = 0;
  for (std::int64_t step = 0; step < 2000; ++step) {
    const BatchShape shape = shape_of_step(options, step), block = shape_of_step(options, step / 10 * 10);
    REQUIRE((shape.width == block.width && shape.height == block.height && shape.width % 32 == 0 && shape.height % 32 == 0));
    low = std::min(low, shape.width);
    high = std::max(high, shape.width);
  }
  CHECK((low == 160 && high == 480));
}

TEST_CASE("a picture that can not be decoded is replaced by the next, noted once, and none is an Error") {
  const Scratch scratch;
  DataSet set = painted_set(3);
  for (std::size_t i = 0; i < 3; ++i) {
    set.samples[i].path = scratch / (std::to_string(i) + ".png");
    write_image(set.samples[i].path, set.draw(i));
  }
  set.draw = nullptr;
  const std::string whole = slurp(set.samples[1].path);
  scratch.put("1.png", whole.substr(0, whole.size() / 2));
  LoaderOptions options;
  options.batch.batch = 3;
  options.batch.width = options.batch.height = 32;
  options.room = 0;
  Loader loader(set, set.split("train"), options);
  for (int i = 0; i < 5; ++i)
    for (const auto& truths : loader.next().truths) CHECK(truths.at(0).class_id != 1);
  REQUIRE(loader.pictures().failures().size() == 1);
  CHECK(loader.pictures().failures()[0].sample == 1);
  CHECK_THAT(loader.pictures().failures()[0].what, Contains("1.png"));
  Loader hopeless(set, {1}, options);
  CHECK_THAT(fault_of([&] { hopeless.next(); }), Contains("none of 1 pictures can be decoded"));
}

TEST_CASE("a loader stops after the image it is making, however large the batch is") {
  DataSet set = painted_set(1);
  std::atomic<int> drawn{0};
  const auto draw = set.draw;
  set.draw = [&](std::size_t i) {
    ++drawn;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    return draw(i);
  };
  LoaderOptions options;
  options.batch.batch = 10000;
  options.batch.width = options.batch.height = 32;
  options.room = 0;
  options.workers = 2;
  {
    const Loader loader(set, {0}, options);
    while (drawn < 2) std::this_thread::yield();
  }
  CHECK(drawn < 1000);
}

TEST_CASE("large pictures are kept shrunk, their boxes fit") {
  DataSet set = painted_set(1);
  set.draw = [](std::size_t) { return painted(900, 700, {100, 120, 400, 300}, 0).image; };
  set.samples[0].truths = painted(900, 700, {100, 120, 400, 300}, 0).truths;
  PictureStore store(set, 1 << 20, 90, 100);
  const auto picture = store.get(0);
  REQUIRE(picture);
  CHECK((picture->image.width == 129 && picture->image.height == 100));
  CHECK(fits(picture->truths.at(0), *find_paint(picture->image, 0), picture->image));
  CHECK(store.get(0) == picture);
}

TEST_CASE("the contact sheet shows every image with its boxes") {
  const DataSet set = painted_set(3);
  PictureStore pictures(set, 0);
  const std::vector<std::size_t> samples = {0, 1, 2};
  const Batch batch = make_plain_batch(pictures, samples, Fit::stretch, 100, 80);
  const Image sheet = show_batch(batch, set.classes);
  CHECK((sheet.width == 2 * 104 + 4 && sheet.height == 2 * 84 + 4));
  // The second image starts at (108, 4); the frame of its box is in the colour of its class.
  const Edges box = edges_of(batch.truths[1][0]);
  const std::uint8_t* pixel = sheet.at(108 + static_cast<int>(std::lround(box.left * 100)), 4 + static_cast<int>(batch.truths[1][0].cy * 80));
  CHECK(Colour{pixel[0], pixel[1], pixel[2]} == colour_of(1));
}

TEST_CASE("augmentation options are read strictly and written whole") {
  const auto fault = [](const char* text) { return fault_of([&] { read_augment_options(Json::parse(text), {"a.json", "/augment"}); }); };
  CHECK(fault("{}").empty());
  CHECK(read_augment_options(Json::parse("{}"), {"a.json", ""}) == AugmentOptions{});
  CHECK_THAT(fault(R"({"mozaic": 1})"), Contains("a.json#/augment/mozaic: \"mozaic\" is not a key; did you mean \"mosaic\"?"));
  CHECK_THAT(fault(R"({"mosaic": 1.5})"), Contains("allowed: 0 to 1"));
  CHECK_THAT(fault(R"({"fit": "crop"})"), Contains("stretch"));
  CHECK_THAT(fault(R"({"scale": [2, 1]})"), Contains("0.1 <= low <= high <= 10"));
  CHECK_THAT(fault(R"({"scale": 2})"), Contains("#/augment/scale"));
  const AugmentOptions options = all_on().batch.augment;
  CHECK(options != AugmentOptions{});
  CHECK(read_augment_options(augment_json(options), {"a.json", ""}) == options);
}
