#include "plain_network.hpp"

#include <cmath>

namespace yologold::test {

namespace {

double bend(Nonlinearity kind, double x) {
  if (kind == Nonlinearity::leaky) return x > 0 ? x : 0.1 * x;
  if (kind == Nonlinearity::relu) return x > 0 ? x : 0;
  if (kind == Nonlinearity::logistic) return 1 / (1 + std::exp(-x));
  if (kind == Nonlinearity::mish) return x * std::tanh(std::log1p(std::exp(x)));
  return x;
}

}  // namespace

/// Computes one layer.
struct PlainNetwork::Layer {
  PlainNetwork& net;
  std::string index;
  Mode mode;
  std::vector<const PlainMap*> in;

  const std::vector<double>& get(const char* what) const { return net.numbers.at(index + "." + what); }

  PlainMap finish(PlainMap m, bool normalize, Nonlinearity activation) const {
    const bool outside = net.config_.batch_norm.epsilon_outside;
    for (int k = 0; k < m.c; ++k) {
      const double shift = get("biases")[k];
      double mean = 0, variance = 1, scale = 1, epsilon = 0;
      if (normalize) {
        double sum = 0, squares = 0;
        for (int i = 0; i < m.n; ++i)
          for (int y = 0; y < m.h; ++y)
            for (int x = 0; x < m.w; ++x) sum += m.at(i, k, y, x);
        mean = mode == Mode::train ? sum / (m.n * m.h * m.w) : get("mean")[k];
        for (int i = 0; i < m.n; ++i)
          for (int y = 0; y < m.h; ++y)
            for (int x = 0; x < m.w; ++x) squares += std::pow(m.at(i, k, y, x) - mean, 2);
        variance = mode == Mode::train ? squares / (m.n * m.h * m.w) : get("variance")[k];
        scale = get("scales")[k];
        epsilon = net.config_.batch_norm.epsilon;
      }
      for (int i = 0; i < m.n; ++i)
        for (int y = 0; y < m.h; ++y)
          for (int x = 0; x < m.w; ++x) {
            double& v = m.at(i, k, y, x);
            v = bend(activation, (v - mean) / (outside ? std::sqrt(variance) + epsilon : std::sqrt(variance + epsilon)) * scale + shift);
          }
    }
    return m;
  }

  PlainMap operator()(const layers::Convolutional& l) const {
    const PlainMap& a = *in[0];
    const int part = a.c / l.groups, filters = l.filters / l.groups;
    const std::vector<double>& weights = get("weights");
    PlainMap out(a.n, l.filters, (a.h + 2 * l.padding - l.size) / l.stride + 1, (a.w + 2 * l.padding - l.size) / l.stride + 1);
    for (int i = 0; i < out.n; ++i)
      for (int f = 0; f < out.c; ++f)
        for (int y = 0; y < out.h; ++y)
          for (int x = 0; x < out.w; ++x)
            for (int k = 0; k < part; ++k)
              for (int p = 0; p < l.size; ++p)
                for (int q = 0; q < l.size; ++q) {
                  const int yy = y * l.stride - l.padding + p, xx = x * l.stride - l.padding + q;
                  if (yy < 0 || xx < 0 || yy >= a.h || xx >= a.w) continue;
                  out.at(i, f, y, x) += weights[((f * part + k) * l.size + p) * l.size + q] * a.at(i, f / filters * part + k, yy, xx);
                }
    return finish(out, l.batch_normalize, l.activation);
  }

  PlainMap operator()(const layers::Local& l) const {
    const PlainMap& a = *in[0];
    const std::vector<double>& weights = get("weights");
    PlainMap out(a.n, l.filters, (a.h + 2 * l.padding - l.size) / l.stride + 1, (a.w + 2 * l.padding - l.size) / l.stride + 1);
    for (int i = 0; i < out.n; ++i)
      for (int f = 0; f < out.c; ++f)
        for (int y = 0; y < out.h; ++y)
          for (int x = 0; x < out.w; ++x) {
            double sum = get("biases")[(f * out.h + y) * out.w + x];
            for (int k = 0; k < a.c; ++k)
              for (int p = 0; p < l.size; ++p)
                for (int q = 0; q < l.size; ++q) {
                  const int yy = y * l.stride - l.padding + p, xx = x * l.stride - l.padding + q;
                  if (yy < 0 || xx < 0 || yy >= a.h || xx >= a.w) continue;
                  sum += weights[((((y * out.w + x) * l.filters + f) * a.c + k) * l.size + p) * l.size + q] * a.at(i, k, yy, xx);
                }
            out.at(i, f, y, x) = bend(l.activation, sum);
          }
    return out;
  }

  PlainMap operator()(const layers::Connected& l) const {
    const PlainMap& a = *in[0];
    const int inputs = a.c * a.h * a.w;
    const std::vector<double>& weights = get("weights");
    PlainMap out(a.n, l.output, 1, 1);
    for (int i = 0; i < out.n; ++i)
      for (int f = 0; f < out.c; ++f)
        for (int k = 0; k < inputs; ++k) out.at(i, f, 0, 0) += weights[f * inputs + k] * a.v[i * inputs + k];
    return finish(out, l.batch_normalize, l.activation);
  }

