#include "data/data_set.hpp"

#include "images/read_image.hpp"
#include "json/text.hpp"
#include "yologold/error.hpp"

namespace yologold {

Image DataSet::read(std::size_t sample) const { return draw ? draw(sample) : read_image(samples.at(sample).path); }

const std::vector<std::size_t>& DataSet::split(const std::string& wanted) const {
  const auto found = splits.find(wanted);
  if (found != splits.end()) return found->second;
  std::vector<std::string> names;
  for (const auto& [split, members] : splits) names.push_back(split);
  throw Error(name, "has no split \"" + wanted + "\"", join(names));
}

const std::string& DataSet::judged_split() const {
  for (const char* wanted : {"val", "test", "train"}) {
    const auto found = splits.find(wanted);
    if (found != splits.end() && !found->second.empty()) return found->first;
  }
  throw Error(name, "has no pictures to judge a training by", "a split train, val or test");
}

std::vector<std::size_t> DataSet::count_objects(const std::vector<std::size_t>& chosen) const {
  std::vector<std::size_t> counts(classes.size());
  for (const std::size_t sample : chosen)
    for (const Truth& truth : samples[sample].truths)
      if (!truth.ignore) ++counts[static_cast<std::size_t>(truth.class_id)];
  return counts;
}

}  // namespace yologold
