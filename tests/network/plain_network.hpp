#pragma once
#include <map>
#include <string>
#include <vector>

#include "network/network.hpp"
#include "plain_map.hpp"

namespace yologold::test {

/// A network a second time: plain loops over doubles, one layer after the other, nothing shared with oneDNN. No dropout.
class PlainNetwork {
 public:
  explicit PlainNetwork(const Network& network);

  /// The raw outputs of the heads, one after the other, of n pictures [n, c, h, w]. Training takes batch norm's statistics from the batch.
  std::vector<double> forward(const std::vector<double>& images, int n, int h, int w, Mode mode);

  std::map<std::string, std::vector<double>> numbers;  ///< parameters and statistics by name

 private:
  struct Layer;

  NetworkConfig config_;
};

}  // namespace yologold::test
