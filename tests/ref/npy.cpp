#include "npy.hpp"

#include <cstring>
#include <fstream>
#include <iterator>
#include <regex>
#include <stdexcept>

namespace yologold::test {

namespace {

template <class T>
std::vector<double> widen(const std::string& bytes) {
  std::vector<double> values;
  for (std::size_t i = 0; i + sizeof(T) <= bytes.size(); i += sizeof(T)) {
    T value;
    std::memcpy(&value, bytes.data() + i, sizeof(T));
    values.push_back(static_cast<double>(value));
  }
  return values;
}

std::vector<double> widen(const std::string& type, const std::string& bytes) {
  if (type == "<f8") return widen<double>(bytes);
  if (type == "<i4") return widen<std::int32_t>(bytes);
  if (type == "<i8") return widen<std::int64_t>(bytes);
  if (type == "|u1") return widen<std::uint8_t>(bytes);
  throw std::runtime_error("npy type " + type);
}

}  // namespace

Npy load_npy(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string all((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (all.size() < 10 || all.substr(1, 5) != "NUMPY") throw std::runtime_error("not a npy file: " + path);
  const std::size_t length = static_cast<unsigned char>(all[8]) + 256u * static_cast<unsigned char>(all[9]);
  const std::string header = all.substr(10, length);

  std::smatch type, shape;
  std::regex_search(header, type, std::regex("'descr': '([^']+)'"));
  std::regex_search(header, shape, std::regex("'shape': \\(([^)]*)\\)"));
  Npy array{{}, widen(type[1].str(), all.substr(10 + length))};
  const std::string sizes = shape[1].str();
  const std::regex number("[0-9]+");
  for (std::sregex_iterator i(sizes.begin(), sizes.end(), number), end; i != end; ++i) array.shape.push_back(std::stoll(i->str()));
  return array;
}

bool exists(const std::string& path) { return std::ifstream(path).good(); }

}  // namespace yologold::test
