#include <cmath>

#include "files/truth_files.hpp"
#include "files/write.hpp"
#include "helpers.hpp"
#include "support/catch.hpp"

using namespace yologold;

namespace {

std::string rows_fault(const Scratch& scratch, const Tensor& tensor, std::int64_t images) {
  write_npy(scratch / "t.npy", tensor);
  return fault_of([&] { read_truths(scratch / "t.npy", images); }).substr((scratch / "t.npy").size());
}

}  // namespace

TEST_CASE("truths of .npy: rows are read exactly, rows without size pad") {
  const Scratch scratch;
  write_npy(scratch / "t.npy", tensor_of<float>(TensorType::f32, {2, 3, 5}, {0.1f, 0.2f, 0.3f, 0.4f,  7, 9, 9, 0, 0, NAN, 0,    0,   0,        -0.5f, -1,  //
                                                                             0,    0,    0,    -0.0f, 0, 0, 0, 0, 0, 0,   0.5f, NAN, INFINITY, 1,     2}));
  const TruthBatch batch = read_truths(scratch / "t.npy", 2);
  const auto truths = batch.view();
  REQUIRE(truths.all.size() == 3);
  CHECK(truths.first[1] == 2);
  const Truth& first = truths.all[0];
  CHECK((first.cx == double{0.1f} && first.cy == double{0.2f} && first.w == double{0.3f} && first.h == double{0.4f} && first.class_id == 7));
  CHECK((truths.all[1].w == 0 && truths.all[1].h == -0.5 && truths.all[1].class_id == -1));
  CHECK((std::isnan(truths.all[2].cy) && std::isinf(truths.all[2].w) && truths.all[2].class_id == 2));
}

TEST_CASE("truths of .npy: f64, integers, halves, and none at all") {
  const Scratch scratch;
  write_npy(scratch / "d.npy", tensor_of<double>(TensorType::f64, {1, 1, 5}, {0.1, 0.2, 0.3, 0.4, 2147483647}));
  write_npy(scratch / "i.npy", tensor_of<std::int64_t>(TensorType::i64, {1, 1, 5}, {0, 1, 1, 1, -2147483648}));
  write_npy(scratch / "h.npy", tensor_of<std::uint16_t>(TensorType::f16, {1, 1, 5}, {0x3800, 0x3800, 0x3800, 0x3800, 0x4200}));
  write_npy(scratch / "e.npy", tensor_of<float>(TensorType::f32, {4, 0, 5}, {}));
  const auto first = [&](const char* name) {
    const TruthBatch batch = read_truths(scratch / name, 1);
    return batch.view().all[0];
  };
  CHECK((first("d.npy").cx == 0.1 && first("d.npy").class_id == INT32_MAX));
  CHECK((first("i.npy").cy == 1 && first("i.npy").class_id == INT32_MIN));
  CHECK((first("h.npy").h == 0.5 && first("h.npy").class_id == 3));
  CHECK(read_truths(scratch / "e.npy", 4).images() == 4);
}

TEST_CASE("truths of .npy: other shapes, counts and classes are refused") {
  const Scratch scratch;
  const std::string allowed = "; allowed: [images, boxes, 5]: cx cy w h class";
  const auto zeros = [](std::vector<std::int64_t> shape) {
    Tensor tensor{TensorType::u8, std::move(shape), {}};
    tensor.bytes.resize(static_cast<std::size_t>(tensor.elements()));
    return tensor;
  };
  CHECK(rows_fault(scratch, zeros({1, 2, 6}), 1) == ": truths of the shape (1, 2, 6)" + allowed);
  CHECK(rows_fault(scratch, zeros({1, 2, 4}), 1) == ": truths of the shape (1, 2, 4)" + allowed);
  CHECK(rows_fault(scratch, zeros({2, 5}), 2) == ": truths of the shape (2, 5)" + allowed);
  CHECK(rows_fault(scratch, zeros({}), 1) == ": truths of the shape ()" + allowed);
  CHECK(rows_fault(scratch, zeros({2, 1, 5}), 3) == ": holds truths of 2 images, the heads have 3");
  CHECK(rows_fault(scratch, {TensorType::f32, {std::int64_t{1} << 50, 0, 5}, {}}, 1) == ": holds truths of 1125899906842624 images, the heads have 1");
  for (const double id : {0.5, 2147483648.0, -2147483649.0, double{NAN}, double{INFINITY}})
    CHECK(rows_fault(scratch, tensor_of<double>(TensorType::f64, {1, 2, 5}, {0, 0, 0, 0, 0, 0, 0, 1, 1, id}), 1).starts_with("[0, 1]: the class "));
}
