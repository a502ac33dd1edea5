#include "fuzz_readers.hpp"

#include <sstream>
#include <stdexcept>

#include "files/npy.hpp"
#include "files/npz.hpp"
#include "files/safetensors.hpp"
#include "files/truth_json.hpp"
#include "files/truth_txt.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

bool equal(const Tensor& a, const Tensor& b) { return a.type == b.type && a.shape == b.shape && a.bytes == b.bytes; }
bool equal(const Tensors& a, const Tensors& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) { return x.first == y.first && equal(x.second, y.second); });
}
bool equal(const Safetensors& a, const Safetensors& b) { return equal(a.tensors, b.tensors) && a.metadata == b.metadata; }

template <class Value, class Parse, class Print>
void round_trip(const Value& value, const Parse& parse, const Print& print) {
  std::ostringstream stream;
  print(stream, value, "written");
  const std::string text = stream.str();
  if (!equal(parse(std::as_bytes(std::span(text)), "written"), value)) throw std::logic_error("does not read back as the same");
}

void round_trip(const TruthBatch& batch) {
  const std::string text = print_truths(batch.view());
  if (print_truths(parse_truths_json(text, "written").view()) != text) throw std::logic_error("does not read back as the same");
}

void read(unsigned reader, Bytes bytes) {
  switch (reader) {
    case 0:
      return round_trip(parse_npy(bytes, "npy"), parse_npy, print_npy);
    case 1:
      return round_trip(parse_npz(bytes, "npz"), parse_npz, print_npz);
    case 2:
      return round_trip(parse_safetensors(bytes, "safetensors"), parse_safetensors, print_safetensors);
    case 3:
      return round_trip(parse_truths_json(text_of(bytes), "json"));
    case 4: {
      TruthBatch batch(1);
      parse_labels(text_of(bytes), "txt", 0, batch);
      return round_trip(batch);
    }
    default:
      throw Error("first byte", "names no reader", "0 to 4");
  }
}

}  // namespace

bool read_as_told(Bytes bytes) {
  if (bytes.empty()) return false;
  try {
    read(static_cast<unsigned>(bytes[0]), bytes.subspan(1));
    return true;
  } catch (const Error&) {
    return false;
  }
}

}  // namespace yologold

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  yologold::read_as_told(std::as_bytes(std::span(data, size)));
  return 0;
}
