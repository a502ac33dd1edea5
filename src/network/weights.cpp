#include "network/weights.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "files/bytes.hpp"
#include "files/read.hpp"
#include "files/shape.hpp"
#include "files/write.hpp"
#include "network/weights_of_layer.hpp"
#include "yologold/error.hpp"

namespace yologold {

namespace {

/// safetensors start with the length of a JSON header and its {.
bool is_safetensors(const std::string& path) {
  const MappedFile file(path);
  return file.bytes().size() > 9 && std::to_integer<char>(file.bytes()[8]) == '{';
}

/// How many pictures weights have seen, by the metadata; 0 where it does not say.
std::uint64_t seen_of(const std::string& path) {
  const auto metadata = read_safetensors_metadata(path);
  const auto at = metadata.find("seen");
  std::uint64_t seen = 0;
  if (at != metadata.end()) std::from_chars(at->second.data(), at->second.data() + at->second.size(), seen);
  return seen;
}

template <class Use>
void for_each_number(const Network& network, const Use& use) {
  for (const auto list : {network.parameters(), network.statistics()})
    for (const Parameter& p : list) use(p);
}

std::uint64_t read_safetensors_weights(Network& network, const std::string& path) {
  const Tensors tensors = read_safetensors(path);
  std::size_t used = 0;
  for_each_number(network, [&](const Parameter& p) {
    const auto at = tensors.find(p.name);
    if (at == tensors.end()) throw Error(path, "has no tensor " + p.name);
    if (at->second.type != TensorType::f32 || at->second.shape != p.shape)
      throw Error(path, p.name + " is " + name_of(at->second.type) + " " + print_shape(at->second.shape), "f32 " + print_shape(p.shape));
    std::memcpy(p.value.data(), at->second.bytes.data(), p.value.size_bytes());
    ++used;
  });
  if (used == tensors.size()) return seen_of(path);
  for (const auto& tensor : tensors) {
    const std::string& name = tensor.first;
    bool known = false;
    for_each_number(network, [&](const Parameter& p) { known = known || p.name == name; });
    if (!known) throw Error(path, "holds a tensor " + name + " that the network " + network.config().name + " has not");
  }
  return seen_of(path);
}

}  // namespace

std::uint64_t read_weights(Network& network, const std::string& path) {
  return is_safetensors(path) ? read_safetensors_weights(network, path) : read_darknet_weights(network, path);
}

void write_weights(const Network& network, const std::string& path, std::uint64_t seen, const std::map<std::string, std::string>& more) {
  Tensors tensors;
  for_each_number(network, [&](const Parameter& p) {
    const auto bytes = std::as_bytes(std::span<const float>(p.value));
    tensors[p.name] = {TensorType::f32, p.shape, {bytes.begin(), bytes.end()}};
  });
  std::map<std::string, std::string> metadata = more;
  metadata["network"] = print_network(network.config());
  metadata["seen"] = std::to_string(seen);
  write_safetensors(path, tensors, metadata);
}

NetworkConfig read_network_of(const std::string& path) {
  const auto metadata = read_safetensors_metadata(path);
  const auto at = metadata.find("network");
  if (at == metadata.end()) throw Error(path, "holds no network in its metadata");
  return parse_network(at->second, path);
}

}  // namespace yologold
