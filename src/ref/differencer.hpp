#pragma once
#include <memory>
#include <span>

#include "yologold/head_view.hpp"
#include "yologold/truth.hpp"
#include "yologold/variant.hpp"

namespace yologold::ref {

/// Central differences of one loss, many elements: what `difference` does, with the decisions taken once.
class Differencer {
 public:
  Differencer(const Variant& variant, std::span<const HeadShape> shapes, std::span<const HeadView> heads, const Truths& truths);
  ~Differencer();

  double at(int head, std::int64_t element);

 private:
  struct Base;
  std::unique_ptr<Base> base_;
};

}  // namespace yologold::ref
