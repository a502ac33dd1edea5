#include "network/node.hpp"

namespace yologold {

Op Build::op(const dnnl::primitive_desc_base& pd, std::unordered_map<int, memory> arguments) const {
  const memory::desc scratch = pd.query_md(dnnl::query::scratchpad_md);
  if (scratch.get_size() > 0) arguments[DNNL_ARG_SCRATCHPAD] = memories.shared(Shared::scratch, scratch);
  return {dnnl::primitive(pd.get()), std::move(arguments)};
}

Op Build::copy(const memory& from, const memory& to) const {
  const dnnl::reorder::primitive_desc pd(cpu(), from.get_desc(), cpu(), to.get_desc(), shared_scratch());
  return op(pd, {{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, to}});
}

Op Build::add(const memory& from, const memory& to) const {
  // Within one layout a binary primitive is fast.
  const memory::desc desc = to.get_desc();
  if (from.get_desc() == desc) return binary(dnnl::algorithm::binary_add, to, from, to);

  // Between two, a reorder can add.
  dnnl::primitive_attr attributes = shared_scratch();
  dnnl::post_ops after;
  after.append_sum(1.0F);
  attributes.set_post_ops(after);
  const dnnl::reorder::primitive_desc pd(cpu(), from.get_desc(), cpu(), desc, attributes);
  return op(pd, {{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, to}});
}

Op Build::binary(dnnl::algorithm algorithm, const memory& a, const memory& b, const memory& out) const {
  const dnnl::binary::primitive_desc pd({algorithm, a.get_desc(), b.get_desc(), out.get_desc()}, shared_scratch(), cpu());
  return op(pd, {{DNNL_ARG_SRC_0, a}, {DNNL_ARG_SRC_1, b}, {DNNL_ARG_DST, out}});
}

memory Build::as(std::vector<Op>& before, const memory& from, const memory::desc& wanted, Shared slab) const {
  if (from.get_desc() == wanted) return from;
  const memory to = slab == Shared::count ? memories.own(wanted) : memories.shared(slab, wanted);
  before.push_back(copy(from, to));
  return to;
}

}  // namespace yologold
