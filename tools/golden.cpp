#include <CLI/CLI.hpp>

#include "bundled_list.hpp"
#include "choose_cases.hpp"
#include "exit.hpp"
#include "golden_options.hpp"
#include "verb.hpp"

namespace yologold::tools {
namespace {

int golden(const GoldenOptions& o) {
  const Suite suite = load_suite(o.suite);
  const auto cases = choose_cases(suite, o.selection);
  if (o.list) {
    for (const Case* one : cases) Output(false).say(one->id + "\n");
    return passed;
  }
  if (!o.lock.empty()) return o.verify ? verify_lock(o, suite, cases) : write_lock_of(o, suite, cases);
  if (o.folder.empty()) throw Exit(bad_input, "--output is required");
  return o.verify ? verify_golden(o, suite, cases) : write_golden(o, suite, cases);
}

}  // namespace

void add_golden(CLI::App& app, Context& context) {
  auto options = std::make_shared<GoldenOptions>();
  CLI::App* verb = app.add_subcommand("golden", "Computes the cases of a suite into a folder of reference files, or verifies such a folder");
  verb->add_option("SUITE", options->suite, "Suite file, or the name of a bundled one: " + bundled_list("suite"))->required();
  verb->add_option("-o,--output", options->folder, "Folder: new, empty, or a golden; there, cases are replaced");
  verb->add_option("--lock", options->lock, "File of hashes in the place of a folder: written anew, or with --verify held against the cases computed again")
      ->excludes("-o");
  verb->add_flag("--verify", options->verify, "Compute again from the stored inputs and compare bits and hashes; writes nothing");
  verb->add_flag("--list", options->list, "Only name the cases that would be computed");
  verb->add_option("--filter", options->selection.filter, "Only ids in which this regular expression is found");
  verb->add_option("--shard", options->selection.shard, "k/n: every n-th of these, from the k-th (from 1)");
  options->compute.add_to(*verb);
  verb->add_option(
          "--tier", options->tier,
          "certified (the default in f64): every f64 is the correctly rounded value of its formula; fast: the engine's own. --verify takes the golden's")
      ->check(CLI::IsMember({"fast", "certified"}));
  verb->add_flag("--stages", options->stages, "Also write every intermediate: activated, boxes, best_iou");
  verb->add_option("--data", options->data, "Folder that ${data} in the suite stands for; for real-heads the one that contains raw-heads/")
      ->envname("YOLOGOLD_DATA");
  verb->add_flag("--json", options->json, "One JSON document on stdout, the words on stderr");
  verb->footer("Example: yologold golden quick -o golden && yologold golden quick -o golden --verify");
  verb->callback([options, &context] { context.exit_code = golden(*options); });
}

}  // namespace yologold::tools
