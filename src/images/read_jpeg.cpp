#include "images/jpeg.hpp"
#include "images/jpeg_errors.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

constexpr int exif_marker = JPEG_APP0 + 1;

/// A decompressor that goes away with its memory. Functions that set the jump hold nothing else that needs to be destroyed.
class JpegReader {
 public:
  explicit JpegReader(Bytes bytes, const std::string& name) : bytes_(bytes), name_(name) { info_.err = &errors_.base; }
  ~JpegReader() { jpeg_destroy_decompress(&info_); }
  JpegReader(const JpegReader&) = delete;
  JpegReader& operator=(const JpegReader&) = delete;

  PictureHeader header() {
    if (!start()) refuse();
    PictureHeader header;
    header.stored_width = static_cast<int>(info_.image_width);
    header.stored_height = static_cast<int>(info_.image_height);
    for (auto marker = info_.marker_list; marker; marker = marker->next) {
      const Bytes content(reinterpret_cast<const std::byte*>(marker->data), marker->data_length);
      if (marker->marker == exif_marker && text_of(content).starts_with(std::string_view("Exif\0\0", 6))) header.orientation = read_orientation(content);
    }
    check_size(header, name_);
    return header;
  }

  Image pixels() {
    const PictureHeader size = header();
    const bool four_inks = info_.jpeg_color_space == JCS_CMYK || info_.jpeg_color_space == JCS_YCCK;
    info_.out_color_space = four_inks ? JCS_CMYK : JCS_RGB;
    std::vector<std::uint8_t> row(four_inks ? static_cast<std::size_t>(size.stored_width) * 4 : 0);
    Image image(size.stored_width, size.stored_height);
    if (!decode(image, row)) refuse();
    return image;
  }

 private:
  [[noreturn]] void refuse() const { throw Error(name_, std::string("is a damaged JPEG: ") + errors_.message.data()); }

  bool start() {
    if (setjmp(errors_.leave)) return false;
    jpeg_create_decompress(&info_);
    jpeg_save_markers(&info_, exif_marker, 0xffff);
    jpeg_mem_src(&info_, reinterpret_cast<const unsigned char*>(bytes_.data()), bytes_.size());
    jpeg_read_header(&info_, TRUE);
    return true;
  }

  bool decode(Image& image, std::vector<std::uint8_t>& row) {
    if (setjmp(errors_.leave)) return false;
    jpeg_start_decompress(&info_);
    while (info_.output_scanline < info_.output_height) {
      std::uint8_t* target = image.at(0, static_cast<int>(info_.output_scanline));
      JSAMPROW line = row.empty() ? target : row.data();
      jpeg_read_scanlines(&info_, &line, 1);
      if (!row.empty()) mix_inks(row, target);
    }
    jpeg_finish_decompress(&info_);
    return true;
  }

  /// Adobe's programs store inks inverted.
  void mix_inks(const std::vector<std::uint8_t>& row, std::uint8_t* target) const {
    const int turn = info_.saw_Adobe_marker ? 0 : 255;
    for (std::size_t pixel = 0; pixel < row.size() / 4; ++pixel)
      for (std::size_t channel = 0; channel < 3; ++channel)
        target[pixel * 3 + channel] = static_cast<std::uint8_t>(((row[pixel * 4 + channel] ^ turn) * (row[pixel * 4 + 3] ^ turn) + 127) / 255);
  }

  Bytes bytes_;
  const std::string& name_;
  JpegErrors errors_;
  jpeg_decompress_struct info_{};
};

}  // namespace

PictureHeader read_jpeg_header(Bytes bytes, const std::string& name) { return JpegReader(bytes, name).header(); }

Image decode_jpeg(Bytes bytes, const std::string& name) { return JpegReader(bytes, name).pixels(); }

}  // namespace yologold
