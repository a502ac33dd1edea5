#include "explain/explain_cell.hpp"

#include <CLI/CLI.hpp>
#include <filesystem>

#include "exit.hpp"
#include "output.hpp"
#include "verb.hpp"

namespace yologold::tools {
namespace {

struct ExplainCellOptions {
  std::string golden, id, profile = "cuda-fp32", actual;
  Address at;
  bool json = false;
};

int explain(const ExplainCellOptions& o) {
  // Read the case, and what a backend wrote for it.
  const Profile profile = load_profile(o.profile);
  const GoldenCase golden = read_case(o.golden, read_manifest(o.golden), o.id);
  Actual actual;
  if (!o.actual.empty()) {
    if (!std::filesystem::is_directory(o.actual)) throw Exit(bad_input, o.actual + ": no such folder");
    actual = failing_as(io_failure, [&] { return read_actual(o.actual, o.id); });
  }

  // Explain the slot.
  const Json cell = explain_cell(o.id, golden, o.at, profile, o.actual.empty() ? nullptr : &actual);
  const Output output(o.json);
  if (o.json)
    output.document(cell);
  else
    output.say(cell_text(cell));
  return passed;
}

}  // namespace

void add_explain_cell(CLI::App& app, Context& context) {
  auto options = std::make_shared<ExplainCellOptions>();
  CLI::App* verb = app.add_subcommand("explain-cell", "Prints the whole way of one slot: inputs, stages, role and why, terms, gradient and its bounds");
  verb->add_option("GOLDEN", options->golden, "Folder written by yologold golden")->required();
  verb->add_option("CASE", options->id, "Id of one of its cases")->required();
  verb->add_option("--head", options->at.head, "Which head, from 0")->required();
  verb->add_option("--image", options->at.image, "Which image, from 0")->required();
  verb->add_option("--anchor", options->at.anchor, "Which predictor: the position in the head's mask, from 0")->required();
  verb->add_option("--y", options->at.y, "Which row, from 0")->required();
  verb->add_option("--x", options->at.x, "Which column, from 0")->required();
  verb->add_option("--profile", options->profile, "Arithmetic that the bounds are for: a numeric profile (default cuda-fp32)");
  verb->add_option("--actual", options->actual, "Folder with what a backend wrote, as for yologold diff");
  verb->add_flag("--json", options->json, "One JSON document on stdout, the words on stderr");
  verb->footer("Example: yologold golden quick -o golden && yologold explain-cell golden v2/fill=normal --head 0 --image 0 --anchor 0 --y 12 --x 12");
  verb->callback([options, &context] { context.exit_code = explain(*options); });
}

}  // namespace yologold::tools
