#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "data/data_set.hpp"

namespace yologold {

struct DataOptions {
  std::vector<std::string> classes;  ///< the class list to map names to (that of a network); empty: the data set's own
  double val_share = 0.2;            ///< the share of pictures that goes to val where the data set has no splits of its own
  std::uint64_t seed = 0;            ///< of that split
};

/// Opens a data set as it lies on disk; the format is found by looking. In this order:
///   shapes (the name)                          drawn shapes, no disk needed (src/data/shapes.hpp)
///   FILE.json                                  COCO, also panoptic; pictures are sought below the folder of the file and the folder above
///   FILE.yaml, or one in the folder            YOLO txt: path, train, val, test, names (list or map)
///   FILE.data, or one in the folder            darknet: train, valid, test, names
///   folder with JPEGImages and Annotations     Pascal VOC, splits by ImageSets/Main where there
///   folder with COCO JSON files                in it, in annotations/, or in folders train, val, test
///   folder with XML files beside pictures      labelImg; folders named train, val or test are splits
///   folder with txt files beside pictures, or images/ and labels/     YOLO txt; names by classes.txt, obj.names or *.names
/// A folder that is none of these but has one subfolder that is, means that.
/// Labels of YOLO txt: images -> labels in the path, else beside the picture. Classes without a list of names are sorted by name (VOC) or id (COCO).
/// Every picture's header is read. Bad boxes, labels and pictures are skipped and stand in the report. Throws Error where nothing can be trained on.
DataSet open_data_set(const std::string& path, const DataOptions& options = {});

}  // namespace yologold
