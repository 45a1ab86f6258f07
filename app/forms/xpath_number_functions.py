"""ODK's functions on numbers, conditions and places."""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Iterable
from functools import reduce
from itertools import pairwise

from app.forms import ecma_inverse, ecma_math
from app.forms.xpath_scope import Arguments, Function
from app.forms.xpath_time import days_of, round_half_up
from app.forms.xpath_values import NAN, Moment, Value, each_value, parsed_number, to_number, to_text, to_truth

Point = tuple[float, float]

EARTH_RADIUS_METRES = 6_378_100


def _radians(degrees: float) -> float:
    return degrees * math.pi / 180


def _added(numbers: Iterable[float]) -> float:
    """The sum in the order given; Python's `sum` compensates rounding from 3.12 on, ECMAScript does not."""
    return reduce(operator.add, numbers, 0.0)


def _math(calculate: Callable[..., float], count: int = 1) -> Function:
    """A function of ECMAScript's `Math`: outside its domain NaN, too large infinite, of NaN always NaN."""

    def call(arguments: Arguments) -> Value:
        numbers = [float(arguments.number(index)) for index in range(count)]
        if any(map(math.isnan, numbers)):
            return NAN
        try:
            return float(calculate(*numbers))
        except ValueError:
            return NAN
        except OverflowError:
            return math.inf

    return Function(call, count, count)


def _whole(rounding: Callable[[float], int]) -> Callable[[float], float]:
    return lambda number: number if math.isinf(number) else float(rounding(number))


def _round(call: Arguments) -> Value:
    """To `n` decimals, a half away from zero."""
    number = float(call.number(0))
    decimals = float(call.number(1)) if len(call) > 1 else 0.0
    if math.isnan(number) or math.isnan(decimals) or math.isinf(number):
        return number if not math.isnan(decimals) else NAN
    scale = ecma_math.power(10.0, decimals)
    return math.copysign(round_half_up(abs(number) * scale) / scale, number)


def _int(call: Arguments) -> Value:
    number = float(call.number(0))
    return float(math.trunc(number)) if math.isfinite(number) else number


def _number(call: Arguments) -> Value:
    """A number; a date text stays a date, but prints as its whole days since 1970."""
    value: Value = call.value(0) if len(call) else call.here
    if isinstance(value, (str, list)):
        days = days_of(to_text(value))
        if days is not None:
            return Moment(days, str(math.floor(days)))
    elif not isinstance(value, bool):
        return value
    return to_number(value)


def _sum(call: Arguments) -> Value:
    numbers = [to_number(single) for single in call.each()]
    return _added(numbers) if numbers else NAN


def _extreme(choose: Callable[[list[float]], float]) -> Function:
    def call(arguments: Arguments) -> Value:
        numbers = [float(to_number(single)) for single in arguments.each()]
        return NAN if not numbers or any(map(math.isnan, numbers)) else choose(numbers)

    return Function(call, 0, None)


def _if(call: Arguments) -> Value:
    return call.value(1) if call.truth(0) else call.value(2)


def _limits(call: Arguments) -> tuple[float, float]:
    least, most = call.number(0), call.number(1)
    return least, math.inf if most == -1 else most


def _checklist(call: Arguments) -> Value:
    least, most = _limits(call)
    return least <= sum(to_truth_of(single) for single in call.each(2)) <= most


def to_truth_of(single: Value) -> bool:
    """Whether one value counts as satisfied: a node when it is not blank."""
    return bool(to_text(single).strip()) if isinstance(single, list) else to_truth(single)


def _weighted_checklist(call: Arguments) -> Value:
    least, most = _limits(call)
    total = 0.0
    for index in range(2, len(call) - 1, 2):
        pairs = zip(each_value(call.value(index)), each_value(call.value(index + 1)), strict=False)
        total += sum(to_number(weight) for satisfied, weight in pairs if to_truth_of(satisfied))
    return least <= total <= most


def _points(texts: list[str]) -> list[Point] | None:
    """The places of a geotrace text, or of one geopoint text each; None when one cannot be read."""
    if len(texts) == 1:
        texts = re.split(r"\s*;\s*", re.sub(r"(\s*;)+$", "", texts[0].strip()))
    points = [_point(text) for text in texts]
    known = [point for point in points if point is not None]
    return known if len(known) == len(points) else None


