#include "judge/terms.hpp"

#include <cmath>

#include "judge/alternatives.hpp"
#include "judge/bounded.hpp"
#include "judge/gradients.hpp"
#include "judge/ulp.hpp"

namespace yologold {
namespace {

constexpr const char* losses[] = {"terms", "per_image", "total"};

std::string what(const std::string& name, std::size_t i, std::size_t images) {
  static const char* const terms[] = {"coord", "obj", "noobj", "class"};
  if (name == "total") return "total";
  if (name == "per_image") return "loss of image " + std::to_string(i);
  return "head " + std::to_string(i / 4 / images) + ", image " + std::to_string(i / 4 % images) + ", term " + terms[i % 4];
}

/// Whether a value is the loss of an image with open slots, or holds one.
bool is_open(const OpenSlots* open, const std::string& name, std::size_t i, std::size_t images) {
  if (!open || !open->any()) return false;
  return name == "total" || open->images[name == "per_image" ? i : i / 4 % images] != 0;
}

/// The bound of value i of a tensor.
const bounds::Bound& bound_at(const bounds::Bounds& bounds, const std::string& name, std::size_t i) {
  if (name == "total") return bounds.total;
  if (name == "per_image") return bounds.per_image[i];
  const bounds::TermBounds& terms = bounds.terms[i / 4];
  const bounds::Bound* const all[] = {&terms.coord, &terms.obj, &terms.noobj, &terms.classes};
  return *all[i % 4];
}

}  // namespace

void for_each_loss(const GoldenCase& golden, const bounds::Bounds& bounds,
                   const std::function<void(const bounds::Bound& bound, double value, const std::string& name)>& visit) {
  const auto images = static_cast<std::size_t>(golden.inputs.shapes[0].n);
  for (const char* name : losses) {
    const auto values = as_doubles(golden.tensors.at(name));
    for (std::size_t i = 0; i < values.size(); ++i) visit(bound_at(bounds, name, i), values[i], what(name, i, images));
  }
}

void compare_terms(const GoldenCase& golden, const Actual& actual, const Profile& profile, const bounds::Bounds* bounds, Verdict& verdict,
                   const OpenSlots* open) {
  for (const char* name : losses) {
    // Take the tensor, in the shape it must have; a total may be a vector of one.
    const auto found = actual.tensors.find(name);
    if (found == actual.tensors.end()) continue;
    const Tensor& stored = golden.tensors.at(name);
    if (found->second.elements() != stored.elements() || (stored.shape.size() > 1 && found->second.shape != stored.shape)) {
      verdict.structure.push_back(std::string(name) + " has another shape than the golden's");
      continue;
    }

    // Compare its values.
    verdict.terms_given = true;
    const auto got = as_doubles(found->second), want = as_doubles(stored);
    const TensorType type = found->second.type;
    const Tolerance& tolerance = profile.of(type, std::string(name) == "terms" ? Kind::terms : Kind::total);
    const auto images = static_cast<std::size_t>(golden.inputs.shapes[0].n);
    for (std::size_t i = 0; i < want.size(); ++i) {
      if (is_open(open, name, i, images)) continue;
      const double ulps = ulp_error(got[i], want[i], type);
      const double over =
          bounds ? bounded_excess(got[i], want[i], allowed(bound_at(*bounds, name, i), want[i])) : excess(got[i], want[i], ulps, tolerance, type);
      if (over > 1) verdict.terms.push_back({what(name, i, images), got[i], want[i], ulps});
    }
  }
}

}  // namespace yologold
