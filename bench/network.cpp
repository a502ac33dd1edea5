// A network's forward and backward pass against oneDNN's bare convolutions of the same shapes, in turns, in one run.
//   bench_network [threads] [repetitions]
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>

#include "network/inputs_of.hpp"
#include "network/node.hpp"
#include "network/product_descriptions.hpp"
#include "network/threads.hpp"

using namespace yologold;

namespace {

constexpr int batch = 4;

/// The convolutions of a network alone: forward, weights, and data but for the first, each in memory of its own and in the layout oneDNN likes best.
class BareConvolutions {
 public:
  explicit BareConvolutions(const NetworkConfig& config) {
    const Build build{batch, Mode::train, config.batch_norm, memories_};
    const std::vector<FeatureShape> shapes = infer_shapes(config, config.height, config.width);
    for (std::size_t i = 0; i < shapes.size(); ++i) {
      const auto* layer = std::get_if<layers::Convolutional>(&config.layers[i].kind);
      if (!layer) continue;
      const int from = inputs_of(config, i)[0];
      const FeatureShape in = from < 0 ? FeatureShape{config.channels, config.height, config.width} : shapes[static_cast<std::size_t>(from)];
      const memory::dims weights = {layer->filters, in.c, layer->size, layer->size};
      add(build, describe_convolution(build, *layer, !layer->batch_normalize, build.dims(in), weights, build.dims(shapes[i])), from >= 0);
    }
    // Small normal numbers: what memory held before may be denormal, and slow.
    memories_.place(slabs_);
    for (const memory& m : filled_) std::fill_n(static_cast<float*>(m.get_data_handle()), m.get_desc().get_size() / sizeof(float), 1e-2F);
  }

  void run(const dnnl::stream& stream) const {
    for (const Op& op : ops_) op.run(stream);
  }

 private:
  void add(const Build& build, const ProductDescriptions& d, bool with_data) {
    using enum dnnl::query;
    const auto own = [&](const dnnl::primitive_desc_base& pd, dnnl::query what, int index = 0) {
      const memory::desc desc = pd.query_md(what, index);
      return desc.get_size() > 0 ? filled_.emplace_back(memories_.own(desc)) : memories_.own(desc);
    };
    ops_.push_back(build.op(d.forward, {{DNNL_ARG_SRC, own(d.forward, src_md)},
                                        {DNNL_ARG_WEIGHTS, own(d.forward, weights_md)},
                                        {DNNL_ARG_BIAS, own(d.forward, weights_md, 1)},
                                        {DNNL_ARG_DST, own(d.forward, dst_md)}}));
    ops_.push_back(build.op(d.weights, {{DNNL_ARG_SRC, own(d.weights, src_md)},
                                        {DNNL_ARG_DIFF_DST, own(d.weights, diff_dst_md)},
                                        {DNNL_ARG_DIFF_WEIGHTS, own(d.weights, diff_weights_md)},
                                        {DNNL_ARG_DIFF_BIAS, own(d.weights, diff_weights_md, 1)}}));
    if (!with_data) return;
    ops_.push_back(build.op(
        d.data, {{DNNL_ARG_DIFF_DST, own(d.data, diff_dst_md)}, {DNNL_ARG_WEIGHTS, own(d.data, weights_md)}, {DNNL_ARG_DIFF_SRC, own(d.data, diff_src_md)}}));
  }

  Memories memories_;
  Slabs slabs_;
  std::vector<memory> filled_;
  std::vector<Op> ops_;
};

struct Times {
  double wall, cpu;
};

double clock_of(clockid_t clock) {
  timespec t{};
  clock_gettime(clock, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

Times take(const std::function<void()>& work) {
  const double wall = clock_of(CLOCK_MONOTONIC), cpu = clock_of(CLOCK_PROCESS_CPUTIME_ID);
  work();
  return {clock_of(CLOCK_MONOTONIC) - wall, clock_of(CLOCK_PROCESS_CPUTIME_ID) - cpu};
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

void measure(const char* name, int repetitions) {
  const NetworkConfig config = load_network(name);
  const dnnl::stream stream(cpu());
  const BareConvolutions bare(config);
  Network network(config, 1);
  network.resize(batch, config.height, config.width);
  const std::vector<float> images(static_cast<std::size_t>(batch * config.channels * config.height * config.width), 0.5F);

  // Take turns, so that a busy machine slows both.
  std::vector<double> walls, ratios, cpu_ratios;
  for (int i = -1; i < repetitions; ++i) {
    const Times whole = take([&] {
      network.forward(images, {.mode = Mode::train});
      for (const NetworkHead& head : network.heads()) std::ranges::fill(head.gradient, 1e-3F);
      network.zero_gradients();
      network.backward();
    });
    const Times convolutions = take([&] { bare.run(stream); });
    if (i < 0) continue;
    walls.push_back(whole.wall);
    ratios.push_back(convolutions.wall / whole.wall);
    cpu_ratios.push_back(convolutions.cpu / whole.cpu);
  }
  const double flops = 3 * batch * count_flops(config, config.height, config.width);
  std::printf("%-12s %8.1f ms %8.1f images/s %7.1f GFLOP/s   bare convolutions take %.2f of the time, %.2f of the processor time\n", name, 1e3 * median(walls),
              batch / median(walls), 1e-9 * flops / median(walls), median(ratios), median(cpu_ratios));
}

}  // namespace

int main(int argc, char** argv) {
  const int threads = argc > 1 ? std::atoi(argv[1]) : 0, repetitions = argc > 2 ? std::atoi(argv[2]) : 9;
  try {
    set_network_threads(threads);
    std::printf("batch %d at 416 x 416, %d threads, forward and backward, median of %d\n", batch, network_threads(), repetitions);
    for (const char* name : {"yolov3-tiny", "yolov4-tiny"}) measure(name, std::max(1, repetitions));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench_network: %s\n", error.what());
    return 2;
  }
}
