#pragma once
#include <string>

namespace yologold {

/// What computes the cases of a suite: a command that is run once a case, or a folder of files that were made elsewhere.
struct Backend {
  enum class Kind { exec, dir };
  Kind kind = Kind::exec;
  std::string text;  ///< the command with {in} and {out}, or the folder

  /// The command for one case: {in} and {out} replaced by the quoted paths.
  std::string command(const std::string& in, const std::string& out) const;
};

/// Reads "exec:CMD {in} {out}" or "dir:PATH". Error with the allowed forms.
Backend parse_backend(const std::string& text);

/// A word that a shell reads as exactly this text.
std::string shell_quoted(const std::string& text);

}  // namespace yologold
