"""Circle functions and powers as ECMAScript engines compute them (FreeBSD's fdlibm), to the last bit.

The C library of each system rounds a few results differently; a form must calculate the same everywhere.
"""

from __future__ import annotations

import math
import struct

_HALF_PI = 1.57079632673412561417e00
_HALF_PI_TAIL = (6.07710050650619224932e-11, 6.07710050630396597660e-11, 2.02226624879595063154e-21)
_HALF_PI_LAST = (2.02226624871116645580e-21, 8.47842766036889956997e-32)
_TWO_OVER_PI = 6.36619772367581382433e-01
_LARGE_ANGLE = 823_549.6
_SIN = (
    -1.66666666666666324348e-01, 8.33333333332248946124e-03, -1.98412698298579493134e-04, 2.75573137070700676789e-06,
    -2.50507602534068634195e-08, 1.58969099521155010221e-10,
)  # fmt: skip
_COS = (
    4.16666666666666019037e-02, -1.38888888888741095749e-03, 2.48015872894767294178e-05, -2.75573143513906633035e-07,
    2.08757232129817482790e-09, -1.13596475577881948265e-11,
)  # fmt: skip
_TAN = (
    3.33333333333334091986e-01, 1.33333333333201242699e-01, 5.39682539762260521377e-02, 2.18694882948595424599e-02,
    8.86323982359930005737e-03, 3.59207910759131235356e-03, 1.45620945432529025516e-03, 5.88041240820264096874e-04,
    2.46463134818469906812e-04, 7.81794442939557092300e-05, 7.14072491382608190305e-05, -1.85586374855275456654e-05,
    2.59073051863633712884e-05,
)  # fmt: skip
_LOG_POWER = (
    5.99999999999994648725e-01, 4.28571428578550184252e-01, 3.33333329818377432918e-01, 2.72728123808534006489e-01,
    2.30660745775561754067e-01, 2.06975017800338417784e-01,
)  # fmt: skip
EXPONENTIAL = (
    1.66666666666666019037e-01, -2.77777777770155933842e-03, 6.61375632143793436117e-05, -1.65339022054652515390e-06,
    4.13813679705723846039e-08,
)  # fmt: skip


def high_word(number: float) -> int:
    """The upper 32 bits of a double."""
    return int(struct.unpack(">i", struct.pack(">d", number)[:4])[0])


def low_word(number: float) -> int:
    """The lower 32 bits of a double."""
    return int(struct.unpack(">I", struct.pack(">d", number)[4:])[0])


def with_words(high: int, low: int) -> float:
    """The double of two 32-bit halves."""
    return float(struct.unpack(">d", struct.pack(">II", high & 0xFFFFFFFF, low))[0])


def chopped(number: float) -> float:
    """The double with its lower 32 bits cleared."""
    return with_words(high_word(number), 0)


def polynomial(factors: tuple[float, ...], z: float) -> float:
    """a + b·z + c·z² … from the inside out."""
    result = factors[-1]
    for factor in reversed(factors[:-1]):
        result = factor + z * result
    return result


def _reduced(x: float) -> tuple[int, float, float]:
    """`x` as n quarter turns and a rest in two doubles."""
    size = abs(x)
    if size <= 0.785398163397448279:
        return 0, x, 0.0
    n = int(size * _TWO_OVER_PI + 0.5)
    rest, tail = size - n * _HALF_PI, n * _HALF_PI_TAIL[0]
    first = rest - tail
    exponent = (high_word(size) >> 20) & 0x7FF
    if exponent - ((high_word(first) >> 20) & 0x7FF) > 16:
        before = rest
        tail = n * _HALF_PI_TAIL[1]
        rest = before - tail
        tail = n * _HALF_PI_TAIL[2] - ((before - rest) - tail)
        first = rest - tail
        if exponent - ((high_word(first) >> 20) & 0x7FF) > 49:
            before = rest
            tail = n * _HALF_PI_LAST[0]
            rest = before - tail
            tail = n * _HALF_PI_LAST[1] - ((before - rest) - tail)
            first = rest - tail
    second = (rest - first) - tail
    return (n, first, second) if x > 0 else (-n, -first, -second)


def _sine(x: float, y: float, *, whole: bool) -> float:
    if abs(x) < 2**-27:
        return x
    z = x * x
    cube = z * x
    r = polynomial(_SIN[1:], z)
    if whole:
        return x + cube * (_SIN[0] + z * r)
    return x - ((z * (0.5 * y - cube * r) - y) - cube * _SIN[0])


def _cosine(x: float, y: float) -> float:
    high = high_word(x) & 0x7FFFFFFF
    if high < 0x3E400000:
        return 1.0
    z = x * x
    r = z * polynomial(_COS, z)
    if high < 0x3FD33333:
        return 1 - (0.5 * z - (z * r - x * y))
    quarter = 0.28125 if high > 0x3FE90000 else with_words(high - 0x00200000, 0)
    return (1 - quarter) - ((0.5 * z - quarter) - (z * r - x * y))


def sin(x: float) -> float:
    """The sine of an angle in radians."""
    if abs(x) > _LARGE_ANGLE:
        return math.sin(x)
    n, first, second = _reduced(x)
    part = _cosine(first, second) if n % 2 else _sine(first, second, whole=n == 0)
    return -part if n & 2 else part


