#pragma once

namespace yologold::test {

/// How often operator new was called so far, by any thread.
long allocations();

/// How many bytes it was asked for; what was given back is not taken off.
long allocated_bytes();

}  // namespace yologold::test
