"""ODK's functions on numbers, conditions and places."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

from app.forms.xpath_parser import Arguments, Function
from app.forms.xpath_time import days_of, round_half_up
from app.forms.xpath_values import NAN, Moment, Value, is_nodes, parsed_number, to_number, to_text, to_truth

EARTH_RADIUS_METRES = 6_378_100
Point = tuple[float, float]


def _math(name: str, calculate: Callable[..., float], count: int = 1) -> Function:
    """A function of ECMAScript's `Math`: outside its domain NaN, too large infinite, of NaN always NaN."""

    def call(arguments: Arguments) -> Value:
        numbers = [float(arguments.number(index)) for index in range(count)]
        if any(map(math.isnan, numbers)):
            return NAN
        try:
            return float(calculate(*numbers))
        except ValueError:
            return -math.inf if name.startswith("log") and numbers[0] == 0 else NAN
        except OverflowError:
            return math.inf

    return Function(call, count, count)


def _whole(rounding: Callable[[float], int]) -> Callable[[float], float]:
    return lambda number: number if math.isinf(number) else float(rounding(number))


def _power(base: float, exponent: float) -> float:
    return NAN if abs(base) == 1 and math.isinf(exponent) else math.pow(base, exponent)


def _round(call: Arguments) -> Value:
    """To `n` decimals, a half away from zero."""
    number = float(call.number(0))
    decimals = float(call.number(1)) if len(call) > 1 else 0.0
    if math.isnan(number) or math.isnan(decimals) or math.isinf(number):
        return number if not math.isnan(decimals) else NAN
    scale = math.pow(10, decimals)
    return math.copysign(round_half_up(abs(number) * scale) / scale, number)


def _int(call: Arguments) -> Value:
    number = float(call.number(0))
    return float(math.trunc(number)) if math.isfinite(number) else number


def _number(call: Arguments) -> Value:
    """A number; a date text stays a date, but prints as its whole days since 1970."""
    value: Value = call.value(0) if len(call) else [call.scope.item]  # type: ignore[list-item]
    if isinstance(value, str) or is_nodes(value):
        days = days_of(to_text(value))
        if days is not None:
            return Moment(days, str(math.floor(days)))
    elif not isinstance(value, bool):
        return value
    return to_number(value)


def _sum(call: Arguments) -> Value:
    numbers = [to_number(single) for single in call.each()]
    return float(sum(numbers)) if numbers else NAN


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
    return bool(to_text(single).strip()) if is_nodes(single) else to_truth(single)


def _weighted_checklist(call: Arguments) -> Value:
    least, most = _limits(call)
    total = 0.0
    for index in range(2, len(call) - 1, 2):
        value, weight = call.value(index), call.value(index + 1)
        pairs = zip(*(list(map(_one, v)) if is_nodes(v) else [v] for v in (value, weight)), strict=False)  # type: ignore[arg-type]
        total += sum(to_number(heavy) for satisfied, heavy in pairs if to_truth_of(satisfied))
    return least <= total <= most


def _one(node: object) -> Value:
    return [node]  # type: ignore[list-item]


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
    total = sum(
        math.radians(lon2 - lon1) * (2 + math.sin(math.radians(lat2)) + math.sin(math.radians(lat1)))
        for (lat1, lon1), (lat2, lon2) in zip(ring, ring[1:], strict=False)
    )
    return _rounded_metres(total * EARTH_RADIUS_METRES * EARTH_RADIUS_METRES / 2)


def _distance(call: Arguments) -> Value:
    points = _call_points(call)
    if points is None:
        return NAN
    return _rounded_metres(sum(_metres(a, b) for a, b in zip(points, points[1:], strict=False)))


def _metres(start: Point, end: Point) -> float:
    turn = math.radians(start[1] - end[1])
    here, there = math.radians(start[0]), math.radians(end[0])
    cosine = math.sin(here) * math.sin(there) + math.cos(here) * math.cos(there) * math.cos(turn)
    return math.acos(cosine) * EARTH_RADIUS_METRES if abs(cosine) <= 1 else NAN


def _geofence(call: Arguments) -> Value:
    point, shape = _point(call.text(0)), _points([call.text(1)])
    if point is None or not shape or len(shape) < 2 or shape[0] != shape[-1]:
        return False
    inside = False
    for (lat1, lon1), (lat2, lon2) in zip(shape, shape[1:], strict=False):
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
    "floor": _math("floor", _whole(math.floor)),
    "ceiling": _math("ceiling", _whole(math.ceil)),
    "abs": _math("abs", abs),
    "sqrt": _math("sqrt", math.sqrt),
    "exp": _math("exp", math.exp),
    "exp10": _math("exp10", lambda number: math.pow(10, number)),
    "log": _math("log", math.log),
    "log10": _math("log10", math.log10),
    "sin": _math("sin", math.sin),
    "cos": _math("cos", math.cos),
    "tan": _math("tan", math.tan),
    "asin": _math("asin", math.asin),
    "acos": _math("acos", math.acos),
    "atan": _math("atan", math.atan),
    "atan2": _math("atan2", math.atan2, 2),
    "pow": _math("pow", _power, 2),
    "area": Function(_area, 1, 1),
    "distance": Function(_distance, 1, None),
    "geofence": Function(_geofence, 2, 2),
}
