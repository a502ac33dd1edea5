#include "files/read.hpp"

#include <filesystem>

#include "files/bytes.hpp"
#include "files/npy.hpp"
#include "files/npz.hpp"
#include "files/safetensors.hpp"
#include "json/text.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

/// "file.npz:name" taken apart. A file's own name may hold a ':', and so may a tensor's.
struct Pick {
  std::string file, name;
  bool one = false;
};

Pick take_apart(const std::string& path) {
  if (std::filesystem::exists(path)) return {path, "", false};
  for (auto colon = path.find(':'); colon != std::string::npos; colon = path.find(':', colon + 1))
    if (std::filesystem::is_regular_file(path.substr(0, colon))) return {path.substr(0, colon), path.substr(colon + 1), true};
  return {path, "", false};
}

Tensors parse_by_content(Bytes bytes, const std::string& where) {
  const auto text = text_of(bytes);
  if (text.starts_with(npy_magic)) return {{"", parse_npy(bytes, where)}};
  if (is_zip(bytes)) return parse_npz(bytes, where);
  if (text.size() > 8 && text[8] == '{') return parse_safetensors(bytes, where).tensors;
  throw Error(where, "is no tensor file", ".npy, .npz, safetensors");
}

std::string list_names(const Tensors& tensors) {
  constexpr std::size_t most = 20;
  std::vector<std::string> names;
  for (const auto& [name, tensor] : tensors) {
    if (names.size() == most) return join(names) + ", and " + std::to_string(tensors.size() - most) + " more";
    names.push_back(quote(name));
  }
  return join(names);
}

}  // namespace

Tensor read_npy(const std::string& path) { return parse_npy(read_bytes(path), path); }
Tensors read_npz(const std::string& path) { return parse_npz(read_bytes(path), path); }
Tensors read_safetensors(const std::string& path) { return parse_safetensors(MappedFile(path).bytes(), path).tensors; }
Tensors read_safetensors(const std::string& path, const std::function<bool(const std::string&)>& wanted) {
  return pick_safetensors(MappedFile(path).bytes(), path, wanted).tensors;
}
std::map<std::string, std::string> read_safetensors_metadata(const std::string& path) { return parse_safetensors(read_bytes(path), path).metadata; }

Tensors read_tensors(const std::string& path) {
  const Pick pick = take_apart(path);
  Tensors tensors = parse_by_content(read_bytes(pick.file), pick.file);
  if (!pick.one) return tensors;
  const auto found = tensors.find(pick.name);
  if (found == tensors.end()) throw Error(pick.file, "holds no tensor " + quote(pick.name), list_names(tensors));
  return {{pick.name, std::move(found->second)}};
}

Tensor read_tensor(const std::string& path) {
  Tensors tensors = read_tensors(path);
  if (tensors.size() == 1) return std::move(tensors.begin()->second);
  throw Error(path, "holds " + std::to_string(tensors.size()) + " tensors; pick one as FILE:NAME", list_names(tensors));
}

}  // namespace yologold
