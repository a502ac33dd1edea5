#include "check_summary.hpp"

namespace yologold::tools {
namespace {

using Status = Outcome::Status;

struct SummaryRow {
  Status status;
  const char* word;
  ExitCode code;
  JunitCase::Kind kind;
};

constexpr SummaryRow rows[] = {
    {Status::passed, "passed", passed, JunitCase::Kind::passed},
    {Status::failed, "failed", mismatch, JunitCase::Kind::failure},
    {Status::inconclusive, "inconclusive", inconclusive, JunitCase::Kind::failure},
    {Status::crashed, "crashed", io_failure, JunitCase::Kind::error},
    {Status::timed_out, "timed out", io_failure, JunitCase::Kind::error},
    {Status::incomplete, "incomplete", io_failure, JunitCase::Kind::error},
    {Status::unsupported, "unsupported", passed, JunitCase::Kind::skipped},
};

JunitCase::Kind kind_of(Status status) {
  for (const SummaryRow& row : rows)
    if (row.status == status) return row.kind;
  return JunitCase::Kind::error;
}

}  // namespace

void CheckSummary::add(const Outcome& o, const std::string& text) {
  ++counts_[o.status];
  junit_.push_back({o.id, kind_of(o.status), o.seconds, name_of(o.status) + std::string(o.message.empty() ? "" : ": ") + o.message, text});
}

ExitCode CheckSummary::code() const {
  ExitCode code = passed;
  std::size_t ran = 0;
  for (const SummaryRow& row : rows) {
    const auto found = counts_.find(row.status);
    if (found == counts_.end()) continue;
    code = graver(code, row.code);
    ran += row.status == Status::unsupported ? 0 : found->second;
  }
  return ran ? code : nothing_ran;
}

std::string CheckSummary::words() const {
  std::string text;
  for (const SummaryRow& row : rows)
    if (const auto found = counts_.find(row.status); found != counts_.end())
      text += (text.empty() ? "" : ", ") + std::to_string(found->second) + " " + row.word;
  return text;
}

Json CheckSummary::counts() const {
  Json json = Json::object();
  for (const SummaryRow& row : rows) {
    const auto found = counts_.find(row.status);
    json[row.word] = found == counts_.end() ? 0 : found->second;
  }
  return json;
}

}  // namespace yologold::tools
