#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "data/fit_anchors.hpp"
#include "data/open_data_set.hpp"
#include "exit.hpp"
#include "output.hpp"
#include "verb.hpp"

namespace yologold::tools {
namespace {

struct AnchorOptions {
  std::string data, size = "416", split;
  int count = 9, restarts = 10;
  std::uint64_t seed = 0;
  bool json = false;
};

struct Size {
  int width, height;
};

/// "416" or "320x256".
Size parse_size(const std::string& text) {
  const std::size_t cross = text.find('x');
  const auto whole = [&](const std::string& part) {
    const bool digits = !part.empty() && part.size() < 6 && part.find_first_not_of("0123456789") == std::string::npos;
    if (!digits || std::stoi(part) < 1) throw Error("--size " + text, "is no size", "pixels of a side, or WIDTHxHEIGHT");
    return std::stoi(part);
  };
  const int width = whole(text.substr(0, cross));
  return {width, cross == std::string::npos ? width : whole(text.substr(cross + 1))};
}

int anchors(const AnchorOptions& o) {
  // Open the data, say what was skipped.
  const Size size = parse_size(o.size);
  const Output output(o.json);
  const DataSet set = open_data_set(o.data);
  output.say(set.report.text());
  stop_if_interrupted();

  // Cluster.
  const std::string split = o.split.empty() ? set.splits.contains("train") ? "train" : set.judged_split() : o.split;
  const AnchorFit fit = fit_anchors(set, set.split(split), o.count, size.width, size.height, o.seed, o.restarts);
  stop_if_interrupted();

  // Print.
  Json list = Json::array();
  std::string line;
  for (const Anchor& anchor : fit.anchors) {
    list.push_back({anchor.w, anchor.h});
    line += fmt::format("{}{:.1f},{:.1f}", line.empty() ? "" : "  ", anchor.w, anchor.h);
  }
  output.say(fmt::format("{}\nmean best IOU {:.4f}, {} pictures of split {}, input {} x {}, seed {}\n", line, fit.mean_iou, set.split(split).size(), split,
                         size.width, size.height, o.seed));
  output.document({{"format", "yologold-anchors/1"},
                   {"data", o.data},
                   {"split", split},
                   {"pictures", set.split(split).size()},
                   {"width", size.width},
                   {"height", size.height},
                   {"seed", o.seed},
                   {"anchors", list},
                   {"mean_iou", fit.mean_iou}});
  return passed;
}

}  // namespace

void add_anchors(CLI::App& app, Context& context) {
  auto options = std::make_shared<AnchorOptions>();
  CLI::App* verb = app.add_subcommand("anchors", "Finds anchors for a data set: k-means under shape IOU, in pixels of the network's input, by rising area");
  verb->add_option("DATA", options->data, "Data set: a folder, a COCO .json, a YOLO .yaml, a darknet .data, or shapes")->required();
  verb->add_option("--count", options->count, "Number of anchors")->check(CLI::Range(1, 1000))->capture_default_str();
  verb->add_option("--size", options->size, "The network's input: pixels of a side, or WIDTHxHEIGHT")->capture_default_str();
  verb->add_option("--split", options->split, "Split whose objects count; train where there is one");
  verb->add_option("--seed", options->seed, "Seed of the random starts")->capture_default_str();
  verb->add_option("--restarts", options->restarts, "Random starts, of which the best is kept")->check(CLI::Range(1, 10000))->capture_default_str();
  verb->add_flag("--json", options->json, "One JSON document on stdout, the words on stderr");
  verb->footer("Example: yologold anchors ../shared/data/bccd --count 6 --size 320x256");
  verb->callback([options, &context] { context.exit_code = anchors(*options); });
}

}  // namespace yologold::tools
