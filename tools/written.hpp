#pragma once
#include <optional>
#include <string>
#include <vector>

#include "judge/actual.hpp"

namespace yologold::tools {

/// What a backend wrote for one case; or in one line why there is nothing to judge.
struct Written {
  std::optional<Actual> actual;
  std::string why = "";
  bool unreadable = false;  ///< there is something that can not be read
};

Written read_written(const std::string& folder, const std::string& id);

/// Throws Exit where none of the cases has a folder in there: it is another folder than was meant, or nothing was written.
void refuse_foreign_folder(const std::string& folder, const std::vector<std::string>& ids);

}  // namespace yologold::tools
