#pragma once
#include "network/ranks.hpp"

namespace yologold {

/// How many threads each rank may use: the cores of this host by its ranks, but not more than the launcher bound this rank to (mpirun does so unless told
/// --bind-to none). At least 1.
int threads_of_rank(const Ranks& ranks);

}  // namespace yologold
