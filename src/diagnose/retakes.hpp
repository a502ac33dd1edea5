#pragma once
#include <mutex>

#include "diagnose/bench.hpp"
#include "diagnose/hypothesis.hpp"

namespace yologold {

/// A value that is made when it is first asked for, by one of several threads.
template <class T>
class Once {
 public:
  template <class Make>
  const T& get(Make&& make) {
    std::call_once(flag_, [&] { value_ = make(); });
    return *value_;
  }

 private:
  std::once_flag flag_;
  std::shared_ptr<const T> value_;
};

/// Lists mistakes that a bench evaluates, one bench for all: one evaluation of the loss, and none before the first of them is tried.
class Retakes {
 public:
  using Make = std::function<Patch(const Bench&)>;

  Retakes(std::string group, std::vector<Hypothesis>& list) : group_(std::move(group)), list_(list) {}

  /// @param adds  the patch may have elements that the gradient does not list
  void add(std::string id, std::string sentence, std::string look, Make make, bool adds = false) {
    const auto patch = std::make_shared<Once<Patch>>();
    const auto make_sorted = [bench = bench_, make = std::move(make)](const Scene& scene) {
      Patch made = make(bench->get([&] { return std::make_shared<const Bench>(scene); }));
      for (auto& head : made) std::sort(head.begin(), head.end(), [](const Element& a, const Element& b) { return a.at < b.at; });
      return std::make_shared<const Patch>(std::move(made));
    };
    const auto after = [patch, make_sorted, adds](Prediction& p, const Scene& scene) { put(p, scene, patch->get([&] { return make_sorted(scene); }), adds); };
    list_.push_back({.id = std::move(id), .sentence = std::move(sentence), .look = std::move(look), .group = group_, .after = after, .adds = adds});
  }

 private:
  std::string group_;
  std::vector<Hypothesis>& list_;
  std::shared_ptr<Once<Bench>> bench_ = std::make_shared<Once<Bench>>();
};

}  // namespace yologold
