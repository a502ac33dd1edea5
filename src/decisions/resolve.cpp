#include "decisions/resolve.hpp"

#include "decisions/image.hpp"
#include "engine/float_environment.hpp"

namespace yologold::decisions {
namespace {

constexpr std::size_t named_flips = 5;

}  // namespace

Resolution resolve(const Subject& subject, const Evidence& evidence) {
  // Sort the suspects by image.
  const FloatEnvironment environment;
  std::map<std::int64_t, std::set<Site>> bad;
  for (const Address& at : evidence.suspects) bad[at.image].insert(site_of(subject, at));

  // Resolve what can be, name what can not.
  Resolution result;
  Decider decider(subject);
  const Trial trial(subject, evidence);
  for (auto& [index, sites] : bad) {
    Image image(subject, decider, trial, index);
    image.resolve(sites, result);
    if (!sites.empty()) image.explain(sites, result, named_flips);
  }
  return result;
}

}  // namespace yologold::decisions
