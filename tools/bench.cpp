#include "bench/against.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <regex>
#include <thread>

#include "bench/plot.hpp"
#include "compute_options.hpp"
#include "exit.hpp"
#include "files/write.hpp"
#include "json/text.hpp"
#include "output.hpp"
#include "progress.hpp"
#include "verb.hpp"

namespace yologold::tools {
namespace {

struct BenchOptions {
  std::string filter, dtype, isa, against, plot;
  int threads = 0;
  double seconds = 1, timeout = 600;
  bool quick = false, json = false;

  double per_work() const { return quick ? 0.1 : seconds; }
  double per_point() const { return quick ? 0.02 : seconds / 5; }
};

// One line of the table.
struct Row {
  bench::Ratio ratio;
  std::string dtype;
  bench::Rival rival;
};

std::vector<RunOptions> settings(const BenchOptions& o) {
  ComputeOptions check;
  check.isa = o.isa;
  const std::string isa = check.run_options().isa;
  const int all = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  const auto counts = o.threads > 0 ? std::vector{o.threads} : all > 1 ? std::vector{1, all} : std::vector{1};
  std::vector<RunOptions> list;
  for (const DType compute : {DType::f64, DType::f32})
    for (const int threads : counts)
      if (o.dtype.empty() || (o.dtype == "f64") == (compute == DType::f64)) list.push_back({compute, isa, threads});
  return list;
}

std::vector<bench::Task> choose(const BenchOptions& o) {
  std::vector<bench::Task> chosen;
  try {
    const std::regex filter(o.filter);
    for (const bench::Task& task : bench::tasks())
      if (std::regex_search(task.name, filter)) chosen.push_back(task);
  } catch (const std::regex_error&) {
    throw Exit(bad_input, "--filter: \"" + o.filter + "\" is not a regular expression");
  }
  if (chosen.empty()) {
    std::vector<std::string> names;
    for (const bench::Task& task : bench::tasks()) names.push_back(task.name);
    throw Exit(nothing_ran, fmt::format("no work is named \"{}\"; there are: {}", o.filter, join(names)));
  }
  return chosen;
}

const char* dtype_name(DType compute) { return compute == DType::f64 ? "f64" : "f32"; }

// Every setting of one piece of work.
std::vector<Row> run(const BenchOptions& o, const bench::Task& task, Progress& progress) {
  bench::Workload work(task);
  bench::Rival rival;
  if (!o.against.empty()) rival = failing_as(io_failure, [&] { return bench::time_command(work, o.against, o.timeout, stop_if_interrupted); });
  std::vector<Row> rows;
  for (RunOptions options : settings(o)) {
    stop_if_interrupted();
    progress.begin(task.name);
    options.output = task.output;
    bench::Race race(work, options);
    rows.push_back({bench::measure(race, o.per_work()), dtype_name(options.compute), rival});
  }
  return rows;
}

std::string words(const Row& row, bool against) {
  const bench::Ratio& r = row.ratio;
  std::string line = fmt::format("{:<16}{:>5}  {:<22}{:>10.3f}{:>10.3f}{:>8.2f} +-{:>5.2f}{:>8.2f}", r.work, row.dtype, r.setting, r.floor_ms, r.loss_ms,
                                 r.median, (r.high - r.low) / 2, r.cpu);
  if (against) line += fmt::format("{:>12.3f}{:>9.1f}", row.rival.ms, row.rival.ms / r.loss_ms);
  return line + "\n";
}

Json record(const Row& row, bool against) {
  const bench::Ratio& r = row.ratio;
  Json j{{"work", r.work},    {"dtype", row.dtype}, {"setting", r.setting}, {"floor_ms", r.floor_ms}, {"loss_ms", r.loss_ms},
         {"ratio", r.median}, {"ratio_low", r.low}, {"ratio_high", r.high}, {"cpu_ratio", r.cpu},     {"pairs", r.pairs}};
  if (against) j["against"] = {{"ms", row.rival.ms}, {"startup_in", row.rival.startup_in}, {"times", row.rival.ms / r.loss_ms}};
  return j;
}

// Measures the curves and writes them as a picture.
Json plot(const BenchOptions& o) {
  const RunOptions options = settings(o).back();
  Progress progress(bench::sweep_points(options));
  const auto curves = bench::sweep(options, o.per_point(), [&](const std::string& point) {
    stop_if_interrupted();
    progress.begin(point);
  });
  const std::string isa = options.isa.empty() ? isas().back() : options.isa;
  const std::string caption =
      fmt::format("v3, one head of 3 anchors; {} inside, {}, {} thread{}", dtype_name(options.compute), isa, options.threads, options.threads == 1 ? "" : "s");
  failing_as(io_failure, [&] { write_text(o.plot, bench::draw(curves, caption)); });
  Json all = Json::array();
  for (const bench::Curve& curve : curves) {
    Json points = Json::array();
    for (const bench::Point& p : curve.points) points.push_back({{"at", p.at}, {"loss_ms", p.loss_ms}, {"floor_ms", p.floor_ms}});
    all.push_back({{"title", curve.title}, {"axis", curve.axis}, {"points", points}});
  }
  return all;
}

int measure_all(const BenchOptions& o) {
  // Say what the columns are, once it is sure that there will be rows.
  const Output output(o.json);
  const auto tasks = choose(o);
  const std::size_t rows_of_each = settings(o).size();
  const bool against = !o.against.empty();
  output.say(fmt::format(
      "Loss and gradient beside the memory floor of the same moment: a zero-fill of the gradient and one read of the planes that decide about every "
      "slot.\n{:<16}{:>5}  {:<22}{:>10}{:>10}{:>8}   {:>5}{:>8}{}\n",
      "work", "type", "ISA and threads", "floor ms", "loss ms", "times", "", "cpu", against ? fmt::format("{:>12}{:>9}", "command ms", "times") : ""));

  // Measure and print, one work after another.
  Json rows = Json::array();
  Progress progress(tasks.size() * rows_of_each);
  bool startup_in = false;
  for (const bench::Task& task : tasks)
    for (const Row& row : run(o, task, progress)) {
      progress.wipe();
      output.say(words(row, against));
      rows.push_back(record(row, against));
      startup_in = startup_in || row.rival.startup_in;
    }
  if (against && startup_in) output.say("The command's time is that of the whole process; say {repeats} in it to leave start and reading out.\n");

  Json document{{"format", "yologold-bench/1"}, {"numerics_version", numerics_version}, {"isas", isas()}, {"rows", rows}};
  if (!o.plot.empty()) {
    document["curves"] = plot(o);
    output.say("wrote " + o.plot + "\n");
  }
  output.document(document);
  return passed;
}

}  // namespace

void add_bench(CLI::App& app, Context& context) {
  auto options = std::make_shared<BenchOptions>();
  CLI::App* verb = app.add_subcommand("bench", "Times the losses on this machine beside what its memory allows");
  verb->add_option("--filter", options->filter, "Only work in whose name this regular expression is found: v1, v2, v3, v4, v3-decoded, v3-known-zero, ...");
  verb->add_option("--dtype", options->dtype, "Arithmetic inside: f64 or f32 (default: both)")->check(CLI::IsMember({"f64", "f32"}));
  verb->add_option("--isa", options->isa, "Instruction set: sse2, avx2, avx512bw, neon64 (default: the best there is)");
  verb->add_option("--threads", options->threads, "Threads (default: 1, and all cores)")->check(CLI::Range(1, 4096));
  verb->add_option("--seconds", options->seconds, "Seconds for each line (default 1)")->check(CLI::Range(0.001, 3600.0));
  verb->add_flag("--quick", options->quick, "A tenth of the time, for a first look");
  verb->add_option(
      "--against", options->against,
      "'CMD {in} {out}': a shell command that evaluates the same files (inputs.safetensors, truths.json, case.json in {in}), timed beside. Where it says "
      "{repeats} it evaluates that often, and its start drops out of the difference");
  verb->add_option("--timeout", options->timeout, "Seconds the command may take (default 600)")->check(CLI::Range(0.001, 1e6));
  verb->add_option("--plot", options->plot, "File for a picture (SVG) of the cost over cells, classes, truths, images and threads");
  verb->add_flag("--json", options->json, "One JSON document on stdout, the words on stderr");
  verb->footer("Example: yologold bench --quick --filter '^v[34]' --plot cost.svg");
  verb->callback([options, &context] { context.exit_code = measure_all(*options); });
}

}  // namespace yologold::tools
