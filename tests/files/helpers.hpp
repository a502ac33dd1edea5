#pragma once
#include <unistd.h>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <initializer_list>
#include <sstream>
#include <string>
#include <vector>

#include "files/bytes.hpp"
#include "files/tensor.hpp"
#include "yologold/error.hpp"

namespace yologold {

inline bool operator==(const Tensor& a, const Tensor& b) { return a.type == b.type && a.shape == b.shape && a.bytes == b.bytes; }

inline std::string data_path(const std::string& name) { return std::string(YG_TEST_DATA) + "/" + name; }

inline Bytes bytes_of_text(const std::string& text) { return std::as_bytes(std::span(text)); }

template <class T>
Tensor tensor_of(TensorType type, std::vector<std::int64_t> shape, std::initializer_list<T> values) {
  Tensor tensor{type, std::move(shape), std::vector<std::byte>(values.size() * sizeof(T))};
  if (values.size()) std::memcpy(tensor.bytes.data(), values.begin(), tensor.bytes.size());
  return tensor;
}

/// What an Error says; "" where there is none.
inline std::string fault_of(const std::function<void()>& run) {
  try {
    run();
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

/// A folder that lives as long as this.
class Scratch {
 public:
  Scratch() {
    std::string name = (std::filesystem::temp_directory_path() / "yologold-test-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw std::runtime_error("no scratch folder");
    path_ = name;
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() { std::filesystem::remove_all(path_); }

  std::string operator/(const std::string& name) const { return (path_ / name).string(); }
  std::string folder() const { return path_.string(); }
  std::size_t count() const { return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(path_), {})); }

  std::string put(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << text;
    return *this / name;
  }

 private:
  std::filesystem::path path_;
};

inline std::string slurp(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

}  // namespace yologold
