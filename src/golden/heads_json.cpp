#include "golden/heads_json.hpp"

namespace yologold {

Json heads_json(const Inputs& inputs) {
  Json heads = Json::array();
  for (std::size_t k = 0; k < inputs.shapes.size(); ++k) {
    const HeadShape& s = inputs.shapes[k];
    heads.push_back(
        {{"n", s.n}, {"a", s.a}, {"h", s.h}, {"w", s.w}, {"c", s.c}, {"shared_classes", s.shared_classes}, {"dtype", name_of(inputs.heads[k].type)}});
  }
  return heads;
}

}  // namespace yologold
