#include "files/truth_files.hpp"

#include <algorithm>
#include <filesystem>

#include "files/bytes.hpp"
#include "files/npy.hpp"
#include "files/truth_count.hpp"
#include "files/truth_json.hpp"
#include "files/truth_npy.hpp"
#include "files/truth_txt.hpp"

namespace yologold {
namespace {

TruthBatch read_by_content(const std::string& path, std::int64_t images) {
  if (std::filesystem::is_directory(path)) return read_label_folder(path);
  const auto bytes = read_bytes(path);
  const auto text = text_of(bytes);
  if (text.starts_with(npy_magic)) return parse_truths_npy(bytes, path, images);
  const auto begin = std::min(text.find_first_not_of(" \t\r\n\xef\xbb\xbf"), text.size());
  if (text.substr(begin).starts_with('{') || text.substr(begin).starts_with('[')) return parse_truths_json(text, path);
  return read_label_list(text, path);
}

}  // namespace

TruthBatch read_truths(const std::string& path, std::int64_t images) {
  TruthBatch batch = read_by_content(path, images);
  check_image_count(batch.images(), images, path);
  return batch;
}

}  // namespace yologold
