#pragma once
// jpeglib.h needs FILE and size_t.
#include <cstddef>
#include <cstdio>

#include <jerror.h>
#include <jpeglib.h>

#include <array>
#include <csetjmp>

namespace yologold {

/// libjpeg's errors: they leave by a jump to `leave`, which the caller has set, and keep their message. A warning that means lost pixels is an error.
struct JpegErrors {
  jpeg_error_mgr base;  ///< first, so that libjpeg's pointer to it is one to this
  std::jmp_buf leave;
  std::array<char, JMSG_LENGTH_MAX> message{};

  JpegErrors() {
    jpeg_std_error(&base);
    base.error_exit = [](j_common_ptr info) { fail(info); };
    base.emit_message = [](j_common_ptr info, int level) {
      const int code = info->err->msg_code;
      if (level < 0 && (code == JWRN_JPEG_EOF || code == JWRN_HIT_MARKER || code == JWRN_HUFF_BAD_CODE)) fail(info);
    };
    base.output_message = [](j_common_ptr) {};
  }

 private:
  [[noreturn]] static void fail(j_common_ptr info) {
    JpegErrors* errors = reinterpret_cast<JpegErrors*>(info->err);
    info->err->format_message(info, errors->message.data());
    std::longjmp(errors->leave, 1);
  }
};

}  // namespace yologold
