// Compiled once per ISA, with YG_ARCH the xsimd architecture and YG_ISA_NAME its name. Exports certain_<isa>() and nothing else that another object could use.
#include "certain/class_kernels.hpp"
#include "certain/dense_kernels.hpp"
#include "certain/kernel_table.hpp"

namespace yologold::certain {
namespace {

using V = xsimd::batch<double, YG_ARCH>;

#define YG_TEXT_(x) #x
#define YG_TEXT(x) YG_TEXT_(x)
constexpr KernelTable table{
    YG_TEXT(YG_ISA_NAME),
    {run_dense<V, DenseTerm::bce, false>, run_dense<V, DenseTerm::squared_logistic, false>, run_dense<V, DenseTerm::squared_linear, false>},
    {run_dense<V, DenseTerm::bce, true>, run_dense<V, DenseTerm::squared_logistic, true>, run_dense<V, DenseTerm::squared_linear, true>},
    {class_bce<V>, class_softmax<V, false>, class_linear<V>},
    class_softmax<V, true>,
    round_elements<V>};

}  // namespace

#define YG_JOIN_(a, b) a##b
#define YG_JOIN(a, b) YG_JOIN_(a, b)
const KernelTable& YG_JOIN(certain_, YG_ISA_NAME)();
const KernelTable& YG_JOIN(certain_, YG_ISA_NAME)() { return table; }

}  // namespace yologold::certain
