#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <filesystem>
#include <ostream>
#include <streambuf>
#include <system_error>
#include <utility>

#include "files/write.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

namespace fs = std::filesystem;

std::string because(int number) { return "cannot be written: " + std::generic_category().message(number); }

/// A stream's way into a file descriptor. Remembers the first error number.
class DescriptorBuffer : public std::streambuf {
 public:
  explicit DescriptorBuffer(int descriptor) : descriptor_(descriptor) { clear(); }
  int trouble() const { return trouble_; }

 protected:
  int overflow(int character) override {
    if (!flush()) return traits_type::eof();
    if (!traits_type::eq_int_type(character, traits_type::eof())) sputc(traits_type::to_char_type(character));
    return traits_type::not_eof(character);
  }
  int sync() override { return flush() ? 0 : -1; }

 private:
  void clear() { setp(buffer_.data(), buffer_.data() + buffer_.size()); }

  bool flush() {
    for (const char* at = pbase(); at < pptr() && !trouble_;) {
      const ssize_t done = ::write(descriptor_, at, static_cast<std::size_t>(pptr() - at));
      if (done >= 0)
        at += done;
      else if (errno != EINTR)
        trouble_ = errno;
    }
    clear();
    return !trouble_;
  }

  int descriptor_, trouble_ = 0;
  std::array<char, 1 << 16> buffer_;
};

/// A file that is being written: under a temporary name, or in place where the target is a device or a pipe. Gone again unless kept.
class Draft {
 public:
  explicit Draft(const std::string& path) : name_(path), target_(path) {
    std::error_code none;
    const auto status = fs::status(path, none);
    if (fs::is_directory(status)) throw Error(path, "cannot be written: it is a folder", "the name of a file");
    if (fs::exists(status) && !fs::is_regular_file(status)) {
      descriptor_ = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    } else {
      if (fs::exists(status)) target_ = fs::canonical(path, none);
      open_beside();
    }
    if (descriptor_ < 0) throw Error(name_, because(errno));
  }
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;
  ~Draft() {
    if (descriptor_ >= 0) ::close(descriptor_);
    if (!temporary_.empty()) ::unlink(temporary_.c_str());
  }

  int descriptor() const { return descriptor_; }

  /// Every step can be the one that finds the disk full.
  void keep() {
    if (!temporary_.empty() && ::fsync(descriptor_) != 0) throw Error(name_, because(errno));
    if (::close(std::exchange(descriptor_, -1)) != 0) throw Error(name_, because(errno));
    if (temporary_.empty()) return;
    if (::rename(temporary_.c_str(), target_.c_str()) != 0) throw Error(name_, because(errno));
    temporary_.clear();
  }

 private:
  void open_beside() {
    static std::atomic<unsigned> count{0};
    do {
      temporary_ = target_.parent_path() / (".yologold-" + std::to_string(::getpid()) + "-" + std::to_string(count++) + ".tmp");
      descriptor_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    } while (descriptor_ < 0 && errno == EEXIST);
    if (descriptor_ < 0) temporary_.clear();
  }

  std::string name_;
  fs::path target_, temporary_;
  int descriptor_ = -1;
};

}  // namespace

void write_atomically(const std::string& path, const std::function<void(std::ostream&)>& write) {
  Draft draft(path);
  DescriptorBuffer buffer(draft.descriptor());
  std::ostream stream(&buffer);
  write(stream);
  stream.flush();
  if (buffer.trouble()) throw Error(path, because(buffer.trouble()));
  if (!stream) throw Error(path, "cannot be written: the stream failed");
  draft.keep();
}

void write_text(const std::string& path, const std::string& text) {
  write_atomically(path, [&](std::ostream& stream) { stream << text; });
}

}  // namespace yologold
