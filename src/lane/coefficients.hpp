#pragma once

namespace yologold::lane {

/// Coefficients of the tails of exp, log and atan, lowest power first, and the constants of their argument reductions.
/// Derived, with the fits' errors, by tools/polynomials.py; nothing here is tuned by hand.
template <class T>
struct Coefficients;

template <>
struct Coefficients<double> {
  static constexpr double exp[] = {// fit error 1.7e-19
                                   0x1.0p-1,
                                   0x1.5555555555557p-3,
                                   0x1.5555555555556p-5,
                                   0x1.11111111100dfp-7,
                                   0x1.6c16c16c162d6p-10,
                                   0x1.a01a01abe62ddp-13,
                                   0x1.a01a01a6d7808p-16,
                                   0x1.71de02375656cp-19,
                                   0x1.27e4db67b4303p-22,
                                   0x1.af4ddd84882fep-26,
                                   0x1.1f72fc730b4ffp-29};
  static constexpr double log[] = {// fit error 6.1e-20
                                   0x1.5555555555555p-1, 0x1.9999999999a38p-2, 0x1.2492492476cccp-2, 0x1.c71c720159177p-3,
                                   0x1.745cf9048dd95p-3, 0x1.3b1c355a8f7a2p-3, 0x1.0fbe95d71602p-3,  0x1.0c039c49989c6p-3};
  static constexpr double atan[] = {// fit error 2.0e-19
                                    -0x1.5555555555555p-2, 0x1.9999999999953p-3, -0x1.249249248d7eep-3, 0x1.c71c71c304b68p-4,
                                    -0x1.745d165df3f95p-4, 0x1.3b1392d9e785cp-4, -0x1.110e880a7a521p-4, 0x1.e19a13b9fc6dfp-5,
                                    -0x1.ac7a938b69c93p-5, 0x1.74ddd408bb4c1p-5, -0x1.1b33b923aa954p-5, 0x1.0ad36a455cafbp-6};
  static constexpr double log2e = 0x1.71547652b82fep+0;
  static constexpr double ln2_high = 0x1.62e42feep-1;       // ln 2 to 32 bits: k * ln2_high is exact for |k| < 2^20
  static constexpr double ln2_low = 0x1.a39ef35793c76p-33;  // ln 2 - ln2_high
  static constexpr double half_pi_high = 0x1.921fb54442d18p+0;
  static constexpr double half_pi_low = 0x1.1a62633145c07p-54;
  static constexpr double tan_pi_8 = 0x1.a827999fcef32p-2;
  static constexpr double exp_low = -746, exp_high = 710;  // below: 0, above: inf
  static constexpr double round_magic = 0x1.8p52;          // adding it rounds to an integer, held in the low bits
  static constexpr double sqrt_half = 0x1.6a09e667f3bcdp-1;
  static constexpr double smallest_normal = 0x1p-1022, subnormal_lift = 0x1p54, subnormal_shift = 54;
};

template <>
struct Coefficients<float> {
  static constexpr float exp[] = {// fit error 7.8e-9
                                  0x1.0p-1f, 0x1.5554dep-3f, 0x1.55551ap-5f, 0x1.120b62p-7f, 0x1.6d10fcp-10f};
  static constexpr float log[] = {// fit error 5.5e-9
                                  0x1.55555cp-1f, 0x1.997c3p-2f, 0x1.2ee61p-2f};
  static constexpr float atan[] = {// fit error 2.7e-9
                                   -0x1.555554p-2f, 0x1.99973p-3f, -0x1.242036p-3f, 0x1.b8103p-4f, -0x1.08455ep-4f};
  static constexpr float log2e = 0x1.715476p+0f;
  static constexpr float ln2_high = 0x1.62ep-1f;     // ln 2 to 12 bits: k * ln2_high is exact for |k| < 2^12
  static constexpr float ln2_low = 0x1.0bfbe8p-15f;  // ln 2 - ln2_high
  static constexpr float half_pi_high = 0x1.921fb6p+0f;
  static constexpr float half_pi_low = -0x1.777a5cp-25f;
  static constexpr float tan_pi_8 = 0x1.a8279ap-2f;
  static constexpr float exp_low = -104, exp_high = 89;
  static constexpr float round_magic = 0x1.8p23f;
  static constexpr float sqrt_half = 0x1.6a09e6p-1f;
  static constexpr float smallest_normal = 0x1p-126f, subnormal_lift = 0x1p24f, subnormal_shift = 24;
};

}  // namespace yologold::lane
