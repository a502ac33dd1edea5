#include "train/detector.hpp"

#include <algorithm>

#include "detect/decode.hpp"

namespace yologold {
namespace {

/// The part of a box that lies in the picture, given where the picture lies on the network's input.
Box to_picture(const Box& box, const Placement& placement) {
  const auto inside = [](double value) { return std::clamp(value, 0.0, 1.0); };
  const double left = inside(placement.to_picture_x(box.cx - box.w / 2)), right = inside(placement.to_picture_x(box.cx + box.w / 2));
  const double top = inside(placement.to_picture_y(box.cy - box.h / 2)), bottom = inside(placement.to_picture_y(box.cy + box.h / 2));
  return {static_cast<float>((left + right) / 2), static_cast<float>((top + bottom) / 2), static_cast<float>(right - left), static_cast<float>(bottom - top)};
}

}  // namespace

std::vector<std::vector<Detection>> Detector::detect(std::span<const Image> pictures) {
  // Show the pictures.
  const auto area = static_cast<std::size_t>(options_.width) * static_cast<std::size_t>(options_.height) * 3;
  std::vector<float> planes(area * pictures.size());
  for (std::size_t i = 0; i < pictures.size(); ++i)
    write_planes(fit_image(options_.fit, pictures[i], options_.width, options_.height), planes.data() + i * area);
  network_.resize(static_cast<int>(pictures.size()), options_.height, options_.width);
  network_.forward(planes);

  std::vector<HeadShape> shapes;
  std::vector<HeadView> views;
  for (const NetworkHead& head : network_.heads()) {
    shapes.push_back(head.shape);
    views.push_back(head.view());
  }
  const Variant& variant = plans_.of(network_.heads(), options_.height, options_.width).variant();

  // Read what it claims to see.
  std::vector<std::vector<Detection>> found;
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    const Image& picture = pictures[i];
    const Placement placement = place(options_.fit, picture.width, picture.height, options_.width, options_.height);
    std::vector<Detection> claims = decode(variant, shapes, views, static_cast<std::int64_t>(i), options_.score);
    for (Detection& claim : claims) claim.box = to_picture(claim.box, placement);
    std::erase_if(claims, [](const Detection& claim) { return !(claim.box.w > 0 && claim.box.h > 0); });
    SuppressOptions suppression = options_.suppress;
    suppression.aspect = static_cast<double>(picture.width) / picture.height;
    found.push_back(suppress(std::move(claims), suppression));
  }
  return found;
}

}  // namespace yologold
