#pragma once

namespace yologold::tools {

/// Lets oneDNN's OpenMP threads sleep where they would spin while they wait. Spinning threads take the cores from the loader's: with two threads on two cores
/// that others use too, a training of small pictures was seen to take fifteen times as long. The runtime reads its settings when the program starts, so that it
/// starts itself once more with them; not where the user set OMP_WAIT_POLICY or GOMP_SPINCOUNT. To be called first in a verb that computes with a network.
void calm_threads();

}  // namespace yologold::tools
