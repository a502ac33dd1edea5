#include "files/truth_files.hpp"
#include "helpers.hpp"
#include "support/catch.hpp"

using namespace yologold;

namespace {

Truth truth(double cx, std::int32_t class_id = 0) {
  Truth result;
  result.cx = cx;
  result.class_id = class_id;
  return result;
}

std::vector<double> centres(const TruthBatch& batch) {
  std::vector<double> result;
  for (const Truth& one : batch.view().all) result.push_back(one.cx);
  return result;
}

std::vector<std::int64_t> firsts(const TruthBatch& batch) {
  const auto first = batch.view().first;
  return {first.begin(), first.end()};
}

}  // namespace

TEST_CASE("a batch without truths, and one without images") {
  CHECK(firsts(TruthBatch()) == std::vector<std::int64_t>{0});
  CHECK(firsts(TruthBatch(2)) == std::vector<std::int64_t>{0, 0, 0});
  CHECK(TruthBatch(2).images() == 2);
  CHECK(TruthBatch(2).view().all.empty());
}

TEST_CASE("truths stand by image, in the order they came, whatever the order of the images") {
  TruthBatch batch(4);
  for (const auto& [image, cx] : {std::pair(3, 30.0), std::pair(1, 10.0), std::pair(3, 31.0), std::pair(0, 0.0), std::pair(1, 11.0)})
    batch.add(image, truth(cx));
  CHECK(centres(batch) == std::vector<double>{0, 10, 11, 30, 31});
  CHECK(firsts(batch) == std::vector<std::int64_t>{0, 1, 3, 3, 5});
}

TEST_CASE("further classes are owned by the batch") {
  TruthBatch batch(2);
  {
    std::vector<std::int32_t> own{4, 5};
    Truth shown = truth(2);
    shown.more_classes = own;
    batch.add(1, shown);
    own.assign({-1, -1});
  }
  for (int i = 0; i < 100; ++i) batch.add(0, truth(i), {i, i + 1});
  const auto all = batch.view().all;
  for (int i = 0; i < 100; ++i) {
    const auto more = all[static_cast<std::size_t>(i)].more_classes;
    REQUIRE(std::vector<std::int32_t>(more.begin(), more.end()) == std::vector<std::int32_t>{i, i + 1});
  }
  CHECK(std::vector<std::int32_t>(all[100].more_classes.begin(), all[100].more_classes.end()) == std::vector<std::int32_t>{4, 5});
}

TEST_CASE("a copy is a batch of its own") {
  TruthBatch batch(1);
  batch.add(0, truth(1), {7});
  TruthBatch copy = batch;
  copy.add(0, truth(2));
  batch.add(0, truth(3));
  CHECK(centres(batch) == std::vector<double>{1, 3});
  CHECK(centres(copy) == std::vector<double>{1, 2});
  batch = TruthBatch();
  CHECK(copy.view().all[0].more_classes[0] == 7);
}

TEST_CASE("images out of range are refused") {
  TruthBatch batch(2);
  CHECK(fault_of([&] { batch.add(2, {}); }) == "truths: image 2 of a batch of 2");
  CHECK(fault_of([&] { batch.add(-1, {}); }) == "truths: image -1 of a batch of 2");
  CHECK(fault_of([&] { TruthBatch(-1); }) == "truths: -1 images; allowed: 0 or more");
}
