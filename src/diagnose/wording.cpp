#include "diagnose/wording.hpp"

namespace yologold {
namespace {

struct Words {
  std::string_view name, text;
};

#define YG_LOOK(key, look) {key, look},
#define YG_WORDING(id, sentence)
constexpr Words looks[] = {
#include "diagnose/wording.inc"
};
#undef YG_LOOK
#undef YG_WORDING

#define YG_LOOK(key, look)
#define YG_WORDING(id, sentence) {id, sentence},
constexpr Words wordings[] = {
#include "diagnose/wording.inc"
};
#undef YG_LOOK
#undef YG_WORDING

}  // namespace

std::string sentence_of(const ChoiceInfo& choice, const EntryInfo& entry) {
  const std::string id = std::string(choice.key) + "=" + std::string(entry.name);
  for (const Words& words : wordings)
    if (words.name == id) return std::string(words.text);
  const std::string_view more = entry.doc.empty() ? entry.formula : entry.doc;
  return std::string(choice.doc) + " is \"" + std::string(entry.name) + "\": " + std::string(more);
}

std::string look_of(const ChoiceInfo& choice) {
  for (const Words& words : looks)
    if (words.name == choice.key) return std::string(words.text);
  return std::string(choice.doc);
}

}  // namespace yologold
