#include <cstdlib>

#include "images/jpeg.hpp"
#include "images/jpeg_errors.hpp"
#include "yologold/error.hpp"

namespace yologold {
namespace {

/// A compressor and the memory it fills.
class JpegWriter {
 public:
  explicit JpegWriter(const Image& image) : image_(image) { info_.err = &errors_.base; }
  ~JpegWriter() {
    jpeg_destroy_compress(&info_);
    std::free(memory_);
  }
  JpegWriter(const JpegWriter&) = delete;
  JpegWriter& operator=(const JpegWriter&) = delete;

  bool encode(int quality) {
    if (setjmp(errors_.leave)) return false;
    jpeg_create_compress(&info_);
    jpeg_mem_dest(&info_, &memory_, &size_);
    info_.image_width = static_cast<JDIMENSION>(image_.width);
    info_.image_height = static_cast<JDIMENSION>(image_.height);
    info_.input_components = 3;
    info_.in_color_space = JCS_RGB;
    jpeg_set_defaults(&info_);
    jpeg_set_quality(&info_, quality, TRUE);
    jpeg_start_compress(&info_, TRUE);
    while (info_.next_scanline < info_.image_height) {
      JSAMPROW line = const_cast<std::uint8_t*>(image_.at(0, static_cast<int>(info_.next_scanline)));
      jpeg_write_scanlines(&info_, &line, 1);
    }
    jpeg_finish_compress(&info_);
    return true;
  }

  Bytes bytes() const { return {reinterpret_cast<const std::byte*>(memory_), size_}; }
  const char* message() const { return errors_.message.data(); }

 private:
  const Image& image_;
  JpegErrors errors_;
  jpeg_compress_struct info_{};
  unsigned char* memory_ = nullptr;
  unsigned long size_ = 0;
};

}  // namespace

std::vector<std::byte> encode_jpeg(const Image& image, int quality, const std::string& name) {
  JpegWriter writer(image);
  if (!writer.encode(quality)) throw Error(name, std::string("cannot be written as JPEG: ") + writer.message());
  return {writer.bytes().begin(), writer.bytes().end()};
}

}  // namespace yologold
