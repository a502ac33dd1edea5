#pragma once
#include "certain/assignment.hpp"
#include "certain/certificate.hpp"
#include "yologold/stages.hpp"

namespace yologold::certain {

/// Role and truth of every slot of a head.
void fill_roles(const Problem& p, const Assignment& a, std::size_t head, HeadStages& stages);

/// The certified activations, boxes and best IOU of one slot, written to their places.
Certificate certify_stages(const Problem& p, const Slot& slot, HeadStages& stages);

}  // namespace yologold::certain
