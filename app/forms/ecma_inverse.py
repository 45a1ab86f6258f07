"""Exponential, logarithms and inverse circle functions as ECMAScript engines compute them (see `ecma_math`)."""

from __future__ import annotations

import math

from app.forms.ecma_math import EXPONENTIAL, chopped, high_word, low_word, polynomial, with_words

_LN2_HIGH, _LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
_LOG = (
    6.666666666666735130e-01, 3.999999999940941908e-01, 2.857142874366239149e-01, 2.222219843214978396e-01,
    1.818357216161805012e-01, 1.531383769920937332e-01, 1.479819860511658591e-01,
)  # fmt: skip
_LOG10_2_HIGH, _LOG10_2_LOW, _INVERSE_LN10 = (
    3.01029995663611771306e-01,
    3.69423907715893078616e-13,
    4.34294481903251816668e-01,
)
_HALF_PI, _HALF_PI_LOW = 1.57079632679489655800e00, 6.12323399573676603587e-17
_QUARTER_PI, _PI_LOW = 7.85398163397448278999e-01, 1.2246467991473531772e-16
_ATAN_HIGH = (4.63647609000806093515e-01, _QUARTER_PI, 9.82793723247329054082e-01, _HALF_PI)
_ATAN_LOW = (2.26987774529616870924e-17, 3.06161699786838301793e-17, 1.39033110312309984516e-17, _HALF_PI_LOW)
_ATAN = (
    3.33333333333329318027e-01, -1.99999999998764832476e-01, 1.42857142725034663711e-01, -1.11111104054623557880e-01,
    9.09088713343650656196e-02, -7.69187620504482999495e-02, 6.66107313738753120669e-02, -5.83357013379057348645e-02,
    4.97687799461593236017e-02, -3.65315727442169155270e-02, 1.62858201153657823623e-02,
)  # fmt: skip
_ASIN_ABOVE = (
    1.66666666666666657415e-01, -3.25565818622400915405e-01, 2.01212532134862925881e-01, -4.00555345006794114027e-02,
    7.91534994289814532176e-04, 3.47933107596021167570e-05,
)  # fmt: skip
_ASIN_BELOW = (
    1.0, -2.40339491173441421878e00, 2.02094576023350569471e00, -6.88283971605453293030e-01, 7.70381505559019352791e-02,
)  # fmt: skip


def exp(x: float) -> float:
    """e to the power x."""
    if x > 709.782712893383973096:
        return math.inf
    if x < -745.13321910194110842:
        return 0.0
    size = high_word(x) & 0x7FFFFFFF
    if x == 1:
        return math.e
    k, above, below = 0, x, 0.0
    if size > 0x3FD62E42:
        k = int(math.copysign(1, x)) if size < 0x3FF0A2B2 else int(1.44269504088896338700 * x + math.copysign(0.5, x))
        above, below = x - k * _LN2_HIGH, k * _LN2_LOW
        x = above - below
    elif size < 0x3E300000:
        return 1 + x
    t = x * x
    c = x - t * polynomial(EXPONENTIAL, t)
    if k == 0:
        return 1 - ((x * c) / (c - 2) - x)
    return math.ldexp(1 - ((below - (x * c) / (2 - c)) - above), k)


def log(x: float) -> float:
    """The natural logarithm; -∞ of 0, NaN of less."""
    if x <= 0 or math.isnan(x) or math.isinf(x):
        return -math.inf if x == 0 else math.nan if x < 0 else x
    k = 0
    if x < 2.2250738585072014e-308:
        k, x = -54, x * 18014398509481984.0
    high = high_word(x)
    k += (high >> 20) - 1023
    high &= 0xFFFFF
    carry = (high + 0x95F64) & 0x100000
    f = with_words(high | (carry ^ 0x3FF00000), low_word(x)) - 1
    k += carry >> 20
    whole, tail = k * _LN2_HIGH, k * _LN2_LOW
    if (0xFFFFF & (2 + high)) < 3:
        if f == 0:
            return whole + tail
        rest = f * f * (0.5 - 0.33333333333333333 * f)
        return f - rest if k == 0 else whole - ((rest - tail) - f)
    s = f / (2 + f)
    z = s * s
    w = z * z
    rest = z * polynomial(_LOG[0::2], w) + w * polynomial(_LOG[1::2], w)
    if (high - 0x6147A) | (0x6B851 - high) > 0:
        half = 0.5 * f * f
        return f - (half - s * (half + rest)) if k == 0 else whole - ((half - (s * (half + rest) + tail)) - f)
    return f - s * (f - rest) if k == 0 else whole - ((s * (f - rest) - tail) - f)


