#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>
#include <vector>

#include "files/safetensors.hpp"
#include "files/shape.hpp"
#include "files/write.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

using nlohmann::json;
using Named = Tensors::value_type;

/// Larger items first, then by name: without a hole in the file, every tensor is aligned to its items (as loaders that map the file want).
std::vector<const Named*> order_data(const Tensors& tensors, const std::string& where) {
  std::vector<const Named*> order;
  for (const auto& named : tensors) {
    if (named.first == "__metadata__") throw Error(where, "a tensor can not be named \"__metadata__\"");
    check_whole(named.second, where + ":" + named.first);
    order.push_back(&named);
  }
  std::stable_sort(order.begin(), order.end(), [](const Named* a, const Named* b) { return size_of(a->second.type) > size_of(b->second.type); });
  return order;
}

std::string print_header(const std::vector<const Named*>& order, const std::map<std::string, std::string>& metadata, const std::string& where) {
  json header = json::object();
  if (!metadata.empty()) header["__metadata__"] = metadata;
  std::uint64_t offset = 0;
  for (const Named* named : order) {
    const auto& [name, tensor] = *named;
    header[name] = {{"dtype", safetensors_dtype(tensor.type)}, {"shape", tensor.shape}, {"data_offsets", {offset, offset + tensor.bytes.size()}}};
    offset += tensor.bytes.size();
  }

  // Pad with spaces, so that the data begin at a multiple of 8.
  try {
    std::string text = header.dump();
    text.append((8 - text.size() % 8) % 8, ' ');
    return text;
  } catch (const json::exception&) {
    throw Error(where, "a name or a metadata text is not UTF-8");
  }
}

}  // namespace

void print_safetensors(std::ostream& stream, const Safetensors& file, const std::string& where) {
  const auto order = order_data(file.tensors, where);
  const std::string header = print_header(order, file.metadata, where);
  const std::uint64_t length = header.size();
  stream.write(reinterpret_cast<const char*>(&length), sizeof length);
  stream << header;
  for (const Named* named : order)
    stream.write(reinterpret_cast<const char*>(named->second.bytes.data()), static_cast<std::streamsize>(named->second.bytes.size()));
}

void write_safetensors(const std::string& path, const Tensors& tensors, const std::map<std::string, std::string>& metadata) {
  write_atomically(path, [&](std::ostream& stream) { print_safetensors(stream, {tensors, metadata}, path); });
}

}  // namespace yologold
