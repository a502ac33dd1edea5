#include "check/run_command.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <thread>

#include "yologold/error.hpp"

extern char** environ;

namespace yologold {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto pause = std::chrono::milliseconds(5);
constexpr int owner_writes = 0644;

void check(int failure, const std::string& command) {
  if (failure) throw Error(command, std::string("can not be run: ") + std::strerror(failure));
}

// What posix_spawn is told.
class Preparation {
 public:
  Preparation(const std::string& stdout_file, const std::string& stderr_file, const std::string& command) {
    check(::posix_spawnattr_init(&attributes), command);
    check(::posix_spawn_file_actions_init(&files), command);
    check(::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP), command);
    check(::posix_spawnattr_setpgroup(&attributes, 0), command);
    check(::posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0), command);
    check(::posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, stdout_file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, owner_writes), command);
    check(::posix_spawn_file_actions_addopen(&files, STDERR_FILENO, stderr_file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, owner_writes), command);
  }
  ~Preparation() {
    ::posix_spawn_file_actions_destroy(&files);
    ::posix_spawnattr_destroy(&attributes);
  }
  Preparation(const Preparation&) = delete;
  Preparation& operator=(const Preparation&) = delete;

  posix_spawnattr_t attributes;
  posix_spawn_file_actions_t files;
};

// A shell that leads its process group; the group ends with it.
class Group {
 public:
  explicit Group(pid_t leader) : leader_(leader) {}
  ~Group() { end(); }
  Group(const Group&) = delete;
  Group& operator=(const Group&) = delete;

  // Says whether the leader has ended. It stays a zombie, so that its number can not be another's when the group is killed.
  bool has_ended() const {
    siginfo_t info{};
    if (::waitid(P_PID, static_cast<id_t>(leader_), &info, WEXITED | WNOHANG | WNOWAIT) != 0) throw Error("backend", std::strerror(errno));
    return info.si_pid != 0;
  }

  // Kills whatever is left of the group and gives the leader's wait status.
  int end() {
    if (leader_ == 0) return status_;
    ::kill(-leader_, SIGKILL);
    while (::waitpid(leader_, &status_, 0) < 0 && errno == EINTR) {
    }
    leader_ = 0;
    return status_;
  }

 private:
  pid_t leader_;
  int status_ = 0;
};

}  // namespace

Ending run_command(const std::string& command, const std::string& stdout_file, const std::string& stderr_file, std::chrono::duration<double> limit,
                   const std::function<void()>& watch) {
  // Start a shell in a group of its own.
  const Preparation preparation(stdout_file, stderr_file, command);
  std::string words[] = {"sh", "-c", command};
  char* arguments[] = {words[0].data(), words[1].data(), words[2].data(), nullptr};
  const auto start = Clock::now();
  pid_t leader = 0;
  check(::posix_spawn(&leader, "/bin/sh", &preparation.files, &preparation.attributes, arguments, environ), command);
  Group group(leader);

  // Wait for its end, or for the end of its time.
  bool ended = false;
  while (!(ended = group.has_ended()) && Clock::now() - start < limit) {
    watch();
    std::this_thread::sleep_for(pause);
  }
  const std::chrono::duration<double> time = Clock::now() - start;
  const int status = group.end();
  if (!ended) return {Ending::Kind::timed_out, 0, time};
  if (WIFSIGNALED(status)) return {Ending::Kind::signalled, WTERMSIG(status), time};
  return {Ending::Kind::exited, WEXITSTATUS(status), time};
}

}  // namespace yologold
