#include <CLI/CLI.hpp>
#include <cstdio>
#include <string>

#include "exit.hpp"
#include "verb.hpp"
#include "yologold/engine.hpp"

namespace {

using namespace yologold::tools;

// The verbs, in the order of the help page.
constexpr void (*verbs[])(CLI::App&, Context&) = {
    add_loss,  add_golden, add_check,  add_diff,    add_diagnose, add_selftest, add_list, add_explain, add_explain_cell, add_inspect, add_bench,
#ifdef YG_TRAIN
    add_train, add_eval,   add_detect, add_anchors,
#endif
};

constexpr const char* codes =
    "Exit codes: 0 passed, 1 numeric mismatch, 2 backend or I/O failure, 3 bad command line, suite or input,\n"
    "            4 golden missing or damaged, 5 nothing failed but too little was conclusive, 6 nothing ran, 130 interrupted\n"
    "Environment: YOLOGOLD_CONFIGS  a folder with variants/, suites/, profiles/, networks/, train/; a name is looked up there, then in the\n"
    "                               configs of the source tree that this program was built from, then in those that are installed\n"
    "             YOLOGOLD_DATA     the folder that ${data} in a suite stands for, where --data is not given";

int complain(const char* message, int code) {
  std::fprintf(stderr, "yologold: %s\n", message);
  return code;
}

int run(CLI::App& app, int argc, char** argv) {
  try {
    app.parse(argc, argv);
    return passed;
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);
    return complain(error.what(), bad_input);
  } catch (const Exit& exit) {
    return complain(exit.what(), exit.code);
  } catch (const yologold::Damaged& error) {
    return complain(error.what(), golden_damaged);
  } catch (const yologold::Error& error) {
    return complain(error.what(), bad_input);
  } catch (const std::exception& error) {
    return complain(error.what(), io_failure);
  }
}

}  // namespace

int main(int argc, char** argv) {
  // Say what the program is.
  Context context;
  CLI::App app{"Golden reference of the YOLO v1-v4 losses and their gradients with respect to the raw network outputs"};
  app.name("yologold")->require_subcommand(1)->footer(codes);
  app.set_version_flag("--version", "yologold " YG_VERSION ", numerics " + std::to_string(yologold::numerics_version));
  for (const auto add : verbs) add(app, context);

  // Do what was asked for; output that can not be written is a failure.
  watch_for_interrupt();
  const int failure = run(app, argc, argv);
  if (std::fflush(stdout) != 0 || std::ferror(stdout)) return complain("stdout can not be written", failure ? failure : io_failure);
  return failure ? failure : context.exit_code;
}