  PlainMap operator()(const layers::Route& l) const {
    int channels = 0;
    for (const PlainMap* a : in) channels += a->c / l.groups;
    PlainMap out(in[0]->n, channels, in[0]->h, in[0]->w);
    int at = 0;
    for (const PlainMap* a : in) {
      const int part = a->c / l.groups;
      for (int i = 0; i < out.n; ++i)
        for (int k = 0; k < part; ++k)
          for (int y = 0; y < out.h; ++y)
            for (int x = 0; x < out.w; ++x) out.at(i, at + k, y, x) = a->at(i, part * l.group_id + k, y, x);
      at += part;
    }
    return out;
  }

  PlainMap operator()(const layers::Shortcut& l) const {
    PlainMap out(in[0]->n, in[0]->c, in[0]->h, in[0]->w);
    for (int k = 0; k < out.c; ++k) {
      // Normalise the weights of the channel.
      std::vector<double> factor(in.size(), 1);
      double sum = l.weights_normalization == WeightNormalization::relu ? 1e-4 : 0;
      for (std::size_t j = 0; j < in.size() && l.weights_type != ShortcutWeights::none; ++j) {
        factor[j] = get("weights")[l.weights_type == ShortcutWeights::per_feature ? j : j * out.c + k];
        if (l.weights_normalization == WeightNormalization::relu) factor[j] = std::max(factor[j], 0.0);
        if (l.weights_normalization == WeightNormalization::softmax) factor[j] = std::exp(factor[j]);
        sum += factor[j];
      }
      for (std::size_t j = 0; j < in.size() && l.weights_normalization != WeightNormalization::none; ++j) factor[j] /= sum;

      for (int i = 0; i < out.n; ++i)
        for (int y = 0; y < out.h; ++y)
          for (int x = 0; x < out.w; ++x) {
            double v = 0;
            for (std::size_t j = 0; j < in.size(); ++j) v += factor[j] * in[j]->at(i, k, y, x);
            out.at(i, k, y, x) = bend(l.activation, v);
          }
    }
    return out;
  }

  PlainMap multiply(Nonlinearity activation) const {
    PlainMap out = *in[1];
    const bool channels = in[0]->h == 1 && in[1]->h != 1;
    for (int i = 0; i < out.n; ++i)
      for (int k = 0; k < out.c; ++k)
        for (int y = 0; y < out.h; ++y)
          for (int x = 0; x < out.w; ++x) out.at(i, k, y, x) = bend(activation, out.at(i, k, y, x) * in[0]->at(i, k, channels ? 0 : y, channels ? 0 : x));
    return out;
  }
  PlainMap operator()(const layers::Sam& l) const { return multiply(l.activation); }
  PlainMap operator()(const layers::ScaleChannels& l) const { return multiply(l.activation); }

  PlainMap operator()(const layers::MaxPool& l) const { return move_values(l, *in[0]); }
  PlainMap operator()(const layers::AveragePool& l) const { return move_values(l, *in[0]); }
  PlainMap operator()(const layers::Upsample& l) const { return move_values(l, *in[0]); }
  PlainMap operator()(const layers::Reorg& l) const { return move_values(l, *in[0]); }
  PlainMap operator()(const layers::Dropout&) const { return *in[0]; }
  PlainMap operator()(const layers::Head&) const { return *in[0]; }
};

PlainNetwork::PlainNetwork(const Network& network) : config_(network.config()) {
  for (const auto list : {network.parameters(), network.statistics()})
    for (const Parameter& p : list) numbers[p.name] = {p.value.begin(), p.value.end()};
}

std::vector<double> PlainNetwork::forward(const std::vector<double>& images, int n, int h, int w, Mode mode) {
  PlainMap input(n, config_.channels, h, w);
  input.v = images;
  std::vector<PlainMap> maps;
  std::vector<double> heads;
  for (std::size_t i = 0; i < config_.layers.size(); ++i) {
    const auto& kind = config_.layers[i].kind;
    std::vector<int> from{static_cast<int>(i) - 1};
    if (const auto* l = std::get_if<layers::Route>(&kind)) from = l->layers;
    if (const auto* l = std::get_if<layers::Shortcut>(&kind)) from.insert(from.end(), l->from.begin(), l->from.end());
    if (const auto* l = std::get_if<layers::Sam>(&kind)) from.push_back(l->from);
    if (const auto* l = std::get_if<layers::ScaleChannels>(&kind)) from.push_back(l->from);
    Layer layer{*this, std::to_string(i), mode, {}};
    for (const int f : from) layer.in.push_back(f < 0 ? &input : &maps[f]);
    maps.push_back(std::visit(layer, kind));
    if (std::holds_alternative<layers::Head>(kind)) heads.insert(heads.end(), maps.back().v.begin(), maps.back().v.end());
  }
  return heads;
}

}  // namespace yologold::test