def cos(x: float) -> float:
    """The cosine of an angle in radians."""
    if abs(x) > _LARGE_ANGLE:
        return math.cos(x)
    n, first, second = _reduced(x)
    part = _sine(first, second, whole=False) if n % 2 else _cosine(first, second)
    return -part if (n + 1) & 2 else part


def tan(x: float) -> float:
    """The tangent of an angle in radians."""
    if abs(x) > _LARGE_ANGLE:
        return math.tan(x)
    n, first, second = _reduced(x)
    return _tangent(first, second, -1 if n % 2 else 1)


def _tangent(x: float, y: float, sign: int) -> float:
    high = high_word(x)
    size = high & 0x7FFFFFFF
    if size < 0x3E300000:
        return x if sign == 1 else -1 / x
    near_eighth = size >= 0x3FE59428
    if near_eighth:
        if high < 0:
            x, y = -x, -y
        x, y = (7.85398163397448278999e-01 - x) + (3.06161699786838301793e-17 - y), 0.0
    z = x * x
    w = z * z
    r, v = polynomial(_TAN[1::2], w), z * polynomial(_TAN[2::2], w)
    s = z * x
    r = y + z * (s * (r + v) + y) + _TAN[0] * s
    w = x + r
    if near_eighth:
        return (1 - ((high >> 30) & 2)) * (sign - 2 * (x - (w * w / (w + sign) - r)))
    if sign == 1:
        return w
    z = chopped(w)
    a = -1 / w
    t = chopped(a)
    return t + a * ((1 + t * z) + t * (r - (z - x)))


def power(x: float, y: float) -> float:
    """`x` to the power `y`; NaN where ECMAScript has none."""
    if y == 0:
        return 1.0
    if math.isnan(x) or math.isnan(y) or (abs(x) == 1 and math.isinf(y)):
        return math.nan
    if x < 0 and math.isfinite(x) and math.isfinite(y) and not y.is_integer():
        return math.nan
    if x == 0 or math.isinf(x) or math.isinf(y) or abs(x) == 1 or y in (1.0, 2.0, -1.0) or (y == 0.5 and x >= 0):
        return _exact_power(x, y)
    negative = x < 0 and y % 2 == 1
    result = _positive_power(abs(x), y)
    return -result if negative else result


def _exact_power(x: float, y: float) -> float:
    if y == 2:
        return x * x
    if y == 0.5 and x > 0 and math.isfinite(x):
        return math.sqrt(x)
    try:
        return math.pow(x, y)
    except ValueError:
        return math.copysign(math.inf, x) if y % 2 == 1 else math.inf
    except OverflowError:
        return math.inf


def _positive_power(x: float, y: float) -> float:
    """2 to the power y·log2(x), both factors held in two doubles."""
    high, low = _log2(x)
    y1 = chopped(y)
    rest, whole = (y - y1) * high + y * low, y1 * high
    z = rest + whole
    if z >= 1024:
        return math.inf
    if z <= -1075:
        return 0.0
    n = int(math.copysign(math.floor(abs(z) + 0.5), z)) if abs(z) > 0.5 else 0
    whole -= n
    t = chopped(rest + whole)
    u = t * 6.93147182464599609375e-01
    v = (rest - (t - whole)) * 6.93147180559945286227e-01 + t * -1.90465429995776804525e-09
    z = u + v
    w = v - (z - u)
    t = z * z
    t1 = z - t * polynomial(EXPONENTIAL, t)
    r = (z * t1) / ((t1 - 2) - (w + z * w))
    return math.ldexp(1 - (r - z), n)


def _log2(x: float) -> tuple[float, float]:
    n = 0
    if x < 2.2250738585072014e-308:
        x *= 9007199254740992.0
        n -= 53
    high = high_word(x)
    n += (high >> 20) - 0x3FF
    j = high & 0x000FFFFF
    high = j | 0x3FF00000
    k = 0
    if 0x3988E < j < 0xBB67A:
        k = 1
    elif j >= 0xBB67A:
        n += 1
        high -= 0x00100000
    scaled = with_words(high, low_word(x))
    base = (1.0, 1.5)[k]
    u, v = scaled - base, 1 / (scaled + base)
    ss = u * v
    s_high = chopped(ss)
    t_high = with_words(((high >> 1) | 0x20000000) + 0x00080000 + (k << 18), 0)
    t_low = scaled - (t_high - base)
    s_low = v * ((u - s_high * t_high) - s_high * t_low)
    s2 = ss * ss
    r = s2 * s2 * polynomial(_LOG_POWER, s2) + s_low * (s_high + ss)
    s2 = s_high * s_high
    t_high = chopped(3 + s2 + r)
    t_low = r - ((t_high - 3) - s2)
    u, v = s_high * t_high, s_low * t_high + t_low * ss
    p_high = chopped(u + v)
    p_low = v - (p_high - u)
    z_high = 9.61796700954437255859e-01 * p_high
    z_low = (
        -7.02846165095275826516e-09 * p_high + p_low * 9.61796693925975554329e-01 + (0.0, 1.35003920212974897128e-08)[k]
    )
    t = float(n)
    base_log = (0.0, 5.84962487220764160156e-01)[k]
    t1 = chopped(((z_high + z_low) + base_log) + t)
    return t1, z_low - (((t1 - t) - base_log) - z_high)
