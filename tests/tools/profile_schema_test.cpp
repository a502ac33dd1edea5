// The published schema of profiles accepts what the program accepts, and refuses what it refuses.
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "json/json.hpp"
#include "judge/profile.hpp"
#include "support/catch.hpp"
#include "tools/conforms.hpp"
#include "yologold/error.hpp"

using namespace yologold;
namespace fs = std::filesystem;

namespace {

const std::string profiles = YG_CONFIGS "/profiles/";

bool profile_conforms(const Json& document) { return test::conforms(document, profiles + "profile.schema.json"); }

bool profile_parses(const Json& document) {
  const fs::path path = fs::temp_directory_path() / ("yologold-profile-" + std::to_string(::getpid()) + ".json");
  std::ofstream(path) << document.dump();
  bool good = true;
  try {
    load_profile(path.string());
  } catch (const Error&) {
    good = false;
  }
  fs::remove(path);
  return good;
}

void refuse(const char* profile, const std::vector<std::pair<const char*, Json>>& faults) {
  const Json good = read_document(profiles + profile + ".json");
  CHECK(profile_parses(good));
  for (const auto& [pointer, value] : faults) {
    CAPTURE(profile, pointer);
    Json document = good;
    document[Json::json_pointer(pointer)] = value;
    CHECK_FALSE(profile_conforms(document));
    CHECK_FALSE(profile_parses(document));
  }
  for (const char* key : {"format", "name", "about", "stored"}) {
    CAPTURE(profile, key);
    Json document = good;
    document.erase(key);
    CHECK_FALSE(profile_conforms(document));
    CHECK_FALSE(profile_parses(document));
  }
}

}  // namespace

TEST_CASE("the bundled profiles conform to the schema") {
  int count = 0;
  for (const auto& entry : fs::directory_iterator(profiles)) {
    if (entry.path().stem().extension() == ".schema") continue;
    CAPTURE(entry.path().string());
    CHECK(profile_conforms(read_document(entry.path().string())));
    ++count;
  }
  CHECK(count >= 13);
}

TEST_CASE("schema and parser refuse the same profiles") {
  refuse("fp32", {{"/format", "yologold-profile/3"},
                  {"/extra", 1},
                  {"/stored/f32/box/abs", -1},
                  {"/stored/f32/box/rel", "1"},
                  {"/stored/f32/boxes", 1},
                  {"/stored/f32/total", 0}});
  refuse("cuda-fp32", {{"/inputs", "fp32"},
                       {"/input_radius", -1},
                       {"/shapes", {"corner", "corner"}},
                       {"/shapes", Json::array()},
                       {"/shapes", {"circle"}},
                       {"/conclusive_share", 1.5},
                       {"/longest_chain", -1},
                       {"/functions/exp/ulps", -1},
                       {"/functions/exp/source", 1},
                       {"/functions/sin", 1},
                       {"/flush_to_zero", 0},
                       {"/otherwise", "fp32"}});
}
