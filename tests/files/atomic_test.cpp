#include <sys/resource.h>
#include <sys/stat.h>
#include <csignal>

#include "files/write.hpp"
#include "helpers.hpp"
#include "support/catch.hpp"

using namespace yologold;

namespace {

/// A full disk, as far as one can have it without a disk: no file may grow beyond `bytes`.
class SmallDisk {
 public:
  explicit SmallDisk(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit small{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  ~SmallDisk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  void (*handler_)(int);
  rlimit before_{};
};

/// The rights of somebody who is not root.
class Nobody {
 public:
  Nobody() : root_(::geteuid() == 0 && ::seteuid(65534) == 0) {}
  Nobody(const Nobody&) = delete;
  Nobody& operator=(const Nobody&) = delete;
  ~Nobody() {
    if (root_ && ::seteuid(0) != 0) std::abort();
  }

 private:
  bool root_;
};

}  // namespace

TEST_CASE("a file is written, replaced, and nothing else stays in the folder") {
  const Scratch scratch;
  const std::string big(300000, 'x');
  for (const std::string& text : {std::string("first"), big, std::string()}) {
    write_text(scratch / "a", text);
    CHECK(slurp(scratch / "a") == text);
    CHECK(scratch.count() == 1);
  }
}

TEST_CASE("an exception while writing leaves the old file, and no other") {
  const Scratch scratch;
  scratch.put("a", "old");
  for (const char* name : {"a", "new"})
    CHECK_THROWS_AS(write_atomically(scratch / name,
                                     [](std::ostream& stream) {
                                       stream << std::string(200000, 'x');
                                       throw std::logic_error("stop");
                                     }),
                    std::logic_error);
  CHECK(slurp(scratch / "a") == "old");
  CHECK(scratch.count() == 1);
}

TEST_CASE("a stream that fails by itself is an Error") {
  const Scratch scratch;
  const std::string words = fault_of([&] { write_atomically(scratch / "a", [](std::ostream& stream) { stream.setstate(std::ios::failbit); }); });
  CHECK(words == scratch / "a" + ": cannot be written: the stream failed");
  CHECK(scratch.count() == 0);
}

TEST_CASE("a full disk leaves the old file, and no other, whether it is noticed early or at the last flush") {
  const Scratch scratch;
  scratch.put("a", "old");
  const Tensor large{TensorType::u8, {200000}, std::vector<std::byte>(200000)};
  for (const rlim_t room : {0, 100, 1 << 16, 199999}) {
    CAPTURE(room);
    std::string text, npy, npz, safetensors;
    {
      const SmallDisk disk(room);
      text = fault_of([&] { write_text(scratch / "a", std::string(200000, 'x')); });
      npy = fault_of([&] { write_npy(scratch / "a", large); });
      npz = fault_of([&] { write_npz(scratch / "a", {{"x", large}}); });
      safetensors = fault_of([&] { write_safetensors(scratch / "a", {{"x", large}}); });
    }
    for (const std::string& words : {text, npy, npz, safetensors}) CHECK(words == scratch / "a" + ": cannot be written: File too large");
    CHECK(slurp(scratch / "a") == "old");
    CHECK(scratch.count() == 1);
  }
}

TEST_CASE("a device is written in place and stays a device") {
  // Without root's rights: a fault must not cost this machine its devices.
  const Nobody nobody;
  CHECK(fault_of([] { write_text("/dev/full", "x"); }) == "/dev/full: cannot be written: No space left on device");
  CHECK(fault_of([] { write_text("/dev/null", "x"); }) == "");
  CHECK(std::filesystem::is_character_file("/dev/null"));
  CHECK(std::filesystem::is_character_file("/dev/full"));
}

TEST_CASE("a link stays a link, and what it points to is replaced") {
  const Scratch scratch;
  scratch.put("folder/real", "old");
  std::filesystem::create_symlink("folder/real", scratch / "link");
  write_text(scratch / "link", "new");
  CHECK(std::filesystem::is_symlink(scratch / "link"));
  CHECK(slurp(scratch / "folder/real") == "new");
}

TEST_CASE("folders that are not there, not folders, or not writable") {
  const Scratch scratch;
  scratch.put("file", "x");
  std::filesystem::create_directory(scratch / "closed");
  ::chmod(scratch.folder().c_str(), 0755);
  ::chmod((scratch / "closed").c_str(), 0555);
  const auto fault = [&](const std::string& name) { return fault_of([&] { write_text(scratch / name, "x"); }).substr((scratch / name).size()); };
  CHECK(fault("absent/a") == ": cannot be written: No such file or directory");
  CHECK(fault("file/a") == ": cannot be written: Not a directory");
  CHECK(fault("closed") == ": cannot be written: it is a folder; allowed: the name of a file");
  CHECK(fault(std::string(300, 'n')) == ": cannot be written: File name too long");
  const Nobody nobody;
  CHECK(fault("closed/a") == ": cannot be written: Permission denied");
}

TEST_CASE("a name as long as a folder allows can be written") {
  const Scratch scratch;
  const std::string name(255, 'n');
  write_text(scratch / name, "x");
  CHECK(slurp(scratch / name) == "x");
}
