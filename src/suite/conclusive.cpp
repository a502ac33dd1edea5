#include "suite/conclusive.hpp"

#include "json/fields.hpp"
#include "yologold/error.hpp"

namespace yologold {

ConclusiveShare parse_conclusive(const Json& object, const Place& place) {
  Fields fields(object, place);
  fields.need("at_least");
  const ConclusiveShare share{fields.number("at_least", 0), fields.text("because")};
  fields.finish();
  if (!(share.at_least > 0 && share.at_least <= 1)) throw Error(fields.place("at_least").str(), "must be a share of the elements", "above 0, at most 1");
  if (share.because.empty()) throw Error(fields.place("because").str(), "is empty", "why no more can be proved");
  return share;
}

Json conclusive_json(const ConclusiveShare& share) { return {{"at_least", share.at_least}, {"because", share.because}}; }

}  // namespace yologold
