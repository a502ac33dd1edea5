#include "train/curves.hpp"

#include <fmt/format.h>
#include <functional>

#include "train/line_chart.hpp"

namespace yologold {
namespace {

constexpr std::size_t most_points = 400;

constexpr const char* head = R"(<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<style>
:root { color-scheme: light dark; --ink: #222; --faint: #ddd; --paper: #fff; }
@media (prefers-color-scheme: dark) { :root { --ink: #ddd; --faint: #3a3a3a; --paper: #1b1b1b; } }
body { font: 14px system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 900px; margin: 2em auto; padding: 0 1em; }
svg { width: 100%; margin-bottom: 1em; } text { font-size: 12px; fill: var(--ink); } .title { font-size: 15px; font-weight: 600; }
.grid { stroke: var(--faint); } .axis { stroke: var(--ink); fill: none; } .line { fill: none; stroke-width: 1.7; stroke-linejoin: round; }
.c0 { stroke: #0072b2; } .c1 { stroke: #d55e00; } .c2 { stroke: #009e73; } .c3 { stroke: #cc79a7; } .c4 { stroke: #e69f00; }
table { border-collapse: collapse; } td, th { padding: .2em 1em .2em 0; text-align: left; border-bottom: 1px solid var(--faint); }
td.n, th.n { text-align: right; }
</style>
)";

std::string escape(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    if (c == '<')
      safe += "&lt;";
    else if (c == '&')
      safe += "&amp;";
    else
      safe += c;
  }
  return safe;
}

/// A value of every step, neighbours averaged so that a chart has a few hundred points.
Series series_of(const std::string& name, const std::vector<StepRecord>& steps, const std::function<double(const StepRecord&)>& value) {
  Series series{name, {}};
  const std::size_t group = (steps.size() + most_points - 1) / most_points;
  for (std::size_t from = 0; from < steps.size(); from += group) {
    double sum = 0, count = 0;
    for (std::size_t i = from; i < std::min(from + group, steps.size()); ++i, ++count) sum += value(steps[i]);
    series.points.emplace_back(static_cast<double>(steps[std::min(from + group, steps.size()) - 1].step), sum / count);
  }
  return series;
}

std::string loss_chart(const TrainLog& log) {
  return line_chart({.title = "Loss by term", .x_label = "step", .logarithmic = true},
                    {series_of("total", log.steps, [](const StepRecord& r) { return r.total(); }),
                     series_of("coord", log.steps, [](const StepRecord& r) { return r.terms.coord; }),
                     series_of("obj", log.steps, [](const StepRecord& r) { return r.terms.obj; }),
                     series_of("noobj", log.steps, [](const StepRecord& r) { return r.terms.noobj; }),
                     series_of("class", log.steps, [](const StepRecord& r) { return r.terms.classes; })});
}

std::string precision_chart(const TrainLog& log) {
  Series series{"mAP", {}};
  for (const EvaluationRecord& record : log.evaluations) series.points.emplace_back(record.step, record.map);
  const double last = log.steps.empty() ? 0 : static_cast<double>(log.steps.back().step);
  return line_chart({.title = "Mean average precision", .x_label = "step", .x_most = last, .most = 1}, {series});
}

std::string rate_chart(const TrainLog& log) {
  return line_chart({.title = "Learning rate", .x_label = "step"}, {series_of("rate", log.steps, [](const StepRecord& r) { return r.rate; })});
}

std::string table_of(const EvaluationRecord& record) {
  std::string html = fmt::format("<h2>Step {}, {}, {}: mAP {:.4f}</h2>\n<table><tr><th>class</th><th class='n'>boxes</th><th class='n'>AP</th></tr>\n",
                                 record.step, escape(record.split), record.metric, record.map);
  for (const ClassRecord& one : record.classes)
    html += fmt::format("<tr><td>{}</td><td class='n'>{}</td><td class='n'>{}</td></tr>\n", escape(one.name), one.truths,
                        one.truths ? fmt::format("{:.4f}", one.ap) : "no box: not in the mean");
  return html + "</table>\n";
}

}  // namespace

std::string draw_curves(const TrainLog& log, const std::string& title) {
  std::string page = head + fmt::format("<title>{0}</title></head><body>\n<h1>{0}</h1>\n", escape(title));
  page += loss_chart(log) + precision_chart(log) + rate_chart(log);
  if (!log.evaluations.empty()) page += table_of(log.evaluations.back());
  return page + "</body></html>\n";
}

}  // namespace yologold
