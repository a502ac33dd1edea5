#include <fmt/format.h>

#include <filesystem>
#include <numeric>
#include <set>

#include "choose_cases.hpp"
#include "configs/find_config.hpp"
#include "diagnose/probe.hpp"
#include "diagnose_options.hpp"
#include "exit.hpp"
#include "files/write.hpp"
#include "json/text.hpp"
#include "output.hpp"
#include "progress.hpp"
#include "yologold/error.hpp"
#include "yologold/variant_json.hpp"

namespace yologold::tools {
namespace {

namespace fs = std::filesystem;

// What a case changes in its variant, without what the probe chooses itself.
Json set_of(const Case& one) {
  Json set = Json::object();
  for (const std::string& text : one.overrides) {
    const std::size_t sign = text.find('=');
    const std::string key = text.substr(0, sign);
    if (key != "classes" && key != "image") set[key] = Json::parse(text.substr(sign + 1));
  }
  return set;
}

bool is_suite(const std::string& name) {
  try {
    return read_document(find_config("suite", name, "--probe")).contains("cases");
  } catch (const Error&) {
    return false;
  }
}

// The variants of a suite, each once; or the one that is named.
std::vector<ProbeRequest> requests_of(const DiagnoseOptions& o, const Profile& profile) {
  std::vector<ProbeRequest> requests;
  const auto request = [&](const std::string& suffix, const std::string& variant, const Json& set) {
    ProbeRequest one;
    one.name = fs::path(variant).stem().string() + suffix, one.variant = variant, one.set = set, one.profile = &profile;
    requests.push_back(std::move(one));
  };
  if (!is_suite(o.probe)) {
    request("", o.probe, Json::object());
    return requests;
  }
  std::set<std::string> known;
  const Suite suite = load_suite(o.probe);
  for (const Case* one : choose_cases(suite, o.selection)) {
    const Json set = set_of(*one);
    if (known.insert(one->variant + " " + set.dump()).second) request("-" + std::to_string(requests.size()), one->variant, set);
  }
  return requests;
}

// Hypotheses that are equal to each other, in the order of the list.
std::vector<std::vector<std::string>> twins(const Probe& probe) {
  std::vector<std::size_t> leader(probe.hypotheses.size());
  std::iota(leader.begin(), leader.end(), std::size_t{0});
  const auto find = [&](std::size_t i) {
    while (leader[i] != i) i = leader[i];
    return i;
  };
  for (const auto& [i, j] : probe.untold) leader[find(j)] = find(i);
  std::map<std::size_t, std::vector<std::string>> sets;
  for (std::size_t i = 0; i < leader.size(); ++i) sets[find(i)].push_back(probe.hypotheses[i]);
  std::vector<std::vector<std::string>> list;
  for (auto& [first, ids] : sets)
    if (ids.size() > 1) list.push_back(std::move(ids));
  return list;
}

std::string probe_text(const std::string& name, const Probe& p) {
  std::string text = fmt::format("{}: {} cases tell {} of {} pairs of {} hypotheses apart\n", name, p.cases.size(), p.pairs() - p.untold.size(), p.pairs(),
                                 p.hypotheses.size());
  for (const auto& ids : twins(p)) text += fmt::format("  equal on every input tried ({}): {}\n", p.tried, join(ids));
  return text;
}

Json probe_json(const ProbeRequest& request, const Probe& p) {
  Json json{{"name", request.name}, {"variant", request.variant}, {"set", request.set}, {"hypotheses", p.hypotheses}, {"pairs", p.pairs()}};
  json["told"] = p.pairs() - p.untold.size();
  json["inputs_tried"] = p.tried;
  json["equal_on_every_input_tried"] = Json::array();
  for (const auto& [i, j] : p.untold) json["equal_on_every_input_tried"].push_back({p.hypotheses[i], p.hypotheses[j]});
  json["cases"] = Json::array();
  for (const ProbeCase& one : p.cases) json["cases"].push_back(one.json["id"]);
  return json;
}

// Writes the inputs that are not generated to where the suite looks for them.
void write_inputs(const fs::path& folder, const ProbeCase& one) {
  if (!one.inputs) return;
  const Json& files = one.json["files"];
  const auto place = [&](const Json& name) {
    const fs::path path = folder / name.get<std::string>();
    fs::create_directories(path.parent_path());
    return path.string();
  };
  for (std::size_t k = 0; k < one.inputs->heads.size(); ++k) write_npy(place(files["heads"][k]), one.inputs->heads[k]);
  write_text(place(files["truths"]), print_truths(one.inputs->truths.view()));
}

// Writes the suite and its golden.
void write_files(const DiagnoseOptions& o, const std::vector<ProbeCase>& cases) {
  const Json document = probe_suite(cases);
  const std::string path = (fs::path(o.folder) / "suite.json").string(), golden = (fs::path(o.folder) / "golden").string();
  const Suite suite = parse_suite(document, path);
  const Tier tier = best_tier(DType::f64);
  failing_as(io_failure, [&] {
    open_golden(golden, suite, DType::f64, tier);
    write_text(path, document.dump(1) + "\n");
    for (const ProbeCase& one : cases) write_inputs(o.folder, one);
  });
  for (const Case& one : suite.cases) {
    stop_if_interrupted();
    const Inputs inputs = make_inputs(suite, one, "");
    const Evaluation evaluation = evaluate(inputs, {}, TensorType::f64, true, tier);
    failing_as(io_failure, [&] { write_case(golden, suite, one, inputs, evaluation, DType::f64, false); });
  }
}

}  // namespace

int write_probe(const DiagnoseOptions& o) {
  // Refuse a folder that holds other things before anything is computed.
  if (fs::exists(o.folder) && !(fs::is_directory(o.folder) && fs::is_empty(o.folder))) throw Exit(bad_input, o.folder + ": is there and not an empty folder");
  const Profile profile = load_profile(o.profile == ProfileChoice::by_type ? "cuda-fp32" : o.profile);
  auto requests = requests_of(o, profile);

  // Choose the inputs of one variant after another.
  const Output output(o.json);
  std::vector<ProbeCase> cases;
  Json all = Json::array();
  Progress progress(requests.size());
  for (ProbeRequest& request : requests) {
    progress.begin(request.name);
    request.watch = [](std::size_t) { stop_if_interrupted(); };
    const Probe probe = find_probe(request);
    progress.wipe();
    output.say(probe_text(request.name, probe));
    all.push_back(probe_json(request, probe));
    cases.insert(cases.end(), probe.cases.begin(), probe.cases.end());
  }

  // Write them.
  write_files(o, cases);
  output.say(fmt::format("the suite is {0}/suite.json, its golden {0}/golden\n", o.folder));
  output.document(
      {{"format", "yologold-probe/1"}, {"profile", profile.name}, {"suite", o.folder + "/suite.json"}, {"golden", o.folder + "/golden"}, {"variants", all}});
  return passed;
}

}  // namespace yologold::tools
