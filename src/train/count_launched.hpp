#pragma once

namespace yologold {

/// How many processes the launcher says that it started; 1 where there was none.
int count_launched();

}  // namespace yologold
