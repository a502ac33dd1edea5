// Margins are made of the certified tier's arithmetic; without it there are none.
#include "explain/parts.hpp"

namespace yologold::explain {

Json margins_json(const Subject&, const bounds::NumericProfile&) { return nullptr; }

}  // namespace yologold::explain
