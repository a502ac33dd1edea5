#include "files/shape.hpp"

#include <limits>

#include "yologold/error.hpp"

namespace yologold {

std::optional<std::uint64_t> bytes_of(std::span<const std::int64_t> shape, TensorType type) {
  constexpr std::int64_t limit = std::numeric_limits<std::int64_t>::max();
  std::int64_t product = static_cast<std::int64_t>(size_of(type));
  bool empty = false;
  for (const std::int64_t length : shape) {
    if (length < 0) return {};
    if (length == 0) {
      empty = true;
      continue;
    }
    if (product > limit / length) return {};
    product *= length;
  }
  return empty ? 0 : static_cast<std::uint64_t>(product);
}

std::string print_shape(std::span<const std::int64_t> shape) {
  std::string text = "(";
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (i) text += ", ";
    text += std::to_string(shape[i]);
  }
  return text + (shape.size() == 1 ? ",)" : ")");
}

void check_whole(const Tensor& tensor, const std::string& where) {
  const auto needed = bytes_of(tensor.shape, tensor.type);
  if (needed && *needed == tensor.bytes.size()) return;
  throw Error(where, "a tensor of " + std::to_string(tensor.bytes.size()) + " bytes can not have the shape " + print_shape(tensor.shape) + " of " +
                         name_of(tensor.type));
}

}  // namespace yologold
