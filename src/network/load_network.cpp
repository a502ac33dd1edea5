#include <filesystem>

#include "configs/find_config.hpp"
#include "files/bytes.hpp"
#include "network/network_config.hpp"

namespace yologold {

NetworkConfig load_network(const std::string& name_or_path, const NetworkChoices& choices) {
  const std::string path = find_config("network", name_or_path, name_or_path);
  const std::string text = read_text(path);
  NetworkConfig config = text.find_first_not_of(" \t\r\n") != std::string::npos && text[text.find_first_not_of(" \t\r\n")] == '{'
                             ? parse_network(text, path, choices)
                             : parse_darknet_cfg(text, path, choices);
  if (config.name == path) config.name = std::filesystem::path(path).stem().string();
  return config;
}

}  // namespace yologold
