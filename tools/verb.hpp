#pragma once

namespace CLI {
class App;
}

namespace yologold::tools {

/// What a verb tells the program.
struct Context {
  int exit_code = 0;
};

// Each adds its verb, with options and help, to the program.
void add_loss(CLI::App& app, Context& context);
void add_golden(CLI::App& app, Context& context);
void add_check(CLI::App& app, Context& context);
void add_diff(CLI::App& app, Context& context);
void add_diagnose(CLI::App& app, Context& context);
void add_selftest(CLI::App& app, Context& context);
void add_list(CLI::App& app, Context& context);
void add_explain(CLI::App& app, Context& context);
void add_explain_cell(CLI::App& app, Context& context);
void add_inspect(CLI::App& app, Context& context);
void add_bench(CLI::App& app, Context& context);
void add_train(CLI::App& app, Context& context);
void add_eval(CLI::App& app, Context& context);
void add_detect(CLI::App& app, Context& context);
void add_anchors(CLI::App& app, Context& context);

}  // namespace yologold::tools
