#include "train/open_model.hpp"

#include <filesystem>
#include <sstream>

#include "files/bytes.hpp"
#include "files/read.hpp"
#include "network/threads.hpp"
#include "network/weights.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

namespace fs = std::filesystem;

bool is_darknet(const std::string& path) { return fs::path(path).extension() == ".weights"; }

NetworkConfig network_of(const std::string& path, const std::string& wanted) {
  if (!wanted.empty()) return load_network(wanted);
  if (!is_darknet(path)) return read_network_of(path);
  const fs::path beside = fs::path(path).parent_path() / "network.cfg";
  if (!fs::exists(beside)) throw Error(path, "darknet's weights do not say their network", "--network CFG, or network.cfg beside them");
  return load_network(beside.string());
}

std::vector<std::string> read_names(const std::string& path) {
  std::vector<std::string> names;
  std::istringstream lines(read_text(path));
  for (std::string line; std::getline(lines, line);) {
    if (line.ends_with('\r')) line.pop_back();
    if (!line.empty()) names.push_back(line);
  }
  return names;
}

void complete_classes(ModelFacts& facts, const std::string& names, const Variant& variant) {
  if (!names.empty()) facts.classes = read_names(names);
  const auto count = static_cast<std::size_t>(variant.classes);
  if (facts.classes.empty())
    for (std::size_t c = 0; c < count; ++c) facts.classes.push_back(std::to_string(c));
  if (facts.classes.size() != count)
    throw Error(names.empty() ? "weights" : names, "names " + std::to_string(facts.classes.size()) + " classes", std::to_string(count));
}

}  // namespace

TrainedModel open_model(const std::string& path, const ModelChoices& choices) {
  const std::string weights = fs::is_directory(path) ? RunFolder(path).weights() : path;
  if (!fs::exists(weights)) throw Error(weights, "is not there", "a run folder, .safetensors or .weights");
  set_network_threads(choices.threads);
  TrainedModel model{Network(network_of(weights, choices.network)), {}, weights};
  read_weights(model.network, weights);
  if (!is_darknet(weights)) model.facts = facts_of(read_safetensors_metadata(weights), weights);
  complete_classes(model.facts, choices.names, model.network.config().variant);
  return model;
}

}  // namespace yologold