def _point(text: str) -> Point | None:
    parts = re.split(r"\s+", text)
    if not 2 <= len(parts) <= 4:
        return None
    latitude, longitude = parsed_number(parts[0]), parsed_number(parts[1])
    return None if abs(latitude) > 90 or abs(longitude) > 180 else (latitude, longitude)


def _rounded_metres(metres: float) -> float:
    return metres if math.isnan(metres) else abs(round_half_up(metres * 100) / 100)


def _call_points(call: Arguments) -> list[Point] | None:
    points = _points([to_text(single) for single in call.each()])
    return points if points and len(points) > 1 else None


def _area(call: Arguments) -> Value:
    points = _call_points(call) or []
    if len(points) < 3:
        return 0.0
    ring = points if points[0] == points[-1] else [*points, points[0]]
    total = _added(
        _radians(lon2 - lon1) * (2 + ecma_math.sin(_radians(lat2)) + ecma_math.sin(_radians(lat1)))
        for (lat1, lon1), (lat2, lon2) in pairwise(ring)
    )
    return _rounded_metres(total * EARTH_RADIUS_METRES * EARTH_RADIUS_METRES / 2)


def _distance(call: Arguments) -> Value:
    points = _call_points(call)
    if points is None:
        return NAN
    return _rounded_metres(_added(_metres(a, b) for a, b in pairwise(points)))


def _metres(start: Point, end: Point) -> float:
    turn = _radians(start[1] - end[1])
    here, there = _radians(start[0]), _radians(end[0])
    cosine = ecma_math.sin(here) * ecma_math.sin(there) + ecma_math.cos(here) * ecma_math.cos(there) * ecma_math.cos(
        turn
    )
    return ecma_inverse.acos(cosine) * EARTH_RADIUS_METRES if abs(cosine) <= 1 else NAN


def _geofence(call: Arguments) -> Value:
    point, shape = _point(call.text(0)), _points([call.text(1)])
    if point is None or not shape or len(shape) < 2 or shape[0] != shape[-1]:
        return False
    inside = False
    for (lat1, lon1), (lat2, lon2) in pairwise(shape):
        if (lat2 > point[0]) != (lat1 > point[0]):
            inside ^= point[1] < (lon1 - lon2) * (point[0] - lat2) / (lat1 - lat2) + lon2
    return inside


NUMBER_FUNCTIONS = {
    "true": Function(lambda _: True),
    "false": Function(lambda _: False),
    "not": Function(lambda call: not call.truth(0), 1, 1),
    "boolean": Function(lambda call: call.truth(0), 1, 1),
    "boolean-from-string": Function(lambda call: call.text(0) in ("1", "true"), 1, 1),
    "if": Function(_if, 3, 3),
    "checklist": Function(_checklist, 2, None),
    "weighted-checklist": Function(_weighted_checklist, 2, None),
    "number": Function(_number, 0, 1),
    "int": Function(_int, 1, 1),
    "round": Function(_round, 1, 2),
    "sum": Function(_sum, 1, 1),
    "max": _extreme(max),
    "min": _extreme(min),
    "pi": Function(lambda _: math.pi),
    "random": Function(lambda call: call.scope.world.chance.random()),
    "floor": _math(_whole(math.floor)),
    "ceiling": _math(_whole(math.ceil)),
    "abs": _math(abs),
    "sqrt": _math(math.sqrt),
    "exp": _math(ecma_inverse.exp),
    "exp10": _math(lambda number: ecma_math.power(10.0, number)),
    "log": _math(ecma_inverse.log),
    "log10": _math(ecma_inverse.log10),
    "sin": _math(ecma_math.sin),
    "cos": _math(ecma_math.cos),
    "tan": _math(ecma_math.tan),
    "asin": _math(ecma_inverse.asin),
    "acos": _math(ecma_inverse.acos),
    "atan": _math(ecma_inverse.atan),
    "atan2": _math(ecma_inverse.atan2, 2),
    "pow": _math(ecma_math.power, 2),
    "area": Function(_area, 1, 1),
    "distance": Function(_distance, 1, None),
    "geofence": Function(_geofence, 2, 2),
}
