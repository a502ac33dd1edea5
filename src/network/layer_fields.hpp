#pragma once
#include <limits>

#include "network/layer_config.hpp"
#include "network/layer_words.hpp"

namespace yologold {

/// The keys of every layer, once, for readers and printers of JSON and .cfg alike. A visitor has
///   number(key, int&, fallback, lowest)   count(key, int&): also the word "head"   real(key, double&, fallback, low, high)   flag(key, bool&)
///   word(key, choice&, words)             reference(key, int&)                     references(key, vector<int>&)
struct LayerFields {
  template <class Visitor>
  static void visit(Visitor&& v, layers::Convolutional& l) {
    v.count("filters", l.filters);
    v.number("size", l.size, 1, 1);
    v.number("stride", l.stride, 1, 1);
    v.number("padding", l.padding, l.size / 2, 0);
    v.number("groups", l.groups, 1, 1);
    v.flag("batch_normalize", l.batch_normalize);
    v.word("activation", l.activation, nonlinearity_words);
  }

  template <class Visitor>
  static void visit(Visitor&& v, layers::MaxPool& l) {
    v.number("size", l.size, 2, 1);
    v.number("stride", l.stride, 2, 1);
    v.number("padding", l.padding, l.size - 1, 0);
  }

  template <class Visitor>
  static void visit(Visitor&&, layers::AveragePool&) {}

  template <class Visitor>
  static void visit(Visitor&& v, layers::Upsample& l) {
    v.number("stride", l.stride, 2, 1);
  }

  template <class Visitor>
  static void visit(Visitor&& v, layers::Route& l) {
    v.references("layers", l.layers);
    v.number("groups", l.groups, 1, 1);
    v.number("group_id", l.group_id, 0, 0);
  }

  template <class Visitor>
  static void visit(Visitor&& v, layers::Shortcut& l) {
    v.references("from", l.from);
    v.word("weights_type", l.weights_type, shortcut_weights_words);
    v.word("weights_normalization", l.weights_normalization, weight_normalization_words);
    v.word("activation", l.activation, nonlinearity_words);
  }

  template <class Visitor>
  static void visit(Visitor&& v, layers::Sam& l) {
    v.reference("from", l.from);
    v.word("activation", l.activation, nonlinearity_words);
  }

  template <class Visitor>
  static void visit(Visitor&& v, layers::ScaleChannels& l) {
    v.reference("from", l.from);
    v.word("activation", l.activation, nonlinearity_words);
  }

  template <class Visitor>
  static void visit(Visitor&& v, layers::Dropout& l) {
    v.real("probability", l.probability, 0.5, 0, 1);
    v.number("block", l.block, 0, 0);
  }

  template <class Visitor>
  static void visit(Visitor&& v, layers::Reorg& l) {
    v.number("stride", l.stride, 2, 1);
  }

  template <class Visitor>
  static void visit(Visitor&& v, layers::Connected& l) {
    v.count("output", l.output);
    v.flag("batch_normalize", l.batch_normalize);
    v.word("activation", l.activation, nonlinearity_words);
  }

  template <class Visitor>
  static void visit(Visitor&& v, layers::Local& l) {
    v.count("filters", l.filters);
    v.number("size", l.size, 1, 1);
    v.number("stride", l.stride, 1, 1);
    v.number("padding", l.padding, l.size / 2, 0);
    v.word("activation", l.activation, nonlinearity_words);
  }

  template <class Visitor>
  static void visit(Visitor&& v, layers::Head& l) {
    v.word("layout", l.layout, layout_words);
    v.number("side", l.side, 0, 0);
  }
};

/// A layer of the kind at a place of layer_words.
template <std::size_t at = 0>
LayerKind make_kind(std::size_t index) {
  if constexpr (at + 1 < std::variant_size_v<LayerKind>)
    if (index != at) return make_kind<at + 1>(index);
  return LayerKind(std::in_place_index<at>);
}

inline constexpr int most_of_anything = 1 << 20;  // filters, outputs, sizes
inline constexpr int as_the_head_needs = -1;      // filters or output "head", until the head is known

}  // namespace yologold
