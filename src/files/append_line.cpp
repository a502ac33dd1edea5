#include "files/append_line.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "yologold/error.hpp"

namespace yologold {

void append_line(const std::string& path, const std::string& line) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  const std::string text = line + "\n";
  const ssize_t written = file < 0 ? -1 : ::write(file, text.data(), text.size());
  const int failure = written < 0 ? errno : ENOSPC;
  if (file >= 0) ::close(file);
  if (written != static_cast<ssize_t>(text.size())) throw Error(path, std::string("can not be written: ") + std::strerror(failure));
}

}  // namespace yologold
