#include <sys/resource.h>
#include <csignal>

#include "files/write.hpp"
#include "small_training.hpp"
#include "support/catch.hpp"
#include "train/run_training.hpp"
#include "yologold/error.hpp"

using namespace yologold;
using namespace yologold::test;

namespace {

TrainEvents stop_after(std::int64_t step, std::int64_t& seen) {
  TrainEvents events;
  events.stepped = [&seen](const StepRecord& record, std::int64_t) { seen = record.step; };
  events.stop = [step, &seen] { return seen >= step; };
  return events;
}

/// The lines of a log without what the clock decides.
std::vector<std::string> timeless(const std::string& path) {
  std::vector<std::string> lines;
  const TrainLog log = read_log(path);
  for (StepRecord record : log.steps) {
    record.images_per_second = record.loss_share = record.wait_share = 0;
    lines.push_back(log_line(record));
  }
  for (const EvaluationRecord& record : log.evaluations) lines.push_back(log_line(record));
  return lines;
}

// Random shapes and pictures, dropout, an average, mini-batches and deceiving pictures: all must go on where they were.
const std::vector<std::string> everything{
    R"(augment={"mosaic":0.5,"flip_horizontal":0.5,"jitter":0.1,"hue":0.1,"shapes":[0.5,1.5],"shape_every":1,"shape_multiple":8})", "subdivisions=2",
    R"(average={"decay":0.9,"ramp":3})", R"(self_adversarial={"probability":0.5,"step":0.02})", "drop_ramp=true"};

}  // namespace

TEST_CASE("a training that was stopped and resumed ends in the same bits as one that ran through") {
  const TemporaryFolder scratch;
  const Training training = small_training(everything);
  const RunFolder whole(scratch / "whole");
  REQUIRE(run_training(training, whole, false) == Ending::finished);

  for (const std::int64_t stop : {1, 4, 7}) {
    CAPTURE(stop);
    const RunFolder parts(scratch / ("stopped-" + std::to_string(stop)));
    std::int64_t seen = 0;
    REQUIRE(run_training(training, parts, false, stop_after(stop, seen)) == Ending::stopped);
    REQUIRE(seen == stop);
    const Training again = prepare_training(parse_train_config(parts.config(), "resumed"));
    REQUIRE(run_training(again, parts, true) == Ending::finished);
    for (const char* name : {"checkpoint.safetensors", "last.safetensors", "best.safetensors"})
      CHECK(bytes_of_file(whole.file(name)) == bytes_of_file(parts.file(name)));
    CHECK(timeless(whole.log()) == timeless(parts.log()));
  }
}

TEST_CASE("a training that was stopped while it judged pictures judges them when it goes on") {
  const TemporaryFolder scratch;
  const Training training = small_training(everything);
  const RunFolder whole(scratch / "whole"), parts(scratch / "parts");
  run_training(training, whole, false);

  // Asked once after a step, and a second time among the pictures of the evaluation after it.
  int asked = 0, judged = 0;
  TrainEvents events;
  events.stepped = [&](const StepRecord&, std::int64_t) { asked = 0; };
  events.stop = [&] { return ++asked == 2; };
  events.judged = [&](const EvaluationRecord&) { ++judged; };
  REQUIRE(run_training(training, parts, false, events) == Ending::stopped);
  REQUIRE(asked == 2);
  CHECK(judged == 0);
  REQUIRE(run_training(training, parts, true) == Ending::finished);
  CHECK(bytes_of_file(whole.file("checkpoint.safetensors")) == bytes_of_file(parts.file("checkpoint.safetensors")));
  CHECK(timeless(whole.log()) == timeless(parts.log()));
}

TEST_CASE("a training that was killed goes on from its last checkpoint, and logs every step once") {
  const TemporaryFolder scratch;
  const Training training = small_training(everything);
  const RunFolder whole(scratch / "whole"), killed(scratch / "killed");
  run_training(training, whole, false);

  // Steps and an evaluation after the checkpoint are lost, but stand in the log.
  std::int64_t seen = 0;
  run_training(training, killed, false, stop_after(1, seen));
  const std::string checkpoint = bytes_of_file(killed.file("checkpoint.safetensors"));
  run_training(training, killed, true, stop_after(6, seen));
  write_text(killed.file("checkpoint.safetensors"), checkpoint);
  run_training(training, killed, true);
  CHECK(bytes_of_file(whole.file("checkpoint.safetensors")) == bytes_of_file(killed.file("checkpoint.safetensors")));
  CHECK(timeless(whole.log()) == timeless(killed.log()));
}

TEST_CASE("the same seed gives the same weights, another seed others") {
  const TemporaryFolder scratch;
  const auto trained = [&](const std::string& name, const std::string& seed) {
    const RunFolder folder(scratch / name);
    run_training(small_training({"seed=" + seed, "epochs=1"}), folder, false);
    Trainer trainer(small_training().config, Network(small_training().network, 0), 2);
    folder.read_checkpoint(trainer);
    const auto weights = trainer.network().parameters().front().value;
    return std::vector<float>(weights.begin(), weights.end());
  };
  const std::vector<float> first = trained("a", "5");
  CHECK(first == trained("b", "5"));
  CHECK(first != trained("c", "6"));
}

TEST_CASE("a full disk is an error that leaves the last checkpoint whole") {
  const TemporaryFolder scratch;
  const Training training = small_training();
  const RunFolder folder(scratch / "run");
  std::int64_t seen = 0;
  run_training(training, folder, false, stop_after(3, seen));
  const std::string before = bytes_of_file(folder.file("checkpoint.safetensors"));

  // No file may grow beyond 20 kB: the next checkpoint can not be written.
  rlimit old{};
  ::getrlimit(RLIMIT_FSIZE, &old);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{20000, old.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &small);
  std::string fault;
  try {
    run_training(training, folder, true);
  } catch (const Error& error) {
    fault = error.what();
  }
  ::setrlimit(RLIMIT_FSIZE, &old);
  std::signal(SIGXFSZ, handler);

  CHECK(fault.find("checkpoint.safetensors: cannot be written: File too large") != std::string::npos);
  CHECK(bytes_of_file(folder.file("checkpoint.safetensors")) == before);
  CHECK(run_training(training, folder, true) == Ending::finished);
}

TEST_CASE("a folder that holds a run is not overwritten, and a folder without one can not be resumed") {
  const TemporaryFolder scratch;
  const RunFolder folder(scratch / "run");
  run_training(small_training({"epochs=0.5"}), folder, false);
  CHECK_THROWS_WITH(run_training(small_training(), folder, false), Catch::Contains("holds a run already"));
  CHECK_THROWS_WITH(RunFolder(scratch / "none").config(), Catch::Contains("holds no run"));
}
