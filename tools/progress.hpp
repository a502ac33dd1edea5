#pragma once
#include <chrono>
#include <cstddef>
#include <string>

namespace yologold::tools {

/// A bar on stderr with count and time left, drawn only where stderr is a terminal, wiped when it goes.
class Progress {
 public:
  explicit Progress(std::size_t total);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void begin(const std::string& item);  ///< the next item is being worked on
  void note(const std::string& step);   ///< the item has come to a step
  void wipe();                          ///< before something else is printed to stderr

 private:
  std::size_t total_, begun_ = 0;
  bool shown_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace yologold::tools
