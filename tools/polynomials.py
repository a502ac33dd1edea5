#!/usr/bin/env python3
"""Derives the coefficients in src/lane/coefficients.hpp (needs python3-mpmath; run: python3 tools/polynomials.py).

Each is the Chebyshev fit, in 60 digits, of the smooth part that is left when the leading terms of a function are taken out:
  exp    (e^r - 1 - r) / r^2                on |r| <= ln(2)/2
  log    (log((1+s)/(1-s))/s - 2) / z       with z = s^2, |s| <= 3 - 2 sqrt(2): the reduced argument lies in [sqrt(1/2), sqrt(2)]
  atan   (atan(y)/y - 1) / z                with z = y^2, |y| <= tan(pi/8)
The fit's own error is printed relative to the function; the length is the shortest that keeps it below a tenth of a rounding.
"""
from mpmath import mp, mpf, chebyfit, exp, log, atan, sqrt, tan, pi, ln

mp.dps = 60


def exp_tail(r):
    return (exp(r) - 1 - r) / r**2 if abs(r) > mpf(10)**-12 else mpf(1) / 2 + r / 6 + r * r / 24


def log_tail(z):
    s = sqrt(z)
    return (log((1 + s) / (1 - s)) / s - 2) / z if z > mpf(10)**-20 else mpf(2) / 3 + 2 * z / 5


def atan_tail(z):
    y = sqrt(z)
    return (atan(y) / y - 1) / z if z > mpf(10)**-20 else -mpf(1) / 3 + z / 5


TABLE = {
    "exp": (exp_tail, [-ln(2) / 2, ln(2) / 2], {"double": 11, "float": 5}, lambda x: x * x),
    "log": (log_tail, [mpf(0), (3 - 2 * sqrt(2))**2], {"double": 8, "float": 3}, lambda z: z),
    "atan": (atan_tail, [mpf(0), tan(pi / 8)**2], {"double": 12, "float": 5}, lambda z: z),
}


def main():
    for name, (tail, interval, lengths, share) in TABLE.items():
        for scalar, length in lengths.items():
            coefficients, error = chebyfit(tail, interval, length, error=True)
            worst = error * share(max(abs(x) for x in interval))
            print(f"// {name}, {scalar}: fit error {mp.nstr(worst, 2)}")
            for c in reversed(coefficients):
                value = float(c) if scalar == "double" else float_nearest(c)
                print(f"    {value.hex()}{'f' if scalar == 'float' else ''},")


def float_nearest(c):
    import struct
    return struct.unpack("f", struct.pack("f", float(c)))[0]


if __name__ == "__main__":
    main()
