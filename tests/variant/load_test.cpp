#include <cstdlib>

#include "support/catch.hpp"
#include "variant/fault.hpp"
#include "variant/folder.hpp"

using namespace yologold;

TEST_CASE("load: a path, a bundled name, a bundled name with its suffix") {
  const Folder folder;
  CHECK(load_variant(folder.write("mine", R"({"family": "v2"})")).family == Family::v2);
  CHECK(load_variant("yolov4").family == Family::v4);
  CHECK(load_variant("yolov4.json").name == "yolov4");
}

TEST_CASE("load: the user's folder comes before the bundled one") {
  const Folder folder;
  folder.write("variants/yolov4.json", R"({"family": "v1"})");
  setenv("YOLOGOLD_CONFIGS", folder.path().c_str(), 1);
  const Family own = load_variant("yolov4").family, bundled = load_variant("yolov3").family;
  unsetenv("YOLOGOLD_CONFIGS");
  CHECK((own == Family::v1 && bundled == Family::v3));
}

TEST_CASE("load: a name that leads nowhere lists those that lead somewhere") {
  CHECK_THROWS_WITH(load_variant("yolo3"),
                    Catch::Contains(R"("yolo3" is not a variant; did you mean "yolov3"?; allowed: a file, )") && Catch::Contains("yolov2-darknet"));
  CHECK_THROWS_WITH(load_variant(""), Catch::StartsWith(R"(variant: "" is not a variant; allowed: a file, )"));
  CHECK_THROWS_WITH(load_variant(Folder().path()), Catch::Contains("is not a variant"));
}
