#pragma once
#include <optional>
#include <string>
#include <utility>

#include "files/tensor.hpp"
#include "yologold/head_view.hpp"
#include "yologold/variant.hpp"

namespace yologold {

/// The shape of a head, from the dimensions of its tensor, the layout and the variant (anchors in its mask, or predictors; classes).
/// Error where they do not fit together, with what is expected and what is found.
/// @param name  how errors name the tensor
/// @param grid  height and width; needed for darknet-v1, whose tensor does not tell them
HeadShape infer_shape(const Tensor& tensor, const std::string& name, LayoutName layout, const Variant& variant, std::size_t head, std::size_t heads,
                      std::optional<std::pair<std::int64_t, std::int64_t>> grid = {});

/// The dimensions of a head's tensor in a layout.
std::vector<std::int64_t> tensor_shape(LayoutName layout, const HeadShape& shape);

}  // namespace yologold
