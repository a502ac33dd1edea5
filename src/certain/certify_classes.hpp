#pragma once
#include "certain/certify_unit.hpp"
#include "certain/kernel_table.hpp"

namespace yologold::certain {

/// Certifies the class losses of a group of pairs: taken_classes, by the kernels where they reach.
CertifiedUnit certify_classes(const Problem& p, const Assignment& a, const KernelTable& kernels, const Scales<DdBall>& scales, const Rivals& group);

}  // namespace yologold::certain
