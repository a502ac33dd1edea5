#pragma once
#include <memory>

#include "network/ranks.hpp"

namespace yologold {

/// The processes that mpirun started together with this one, or this one alone where it was not started so. To be called once in a program.
/// When it is destroyed the process leaves together with the others, waiting for them. Where an exception destroys it, it does not wait: the process then has
/// to end with an exit code other than 0, upon which mpirun ends the others.
/// Throws Error where mpirun started several, but this program was built without MPI.
std::unique_ptr<const Ranks> join_ranks();

}  // namespace yologold
