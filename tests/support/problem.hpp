#pragma once
#include <string>
#include <vector>

#include "support/random.hpp"
#include "yologold/engine.hpp"

namespace yologold::test {

/// A small loss problem with its memory: heads in layout nchw, truths, gradients.
struct Problem {
  Variant variant;
  std::vector<HeadShape> shapes;
  std::vector<std::vector<double>> logits;  ///< every value is a float
  std::vector<Truth> truths;
  std::vector<std::int64_t> first;

  Truths truth_view() const { return {truths, first}; }
  std::vector<HeadView> head_views() const;
};

/// The gradients of a problem, f64, layout nchw.
struct Gradients {
  std::vector<std::vector<double>> values;
  std::vector<GradientView> views;
  explicit Gradients(const Problem& problem);
};

/// A random problem for a family: two heads (non-square grids), colliding truths, logits saturated at +-`saturation`, disjoint boxes.
Problem random_problem(Family family, std::uint64_t seed, double saturation = 40);

/// Random choices, numbers and head weights on top of the problem's variant; contradictions are avoided. Says in words what was chosen.
std::string randomise(Variant& variant, Random& random);

/// Makes the sizes that a v1 network emits positive where the loss takes a root or logarithm of them: it then has a value.
void define_sizes(Problem& problem);

/// What a choice needs beside it to have an effect.
void add_companions(Variant& variant);

}  // namespace yologold::test
