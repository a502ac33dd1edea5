#pragma once
#include <filesystem>

#include "data/open_data_set.hpp"
#include "files/helpers.hpp"
#include "images/write_image.hpp"

namespace yologold::test {

/// Writes a picture below a scratch folder; its name may lie about what it is.
inline std::string put_picture(const Scratch& scratch, const std::string& name, int width = 100, int height = 50) {
  const std::filesystem::path path = scratch / name;
  std::filesystem::create_directories(path.parent_path());
  const std::string png = (path.parent_path() / "picture-being-written.png").string();
  write_image(png, Image(width, height, 90));
  std::filesystem::rename(png, path);
  return path.string();
}

/// Pascal VOC XML with one object of a size given by its edges.
inline std::string voc_xml(const std::string& objects, int width = 100, int height = 50) {
  return "<annotation><filename>lies.jpg</filename><size><width>" + std::to_string(width) + "</width><height>" + std::to_string(height) + "</height></size>" +
         objects + "</annotation>";
}

inline std::string voc_object(const std::string& name, const std::string& x0, const std::string& y0, const std::string& x1, const std::string& y1,
                              const std::string& more = "") {
  return "<object><name>" + name + "</name>" + more + "<bndbox><xmin>" + x0 + "</xmin><ymin>" + y0 + "</ymin><xmax>" + x1 + "</xmax><ymax>" + y1 +
         "</ymax></bndbox></object>";
}

/// "cx cy w h class" of every truth of a sample, rounded to 4 digits; '*' where it is ignored.
inline std::string words(const Sample& sample) {
  std::string text;
  for (const Truth& truth : sample.truths) {
    char line[96];
    std::snprintf(line, sizeof line, "%s%.4f %.4f %.4f %.4f %d%s", text.empty() ? "" : ", ", truth.cx, truth.cy, truth.w, truth.h, truth.class_id,
                  truth.ignore ? "*" : "");
    text += line;
  }
  return text;
}

inline const Sample& sample_called(const DataSet& set, const std::string& stem) {
  for (const Sample& sample : set.samples)
    if (std::filesystem::path(sample.path).stem() == stem) return sample;
  throw std::runtime_error("no sample " + stem);
}

}  // namespace yologold::test
