#pragma once
#include "data/paths.hpp"
#include "data/raw_set.hpp"

/// One function a format. Each throws Error where the set as a whole can not be read; what is wrong with one label goes into the report.
namespace yologold {

RawSet read_voc(const fs::path& root);       ///< root holds Annotations, JPEGImages, maybe ImageSets/Main
RawSet read_labelimg(const fs::path& root);  ///< XML files beside pictures, anywhere below root
RawSet read_coco(const std::vector<fs::path>& files);
RawSet read_yolo_yaml(const fs::path& file);
RawSet read_darknet_data(const fs::path& file);
RawSet read_yolo_folder(const fs::path& root);  ///< txt labels of pictures anywhere below root

/// The COCO files of a folder: in it, in annotations/, in train, val, test; of several kinds the instances.
std::vector<fs::path> find_coco_files(const fs::path& root);

/// Whether a picture below root has a label file of YOLO's form.
bool has_yolo_labels(const fs::path& root);

/// Whether a picture below root has an XML file beside it.
bool has_xml_beside(const fs::path& root);

/// Fills a sample from a Pascal VOC XML file. Where the file can not be read: false, with a line in the report.
bool read_voc_xml(const fs::path& file, RawSample& sample, RawSet& set);

/// Fills a sample from its YOLO txt file, labels/ for images/ or beside the picture; a sample without one stays unlabelled.
void read_yolo_labels(RawSample& sample, RawSet& set);

/// The txt file of a picture; empty where there is none.
fs::path yolo_label_path(const fs::path& picture);

/// The lines of a file without the blank ones, trimmed.
std::vector<std::string> read_lines(const fs::path& file);

}  // namespace yologold
