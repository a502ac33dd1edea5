#include <array>
#include <ostream>
#include <sstream>
#include <vector>

#include "files/npy.hpp"
#include "files/npz.hpp"
#include "files/write.hpp"
#include "files/zip.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

void add_entry(const ZipArchive& archive, const std::string& name, const std::string& bytes, const std::string& where) {
  if (name.find('\0') != std::string::npos) throw Error(where, "a name with a zero byte");
  const std::string place = where + ":" + name;
  ZipSource source(zip_source_buffer(archive.get(), bytes.data(), bytes.size(), 0), zip_source_free);
  if (!source) throw Error(place, zip_trouble(archive));
  const zip_int64_t index = zip_file_add(archive.get(), (name + ".npy").c_str(), source.get(), ZIP_FL_ENC_UTF_8);
  if (index < 0) throw Error(place, zip_trouble(archive));
  source.release();

  // One date for all, the first a zip knows (1980-01-01): equal tensors make equal files.
  const auto at = static_cast<zip_uint64_t>(index);
  constexpr zip_uint16_t first_day = 1 << 5 | 1;
  if (zip_set_file_compression(archive.get(), at, ZIP_CM_STORE, 0) != 0 || zip_file_set_dostime(archive.get(), at, 0, first_day, 0) != 0)
    throw Error(place, zip_trouble(archive));
}

void copy(zip_source_t* source, std::ostream& stream, const std::string& where) {
  if (zip_source_open(source) != 0) throw Error(where, zip_error_strerror(zip_source_error(source)));
  std::vector<char> chunk(1 << 16);
  zip_int64_t got;
  while ((got = zip_source_read(source, chunk.data(), chunk.size())) > 0) stream.write(chunk.data(), got);
  zip_source_close(source);
  if (got < 0) throw Error(where, zip_error_strerror(zip_source_error(source)));
}

}  // namespace

void print_npz(std::ostream& stream, const Tensors& tensors, const std::string& where) {
  // libzip writes no file for an archive without entries: that is the end record alone.
  if (tensors.empty()) {
    constexpr std::array<char, 22> end_record{'P', 'K', 5, 6};
    stream.write(end_record.data(), end_record.size());
    return;
  }

  ZipError error;
  const ZipSource memory(zip_source_buffer_create(nullptr, 0, 0, error.get()), zip_source_free);
  if (!memory) throw Error(where, error.words());
  ZipArchive archive(zip_open_from_source(memory.get(), ZIP_TRUNCATE, error.get()), zip_discard);
  if (!archive) throw Error(where, error.words());
  zip_source_keep(memory.get());

  // libzip reads the entries when the archive is closed: they must live until then.
  std::vector<std::string> files;
  files.reserve(tensors.size());
  for (const auto& [name, tensor] : tensors) {
    std::ostringstream file;
    print_npy(file, tensor, where + ":" + name);
    add_entry(archive, name, files.emplace_back(std::move(file).str()), where);
  }
  if (zip_close(archive.get()) != 0) throw Error(where, zip_trouble(archive));
  archive.release();
  copy(memory.get(), stream, where);
}

void write_npz(const std::string& path, const Tensors& tensors) {
  write_atomically(path, [&](std::ostream& stream) { print_npz(stream, tensors, path); });
}

}  // namespace yologold