def log10(x: float) -> float:
    """The logarithm to base 10."""
    if x <= 0 or math.isnan(x) or math.isinf(x) or x == 1:
        return 0.0 if x == 1 else log(x)
    k = 0
    if x < 2.2250738585072014e-308:
        k, x = -54, x * 18014398509481984.0
    high = high_word(x)
    k += (high >> 20) - 1023
    below_one = 1 if k < 0 else 0
    y = float(k + below_one)
    x = with_words((high & 0xFFFFF) | ((0x3FF - below_one) << 20), low_word(x))
    return (y * _LOG10_2_LOW + _INVERSE_LN10 * log(x)) + y * _LOG10_2_HIGH


def atan(x: float) -> float:
    """The angle of a tangent."""
    size = abs(x)
    if size >= 2**66:
        return math.copysign(_HALF_PI + _HALF_PI_LOW, x)
    part = -1
    t = x
    if size < 0.4375:
        if size < 2**-27:
            return x
    elif size < 0.6875:
        part, t = 0, (2 * size - 1) / (2 + size)
    elif size < 1.1875:
        part, t = 1, (size - 1) / (size + 1)
    elif size < 2.4375:
        part, t = 2, (size - 1.5) / (1 + 1.5 * size)
    else:
        part, t = 3, -1 / size
    z = t * t
    w = z * z
    series = z * polynomial(_ATAN[0::2], w) + w * polynomial(_ATAN[1::2], w)
    if part < 0:
        return t - t * series
    return math.copysign(_ATAN_HIGH[part] - ((t * series - _ATAN_LOW[part]) - t), x)


def atan2(y: float, x: float) -> float:
    """The angle to the point (x, y)."""
    if x == 0 or y == 0 or math.isinf(x) or math.isinf(y):
        return math.atan2(y, x)
    if x == 1:
        return atan(y)
    apart = ((high_word(y) & 0x7FFFFFFF) - (high_word(x) & 0x7FFFFFFF)) >> 20
    if apart > 60:
        return math.copysign(_HALF_PI + 0.5 * _PI_LOW, y)
    angle = 0.0 if x < 0 and apart < -60 else atan(abs(y / x))
    if x > 0:
        return angle if y > 0 else -angle
    return math.pi - (angle - _PI_LOW) if y > 0 else (angle - _PI_LOW) - math.pi


def _arc(t: float) -> float:
    return t * polynomial(_ASIN_ABOVE, t) / polynomial(_ASIN_BELOW, t)


def asin(x: float) -> float:
    """The angle of a sine; NaN outside -1 to 1."""
    size = abs(x)
    if not size <= 1:
        return math.nan
    if size == 1:
        return x * _HALF_PI + x * _HALF_PI_LOW
    if size < 0.5:
        return x if size < 2**-27 else x + x * _arc(x * x)
    t = (1 - size) * 0.5
    s, r = math.sqrt(t), _arc(t)
    if high_word(size) >= 0x3FEF3333:
        angle = _HALF_PI - (2 * (s + s * r) - _HALF_PI_LOW)
    else:
        w = chopped(s)
        c = (t - w * w) / (s + w)
        angle = _QUARTER_PI - ((2 * s * r - (_HALF_PI_LOW - 2 * c)) - (_QUARTER_PI - 2 * w))
    return math.copysign(angle, x)


def acos(x: float) -> float:
    """The angle of a cosine; NaN outside -1 to 1."""
    size = abs(x)
    if not size <= 1:
        return math.nan
    if size == 1:
        return 0.0 if x > 0 else math.pi + 2 * _HALF_PI_LOW
    if size < 0.5:
        return _HALF_PI + _HALF_PI_LOW if size < 2**-57 else _HALF_PI - (x - (_HALF_PI_LOW - x * _arc(x * x)))
    z = (1 - size) * 0.5
    s, r = math.sqrt(z), _arc(z)
    if x < 0:
        return math.pi - 2 * (s + (r * s - _HALF_PI_LOW))
    w = chopped(s)
    return 2 * (w + (r * s + (z - w * w) / (s + w)))
