#include "train/run_folder.hpp"

#include <filesystem>

#include "files/read.hpp"
#include "files/write.hpp"
#include "json/parse.hpp"
#include "network/weights.hpp"
#include "train/curves.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

namespace fs = std::filesystem;

constexpr const char* format = "yologold-checkpoint/1";
constexpr const char* const fit_names[] = {"stretch", "letterbox"};

void make_folder(const std::string& path) {
  std::error_code fault;
  fs::create_directories(path, fault);
  if (fault) throw Error(path, "cannot be made: " + fault.message());
}

}  // namespace

bool RunFolder::holds_run() const { return fs::exists(file("config.json")); }

void RunFolder::must_be_free() const {
  if (holds_run()) throw Error(path_, "holds a run already", "another folder, or --resume " + path_);
}

void RunFolder::begin(const Json& config) const {
  must_be_free();
  make_folder(path_);
  write_text(log(), "");
  write_text(file("config.json"), config.dump(1) + "\n");
}

Json RunFolder::config() const {
  if (!holds_run()) throw Error(path_, "holds no run", "a folder with config.json, as `yologold train` writes it");
  return read_document(file("config.json"));
}

void RunFolder::write_checkpoint(const Trainer& trainer, const Standing& standing) const {
  const Json state{{"best", standing.best}, {"judged_step", standing.judged_step}};
  write_safetensors(file("checkpoint.safetensors"), trainer.save(), {{"format", format}, {"standing", state.dump()}});
}

Standing RunFolder::read_checkpoint(Trainer& trainer) const {
  const std::string path = file("checkpoint.safetensors");
  const auto metadata = read_safetensors_metadata(path);
  if (!metadata.contains("format") || metadata.at("format") != format) throw Error(path, "is not a checkpoint", format);
  try {
    trainer.load(read_safetensors(path));
  } catch (const Error& error) {
    throw Error(path, error.what());
  }
  const Json state = parse_json<Json>(metadata.at("standing"), path);
  return {state.at("best").get<double>(), state.at("judged_step").get<std::int64_t>()};
}

void RunFolder::write_model(const std::string& name, const Network& network, const ModelFacts& facts, std::uint64_t seen) const {
  const Json classes = facts.classes;
  write_weights(network, file(name + ".safetensors"), seen,
                {{"classes", classes.dump(-1, ' ', false, Json::error_handler_t::replace)}, {"fit", fit_names[static_cast<std::size_t>(facts.fit)]}});
  std::string cfg;
  try {
    cfg = print_darknet_cfg(network.config());
  } catch (const Error&) {
    return;
  }
  write_text(file("network.cfg"), cfg);
  write_darknet_weights(network, file(name + ".weights"), seen);
}

void RunFolder::write_curves() const { write_text(file("curves.html"), draw_curves(read_log(log()), fs::path(path_).filename().string())); }

std::string RunFolder::weights() const {
  for (const char* name : {"best.safetensors", "last.safetensors"})
    if (fs::exists(file(name))) return file(name);
  throw Error(path_, "holds no weights", "a run with best.safetensors or last.safetensors");
}

ModelFacts facts_of(const std::map<std::string, std::string>& metadata, const std::string& where) {
  ModelFacts facts;
  if (const auto at = metadata.find("classes"); at != metadata.end()) facts.classes = parse_json<Json>(at->second, where).get<std::vector<std::string>>();
  if (const auto at = metadata.find("fit"); at != metadata.end() && at->second == fit_names[1]) facts.fit = Fit::letterbox;
  return facts;
}

}  // namespace yologold
