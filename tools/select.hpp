#pragma once
#include <string>
#include <vector>

namespace yologold::tools {

/// Which cases a verb works on.
struct Selection {
  std::string filter, tag, shard;  ///< regular expression; tag; "k/n". Empty: all

  /// Keeps the ids that the expression finds. Throws Exit where it is none.
  std::vector<std::string> filtered(const std::vector<std::string>& ids) const;

  /// Every n-th of the ids, from the k-th: the shards of equal n are disjoint and together complete.
  std::vector<std::string> sharded(const std::vector<std::string>& ids) const;
};

/// An expression that finds this id only: ^id$ with its special characters escaped.
std::string exact_filter(const std::string& id);

}  // namespace yologold::tools
