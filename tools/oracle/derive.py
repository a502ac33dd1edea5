"""Derivatives by central differences, rounding to f64, and distances in ulps."""
import math
import struct

from mpmath import ldexp, mp, mpf

BITS = 400
UNDERFLOW = -1100  # below 2^-1100 every number rounds to 0


def round_f64(x):
    """The f64 nearest to a multiple-precision number, ties to even; gradual underflow and overflow as IEEE says."""
    sign, mantissa, exponent, _ = x._mpf_
    try:
        value = (mantissa << exponent) / 1 if exponent >= 0 else mantissa / (1 << -exponent)
    except OverflowError:
        value = float("inf")
    return -value if sign else value


def ordinal(value):
    """The place of an f64 among all f64; both zeros have one place."""
    bits = struct.unpack("<q", struct.pack("<d", value))[0]
    return bits if bits >= 0 else -(bits & 0x7fffffffffffffff)


def ulps(got, want):
    if got != got or want != want:
        return 0 if got != got and want != want else 1 << 64
    return abs(ordinal(got) - ordinal(want))


def bits_for(logits):
    """400 bits; 4 more for every unit of the largest logit and every halving of the smallest: e^t, 1 - sigma(t) and sigma(t) - 1/2 then keep theirs."""
    sizes = [abs(float(t)) for t in logits if t]
    return BITS + 4 * int(max(sizes, default=0)) + 4 * max(0, -math.frexp(min(sizes, default=1))[1])


def constants():
    """Keeps what it is first told under a name."""
    kept = {}

    def constant(name, compute):
        if name not in kept:
            kept[name] = compute()
        return kept[name]

    return constant


def difference(loss, logits, k, bits):
    """The derivative by the k-th logit from a step of 2^-130 at 400 bits, and how far off it may be."""
    with mp.workprec(bits):
        t, constant, step = [mpf(value) for value in logits], constants(), -(bits * 130 // 400)
        loss(t, constant)
        moved = [loss(t[:k] + [t[k] + sign * ldexp(mpf(1), step)] + t[k + 1:], constant) for sign in (1, -1)]
        slopes = [ldexp(up - down, -step - 1) for up, down in zip(*moved)]
        size = sum(abs(up) for up, slope in zip(moved[0], slopes) if slope)
        slope = sum(slopes)
        return slope, ldexp(size + abs(slope), -(bits * 6 // 10)), not any(moved[0])


def derive(loss, logits, k):
    """The derivative of loss(t, constant), a tuple of terms, by the k-th logit, as the nearest f64.

    Computed again with twice the bits while the rounding is open, or the value so small that it may be a zero.
    """
    for bits in (bits_for(logits) << k for k in range(4)):
        with mp.workprec(bits):
            slope, error, nothing = difference(loss, logits, k, bits)
            settled = round_f64(slope - error) == round_f64(slope + error) and abs(slope) > ldexp(error, bits * 4 // 10)
            if nothing or settled or abs(slope) + error < ldexp(mpf(1), UNDERFLOW):
                break
    with mp.workprec(bits // 2):  # half of the digits hold no truncation: a tie is one again
        return round_f64(+slope)
