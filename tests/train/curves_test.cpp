#include "train/curves.hpp"

#include <cmath>

#include "files/write.hpp"
#include "small_training.hpp"
#include "support/catch.hpp"
#include "train/line_chart.hpp"
#include "yologold/error.hpp"

using namespace yologold;
using namespace yologold::test;

namespace {

StepRecord step(std::int64_t number) {
  StepRecord record{.step = number, .epoch = 1, .rate = 0.5};
  record.terms = {1, 2, 3, 4};
  return record;
}

EvaluationRecord evaluation(std::int64_t number) {
  return {.step = number, .epoch = 2, .split = "val", .metric = "voc", .map = 0.75, .best = true, .classes = {{"a<b", 3, 0.75}, {"none", 0, 0}}};
}

}  // namespace

TEST_CASE("a log is read as it was written; a line that was cut off is left out") {
  const TemporaryFolder scratch;
  StepRecord strange = step(2);
  strange.terms.obj = NAN;
  write_text(scratch / "log", log_line(step(1)) + "\n" + log_line(strange) + "\n" + log_line(evaluation(2)) + "\n{\"step\": 3, \"ep");
  const TrainLog log = read_log(scratch / "log");
  REQUIRE(log.steps.size() == 2);
  REQUIRE(log.evaluations.size() == 1);
  CHECK(log_line(log.steps[0]) == log_line(step(1)));
  CHECK(std::isnan(log.steps[1].terms.obj));
  CHECK(log_line(log.evaluations[0]) == log_line(evaluation(2)));
  CHECK(read_log(scratch / "absent").steps.empty());
}

TEST_CASE("a log is cut after a step, its evaluations after another") {
  const TemporaryFolder scratch;
  write_text(scratch / "log",
             log_line(step(1)) + "\n" + log_line(evaluation(1)) + "\n" + log_line(step(2)) + "\n" + log_line(evaluation(2)) + "\n" + log_line(step(3)) + "\n");
  cut_log(scratch / "log", 2, 1);
  const TrainLog log = read_log(scratch / "log");
  CHECK(log.steps.size() == 2);
  CHECK(log.evaluations.size() == 1);
}

TEST_CASE("a line that is not one of a log is named") {
  const TemporaryFolder scratch;
  write_text(scratch / "log", log_line(step(1)) + "\n{}\n");
  CHECK_THROWS_WITH(read_log(scratch / "log"), Catch::Contains("log:2"));
}

TEST_CASE("the page holds every curve, the table, and nothing from elsewhere") {
  TrainLog log;
  for (int k = 1; k <= 1000; ++k) log.steps.push_back(step(k));
  log.evaluations.push_back(evaluation(1000));
  const std::string page = draw_curves(log, "run <1>");
  for (const char* text : {"Loss by term", "Mean average precision", "Learning rate", "coord", "noobj", "a&lt;b", "no box: not in the mean", "run &lt;1>"})
    CHECK(page.find(text) != std::string::npos);
  for (const char* text : {"http:", "https:", "<script", "nan", "inf"}) CHECK(page.find(text) == std::string::npos);
  CHECK(page.size() < 60000);
}

TEST_CASE("a chart without points, with one, and with values that can not be shown") {
  for (const bool logarithmic : {false, true}) {
    for (const auto& points : {std::vector<std::pair<double, double>>{}, {{1, 2}}, {{1, NAN}, {2, 0}, {3, HUGE_VAL}}}) {
      const std::string svg = line_chart({.title = "t", .x_label = "x", .logarithmic = logarithmic}, {{"a", points}});
      CHECK(svg.find("d='Mnan") == std::string::npos);
      CHECK(svg.find(" nan") == std::string::npos);
      CHECK(svg.find("</svg>") != std::string::npos);
    }
  }
}
