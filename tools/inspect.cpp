#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <map>
#include <memory>
#include <string>

#include "files/bytes.hpp"
#include "files/hash.hpp"
#include "files/read.hpp"
#include "files/truth_json.hpp"
#include "json/json.hpp"
#include "verb.hpp"

namespace yologold::tools {

namespace {

struct InspectOptions {
  std::string file;
  std::uint64_t values = 0;
  bool json = false;
};

enum class Content { truths, safetensors, other };

/// By the first bytes: JSON text has no zero byte, a safetensors file has the length of its header before the '{'.
Content look_at(const std::string& path) {
  if (!std::filesystem::is_regular_file(path)) return Content::other;
  std::string start(9, '\0');
  std::ifstream file(path, std::ios::binary);
  file.read(start.data(), static_cast<std::streamsize>(start.size()));
  start.resize(static_cast<std::size_t>(file.gcount()));
  const auto first = start.find_first_not_of(" \t\r\n");
  if (first != std::string::npos && start[first] == '{' && start.find('\0') == std::string::npos) return Content::truths;
  const bool is_other = start.starts_with("PK") || start.starts_with("\x93NUMPY");
  return start.size() == 9 && start[8] == '{' && !is_other ? Content::safetensors : Content::other;
}

// Numbers of tensors.

template <class T>
void summarise(const Tensor& tensor, std::uint64_t show, Json& row) {
  using Limits = std::numeric_limits<T>;
  const std::size_t count = tensor.bytes.size() / sizeof(T);
  T low = Limits::max(), high = Limits::lowest();
  long double sum = 0;
  std::size_t finite = 0;
  Json values = Json::array();
  for (std::size_t i = 0; i < count; ++i) {
    const T value = load<T>(tensor.bytes, i * sizeof(T));
    if (i < show) values.push_back(std::is_integral_v<T> ? Json(value) : number_json(static_cast<double>(value)));
    if (!std::isfinite(static_cast<long double>(value))) continue;
    low = std::min(low, value);
    high = std::max(high, value);
    sum += static_cast<long double>(value);
    ++finite;
  }
  row["min"] = finite ? Json(low) : Json();
  row["max"] = finite ? Json(high) : Json();
  row["mean"] = finite ? Json(static_cast<double>(sum / static_cast<long double>(finite))) : Json();
  row["non_finite"] = count - finite;
  if (show > 0) row["values"] = values;
}

Json describe(const std::string& name, const Tensor& tensor, std::uint64_t show) {
  Json row{{"name", name}, {"dtype", name_of(tensor.type)}, {"shape", tensor.shape}, {"sha256", sha256(tensor.bytes)}};
  switch (tensor.type) {
    case TensorType::u8:
      summarise<std::uint8_t>(tensor, show, row);
      break;
    case TensorType::i8:
      summarise<std::int8_t>(tensor, show, row);
      break;
    case TensorType::i32:
      summarise<std::int32_t>(tensor, show, row);
      break;
    case TensorType::i64:
      summarise<std::int64_t>(tensor, show, row);
      break;
    case TensorType::f64:
      summarise<double>(tensor, show, row);
      break;
    case TensorType::f16:
    case TensorType::bf16:
    case TensorType::f32:
      summarise<float>(widen(tensor), show, row);
      break;
  }
  return row;
}

Json describe_tensors(const InspectOptions& options) {
  Json result{{"file", options.file}, {"metadata", Json::object()}, {"tensors", Json::array()}};
  if (look_at(options.file) == Content::safetensors) result["metadata"] = read_safetensors_metadata(options.file);
  for (const auto& [name, tensor] : read_tensors(options.file)) result["tensors"].push_back(describe(name, tensor, options.values));
  return result;
}

// Counts of truths.

Json describe_truths(const InspectOptions& options) {
  const auto bytes = read_bytes(options.file);
  const TruthBatch batch = parse_truths_json(text_of(bytes), options.file);
  const Truths truths = batch.view();

  std::int64_t most = 0, without = 0, flagged = 0, several = 0;
  for (std::size_t image = 0; image + 1 < truths.first.size(); ++image) {
    const std::int64_t count = truths.first[image + 1] - truths.first[image];
    most = std::max(most, count);
    without += count == 0;
  }
  std::map<std::int32_t, std::int64_t> of_class;
  for (const Truth& truth : truths.all) {
    flagged += truth.ignore;
    several += !truth.more_classes.empty();
    ++of_class[truth.class_id];
    for (const std::int32_t id : truth.more_classes) ++of_class[id];
  }

  Json classes = Json::object();
  for (const auto& [id, count] : of_class) classes[std::to_string(id)] = count;
  return {{"file", options.file},     {"images", batch.images()},  {"images_without_truths", without}, {"truths", truths.all.size()},
          {"most_in_an_image", most}, {"flagged_ignore", flagged}, {"multi_label", several},           {"classes", classes}};
}

// For reading. Names and texts of files are printed as JSON strings, so that they can not drive the terminal.

std::string text(const Json& value) { return value.dump(-1, ' ', false, Json::error_handler_t::replace); }

void print_tensors(const Json& found) {
  const std::size_t count = found["tensors"].size();
  fmt::print("{}: {} {}\n", found["file"].get<std::string>(), count, count == 1 ? "tensor" : "tensors");
  for (const auto& item : found["metadata"].items()) fmt::print("  {}: {}\n", text(item.key()), text(item.value()));
  for (const Json& row : found["tensors"]) {
    fmt::print("\n{} {} {}\n", text(row["name"]), row["dtype"].get<std::string>(), text(row["shape"]));
    fmt::print("  min {}  max {}  mean {}  non-finite {}\n", text(row["min"]), text(row["max"]), text(row["mean"]), text(row["non_finite"]));
    fmt::print("  sha256 {}\n", row["sha256"].get<std::string>());
    if (row.contains("values")) fmt::print("  values {}\n", text(row["values"]));
  }
}

void print_truths_page(const Json& found) {
  fmt::print("{}: {} truths in {} images\n", found["file"].get<std::string>(), text(found["truths"]), text(found["images"]));
  fmt::print("  images without truths  {}\n  most in an image       {}\n", text(found["images_without_truths"]), text(found["most_in_an_image"]));
  fmt::print("  flagged ignore         {}\n  with several classes   {}\n", text(found["flagged_ignore"]), text(found["multi_label"]));
  for (const auto& item : found["classes"].items()) fmt::print("  class {:<16} {}\n", item.key(), text(item.value()));
}

void inspect(const InspectOptions& options) {
  const bool truths = look_at(options.file) == Content::truths;
  const Json found = truths ? describe_truths(options) : describe_tensors(options);
  if (options.json) return fmt::print("{}\n", found.dump(2, ' ', false, Json::error_handler_t::replace));
  truths ? print_truths_page(found) : print_tensors(found);
}

}  // namespace

void add_inspect(CLI::App& root, Context&) {
  CLI::App* verb = root.add_subcommand("inspect", "Print what a tensor file or a file of truths holds: types, shapes, ranges, hashes, counts");
  const auto options = std::make_shared<InspectOptions>();
  verb->add_option("FILE", options->file, "a .npy, .npz or safetensors file, FILE:NAME for one of its tensors, or truths as JSON")->required();
  verb->add_option("--values", options->values, "print the first N values of each tensor too")->type_name("N")->check(CLI::Range(0, 1000000000));
  verb->add_flag("--json", options->json, "print one JSON document");
  verb->footer("Example: yologold inspect gradients.safetensors:head0 --values 8");
  verb->callback([options] { inspect(*options); });
}

}  // namespace yologold::tools
