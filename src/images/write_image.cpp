#include "images/write_image.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <ostream>

#include "files/write.hpp"
#include "images/jpeg.hpp"
#include "images/png.hpp"
#include "yologold/error.hpp"

namespace yologold {

constexpr int jpeg_quality = 92;

void write_image(const std::string& path, const Image& image) {
  // Choose the format by the name.
  std::string ending = std::filesystem::path(path).extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const bool jpeg = ending == ".jpg" || ending == ".jpeg";
  if (!jpeg && ending != ".png") throw Error(path, "a picture can not be written under this name", "a name that ends in .png, .jpg or .jpeg");

  // Encode first: a failure leaves no file.
  const std::vector<std::byte> bytes = jpeg ? encode_jpeg(image, jpeg_quality, path) : encode_png(image, path);
  write_atomically(path, [&](std::ostream& stream) { stream.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size())); });
}

}  // namespace yologold
