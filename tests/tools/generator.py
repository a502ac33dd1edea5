"""The generator of suites, src/suite/random.hpp, written a second time."""
import math
import struct

MASK = (1 << 64) - 1


def mix(z):
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9 & MASK
    z = (z ^ z >> 27) * 0x94d049bb133111eb & MASK
    return z ^ z >> 31


def random_bits(seed, case, tensor, element, draw):
    """The counter of a SplitMix64 whose key is made of seed, case and tensor."""
    name = 0xcbf29ce484222325
    for byte in case.encode():
        name = (name ^ byte) * 0x100000001b3 & MASK
    key = mix(mix(seed ^ name) + tensor & MASK)
    return mix(key + (16 * element + draw + 1) * 0x9e3779b97f4a7c15 & MASK)


def random_normal(seed, case, tensor, element):
    """The sum of twelve 16-bit integers, and 24 bits below them."""
    draws = [random_bits(seed, case, tensor, element, draw) for draw in range(4)]
    total = sum(draw >> shift & 0xffff for draw in draws[:3] for shift in (0, 16, 32, 48))
    return math.ldexp((total - 6 * 65535 << 24) + (draws[3] >> 40), -40)


def float32(value):
    return struct.unpack("<f", struct.pack("<f", value))[0]
