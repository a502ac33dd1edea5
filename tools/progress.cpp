#include "progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace yologold::tools {

constexpr std::size_t bar_width = 30;

Progress::Progress(std::size_t total) : total_(total), shown_(::isatty(STDERR_FILENO) != 0) {}

Progress::~Progress() { wipe(); }

void Progress::wipe() {
  if (shown_) fmt::print(stderr, "\r\x1b[K");
}

void Progress::begin(const std::string& item) {
  ++begun_;
  note(item);
}

void Progress::note(const std::string& step) {
  if (!shown_) return;
  const std::size_t done = begun_ - 1;
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  const std::string left = done ? fmt::format("{:.0f} s left", seconds / static_cast<double>(done) * static_cast<double>(total_ - done)) : "";
  const std::size_t filled = bar_width * done / total_;
  fmt::print(stderr, "\r\x1b[K[{:#<{}}{:<{}}] {}/{} {} {}", "", filled, "", bar_width - filled, done + 1, total_, left, step.substr(0, 60));
  std::fflush(stderr);
}

}  // namespace yologold::tools
