#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "json/json.hpp"
#include "suite/conclusive.hpp"
#include "yologold/head_view.hpp"

namespace yologold {

#define YG_FILL(enumerator, name, doc) enumerator,
enum class Fill {
#include "suite/fills.inc"
};
#undef YG_FILL

#define YG_TRUTH_KIND(enumerator, name, doc) enumerator,
enum class TruthKind {
#include "suite/truth_kinds.inc"
};
#undef YG_TRUTH_KIND

/// Inputs that are made from numbers.
struct Generated {
  std::int64_t n = 1;
  std::vector<std::pair<std::int64_t, std::int64_t>> grids;  ///< height and width, one a head
  DType dtype = DType::f32;
  Fill fill = Fill::normal;
  TruthKind kind = TruthKind::random;
  std::int64_t least = 0, most = 8;  ///< truths an image
};

/// Inputs that are read from files.
struct Files {
  std::vector<std::string> heads;
  std::string truths;
  std::optional<std::pair<std::int64_t, std::int64_t>> grid;  ///< layout darknet-v1 can not tell it
};

/// One case of a suite, matrix expanded.
struct Case {
  std::string id;
  std::string variant;                 ///< name or path
  std::vector<std::string> overrides;  ///< key=value
  LayoutName layout = LayoutName::nchw;
  std::vector<std::string> tags;
  bool stages = false;
  std::optional<ConclusiveShare> conclusive;  ///< where a profile's share is too much to ask
  std::optional<Generated> generated;         ///< either this
  std::optional<Files> files;                 ///< or this
  std::string definition;                     ///< SHA-256 of everything above and the suite's seed
};

struct Suite {
  std::string name;
  std::string folder;  ///< relative paths of files start here
  std::string hash;    ///< SHA-256 of the document
  std::uint64_t seed = 0;
  std::vector<Case> cases;  ///< sorted by id
};

/// Reads a suite ("yologold-suite/1", configs/suites/suite.schema.json) strictly.
Suite parse_suite(const Json& document, const std::string& path);

/// By path, or by the name of a file in configs/suites.
Suite load_suite(const std::string& name_or_path);

/// Throws where an id can not be a path below a golden folder: plain segments joined by / only.
void check_case_id(const std::string& id, const std::string& where);

/// The names of the layouts: nchw, nhwc, nahwk, darknet-v1. Error with the allowed ones.
LayoutName layout_named(const std::string& name, const std::string& where);
const char* name_of(LayoutName layout);

}  // namespace yologold
