#pragma once

namespace yologold::test {

/// How often operator new was called so far, by any thread.
long allocations();

}  // namespace yologold::test
