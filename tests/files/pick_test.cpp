#include "files/read.hpp"
#include "files/write.hpp"
#include "helpers.hpp"
#include "support/catch.hpp"

using namespace yologold;

namespace {

const Tensor first = tensor_of<float>(TensorType::f32, {2}, {1, 2}), second = tensor_of<std::int8_t>(TensorType::i8, {1}, {3});

}  // namespace

TEST_CASE("tensors are read by content, whatever the name") {
  const Scratch scratch;
  write_npy(scratch / "a.txt", first);
  write_npz(scratch / "b.txt", {{"x", first}, {"y", second}});
  write_safetensors(scratch / "c.txt", {{"x", first}, {"y", second}});
  CHECK(read_tensors(scratch / "a.txt") == Tensors{{"", first}});
  CHECK(read_tensors(scratch / "b.txt") == Tensors{{"x", first}, {"y", second}});
  CHECK(read_tensors(scratch / "c.txt") == Tensors{{"x", first}, {"y", second}});
}

TEST_CASE("FILE:NAME picks a tensor") {
  const Scratch scratch;
  write_npz(scratch / "b.npz", {{"x", first}, {"y", second}});
  write_safetensors(scratch / "c:d.safetensors", {{"x:0", first}, {"y", second}});
  CHECK(read_tensors(scratch / "b.npz:y") == Tensors{{"y", second}});
  CHECK(read_tensor(scratch / "b.npz:x") == first);
  CHECK(read_tensor(scratch / "c:d.safetensors:x:0") == first);
  CHECK(fault_of([&] { read_tensor(scratch / "b.npz:z"); }) == scratch / "b.npz" + ": holds no tensor \"z\"; allowed: \"x\", \"y\"");
}

TEST_CASE("the only tensor needs no name; several are listed") {
  const Scratch scratch;
  write_npy(scratch / "a.npy", first);
  write_npz(scratch / "one.npz", {{"x", first}});
  Tensors many;
  for (int i = 10; i < 35; ++i) many[std::to_string(i)] = second;
  write_npz(scratch / "many.npz", many);
  CHECK(read_tensor(scratch / "a.npy") == first);
  CHECK(read_tensor(scratch / "a.npy:") == first);
  CHECK(read_tensor(scratch / "one.npz") == first);
  const std::string words = fault_of([&] { read_tensor(scratch / "many.npz"); });
  CHECK(words.find("holds 25 tensors; pick one as FILE:NAME; allowed: \"10\", \"11\"") != std::string::npos);
  CHECK(words.ends_with("\"29\", and 5 more"));
}

TEST_CASE("what is no tensor file is refused") {
  const Scratch scratch;
  const auto fault = [&](const std::string& path) { return fault_of([&] { read_tensors(path); }); };
  CHECK(fault(scratch.put("text", "some text")) == scratch / "text" + ": is no tensor file; allowed: .npy, .npz, safetensors");
  CHECK(fault(scratch.put("empty", "")) == scratch / "empty" + ": is no tensor file; allowed: .npy, .npz, safetensors");
  CHECK(fault(scratch / "absent") == scratch / "absent" + ": cannot be read: No such file or directory");
  CHECK(fault(scratch.folder()) == scratch.folder() + ": is a folder; allowed: a file");
  CHECK(fault("/dev/zero") == "/dev/zero: is a device or a pipe; allowed: a regular file");
  CHECK(fault_of([&] { read_safetensors(scratch / "text"); }) != "");
  CHECK(fault_of([&] { read_npz(scratch / "text"); }) != "");
  CHECK(fault_of([&] { read_npy(scratch / "text"); }) != "");
}
