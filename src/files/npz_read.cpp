#include <algorithm>

#include "files/npy_header.hpp"
#include "files/npz.hpp"
#include "files/zip.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

/// Deflate can not do better: 258 bytes from 2 bits. What claims more is a lie.
constexpr std::uint64_t deflate_limit = 258 * 8 / 2;

ZipArchive open_archive(Bytes bytes, const std::string& where) {
  ZipError error;
  ZipSource source(zip_source_buffer_create(bytes.data(), bytes.size(), 0, error.get()), zip_source_free);
  if (!source) throw Error(where, "cannot be read as a zip: " + error.words());
  ZipArchive archive(zip_open_from_source(source.get(), ZIP_RDONLY, error.get()), zip_discard);
  if (!archive) throw Error(where, "is not a sound zip: " + error.words());
  source.release();
  return archive;
}

zip_stat_t check_entry(const ZipArchive& archive, zip_uint64_t index, const std::string& where) {
  zip_stat_t entry;
  constexpr zip_uint64_t wanted = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD;
  if (zip_stat_index(archive.get(), index, 0, &entry) != 0) throw Error(where, "entry " + std::to_string(index) + ": " + zip_trouble(archive));
  if ((entry.valid & wanted) != wanted) throw Error(where, "entry " + std::to_string(index) + " is not described in full");
  const std::string place = where + ":" + entry.name;
  if (!std::string_view(entry.name).ends_with(".npy")) throw Error(place, "is not a .npy", "an archive of .npy alone");
  if (entry.encryption_method != ZIP_EM_NONE) throw Error(place, "is encrypted");
  if (entry.comp_method != ZIP_CM_STORE && entry.comp_method != ZIP_CM_DEFLATE)
    throw Error(place, "is compressed by method " + std::to_string(entry.comp_method), "stored or deflated");
  const bool lies = entry.comp_method == ZIP_CM_STORE ? entry.size != entry.comp_size : entry.size / deflate_limit > entry.comp_size;
  if (lies) throw Error(place, "can not unpack " + std::to_string(entry.comp_size) + " bytes to " + std::to_string(entry.size));
  return entry;
}

/// Unpacks, chunk by chunk, up to `limit` bytes: memory follows what is really there.
std::vector<std::byte> unpack(const ZipFile& file, std::size_t limit, const std::string& where) {
  std::vector<std::byte> bytes;
  while (bytes.size() < limit) {
    const std::size_t before = bytes.size(), chunk = std::min<std::size_t>(limit - before, 1 << 16);
    bytes.resize(before + chunk);
    const zip_int64_t got = zip_fread(file.get(), bytes.data() + before, chunk);
    if (got < 0) throw Error(where, "cannot be unpacked: " + std::string(zip_file_strerror(file.get())));
    bytes.resize(before + static_cast<std::size_t>(got));
    if (got == 0) break;
  }
  return bytes;
}

/// A read past the end is what makes libzip compare the checksum.
void check_end(const ZipFile& file, const std::string& where) {
  std::byte extra;
  const zip_int64_t got = zip_fread(file.get(), &extra, 1);
  if (got < 0) throw Error(where, "cannot be unpacked: " + std::string(zip_file_strerror(file.get())));
  if (got > 0) throw Error(where, "unpacks to more than the archive says");
}

Tensor read_entry(const ZipArchive& archive, zip_uint64_t index, std::uint64_t size, const std::string& where) {
  const ZipFile file(zip_fopen_index(archive.get(), index, 0), zip_fclose);
  if (!file) throw Error(where, "cannot be unpacked: " + zip_trouble(archive));

  // The .npy header must agree with the archive's directory before more is unpacked.
  const auto start = unpack(file, std::min<std::uint64_t>(size, npy_start_limit), where);
  const NpyHeader header = parse_npy_header(start, size, where);
  Tensor tensor{header.type, header.shape, {start.begin() + static_cast<std::ptrdiff_t>(header.offset), start.end()}};
  const auto rest = unpack(file, header.bytes - tensor.bytes.size(), where);
  tensor.bytes.insert(tensor.bytes.end(), rest.begin(), rest.end());
  if (tensor.bytes.size() != header.bytes) throw Error(where, "unpacks to less than the archive says");
  check_end(file, where);
  return tensor;
}

}  // namespace

Tensors parse_npz(Bytes bytes, const std::string& where) {
  if (!is_zip(bytes)) throw Error(where, "does not begin with the magic of a zip");
  const ZipArchive archive = open_archive(bytes, where);
  const auto count = static_cast<zip_uint64_t>(zip_get_num_entries(archive.get(), 0));

  Tensors tensors;
  std::uint64_t packed = 0;
  for (zip_uint64_t index = 0; index < count; ++index) {
    const zip_stat_t entry = check_entry(archive, index, where);
    const std::string file = entry.name, name = file.substr(0, file.size() - 4), place = where + ":" + name;

    // Entries that share bytes would unpack to more than any honest archive can.
    if (entry.comp_size > bytes.size() - packed) throw Error(place, "the entries together are longer than the file");
    packed += entry.comp_size;
    if (tensors.contains(name)) throw Error(place, "stands twice in the archive");
    tensors.emplace(name, read_entry(archive, index, entry.size, place));
  }
  return tensors;
}

}  // namespace yologold
