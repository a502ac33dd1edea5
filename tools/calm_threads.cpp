#include "calm_threads.hpp"

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

namespace yologold::tools {

void calm_threads() {
  // A few microseconds of spinning: the time between two layers.
  if (std::getenv("OMP_WAIT_POLICY") || std::getenv("GOMP_SPINCOUNT")) return;
  ::setenv("GOMP_SPINCOUNT", "1000", 1);

  std::ifstream words("/proc/self/cmdline", std::ios::binary);
  std::vector<std::string> line;
  for (std::string word; std::getline(words, word, '\0');) line.push_back(word);
  std::vector<char*> arguments;
  for (std::string& word : line) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  if (arguments.size() > 1) ::execv("/proc/self/exe", arguments.data());
}

}  // namespace yologold::tools
