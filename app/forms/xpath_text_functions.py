"""ODK's functions on text, lists of codes and dates."""

from __future__ import annotations

import base64
import hashlib
import math
import re
import uuid
from datetime import datetime

from app.forms import xpath_regex, xpath_time
from app.forms.xpath_scope import Arguments, Function
from app.forms.xpath_values import (
    INVALID_DATE,
    NAN,
    XML_BLANKS,
    Moment,
    Value,
    from_units,
    normalized,
    to_number,
    to_text,
    utf16_units,
    words,
)

_BASE64 = re.compile(r"[A-Za-z0-9+/]*")
_BASE64_BLANKS = re.compile(r"[ \t\n\f\r]")
_WHOLE = re.compile(r"\s*([+-]?[0-9]+)", re.ASCII)
_DIGESTS = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}


def _whole(text: str) -> int | None:
    """The whole number a text begins with (ECMAScript `parseInt`)."""
    found = _WHOLE.match(text)
    return int(found.group(1)) if found else None


def _context_or(call: Arguments, index: int = 0) -> str:
    return call.text(index) if len(call) > index else to_text(call.here)


def _string_length(call: Arguments) -> Value:
    return float(len(utf16_units(_context_or(call))))


def _substr(call: Arguments) -> Value:
    units = utf16_units(call.text(0))
    size = len(units)
    start = _whole(call.text(1))
    end = _whole(call.text(2)) if len(call) > 2 else size
    if start is None or end is None:
        return ""
    start, end = (min(max(0, at + size if at < 0 else at), size) for at in (start, end))
    return from_units(units[start:end])


def _substring(call: Arguments) -> Value:
    units = utf16_units(call.text(0))
    start, length = call.number(1), call.number(2) if len(call) > 2 else math.inf
    if math.isnan(start) or math.isnan(length) or start == math.inf:
        return ""
    first = -math.inf if math.isinf(start) else xpath_time.round_half_up(start) - 1
    last = first + (length if math.isinf(length) else xpath_time.round_half_up(length))
    ends = sorted(int(min(max(0 if math.isnan(at) else at, 0), len(units))) for at in (first, last))
    return from_units(units[ends[0] : ends[1]])


def _substring_before(call: Arguments) -> Value:
    before, found, _ = call.text(0).partition(call.text(1)) if call.text(1) else ("", "", "")
    return before if found else ""


def _substring_after(call: Arguments) -> Value:
    """What follows the first letter of the needle, as ODK Web Forms has it, not the whole needle."""
    text, needle = call.text(0), call.text(1)
    if not needle:
        return text
    at = text.find(needle)
    return "" if at < 0 else from_units(utf16_units(text[at:])[1:])


def _translate(call: Arguments) -> Value:
    source, target = utf16_units(call.text(1)), utf16_units(call.text(2))
    table: dict[int, str] = {}
    for index, unit in enumerate(source):
        table.setdefault(ord(unit), target[index : index + 1])
    return from_units(utf16_units(call.text(0)).translate(table))


def _regex(call: Arguments) -> Value:
    pattern = xpath_regex.compiled(utf16_units(call.text(1)))
    return pattern.search(utf16_units(call.text(0))) is not None


def _join(call: Arguments) -> Value:
    return call.text(0).join(to_text(single) for single in call.each(1))


def _selected_at(call: Arguments) -> Value:
    codes, index = words(call.text(0)), _whole(call.text(1))
    return codes[index] if index is not None and 0 <= index < len(codes) else ""


def _count_selected(call: Arguments) -> Value:
    text = call.text(0).strip(XML_BLANKS)
    return float(len(words(text))) if text else 0.0


def _digest(call: Arguments) -> Value:
    data = call.text(0).encode("utf-8", "surrogatepass")
    found = hashlib.new(_DIGESTS[call.text(1)], data).digest()
    hexadecimal = len(call) > 2 and call.text(2) == "hex"
    return found.hex() if hexadecimal else base64.b64encode(found).decode("ascii")


def _base64_decode(call: Arguments) -> Value:
    """The text behind strict base64; anything else is empty."""
    data = _BASE64_BLANKS.sub("", call.text(0))
    if len(data) % 4 == 0:
        data = data.removesuffix("=").removesuffix("=")
    if len(data) % 4 == 1 or not _BASE64.fullmatch(data):
        return ""
    return base64.b64decode(data + "=" * (-len(data) % 4)).decode("utf-8", "replace")


def _uuid(call: Arguments) -> Value:
    text = str(uuid.uuid4())
    if not len(call):
        return text
    size = int(call.number(0))
    while len(text) < size:
        text += str(uuid.uuid4())
    return text[:size]


def _once(call: Arguments) -> Value:
    return to_text(call.here) or call.text(0)


def _moment(moment: datetime | None) -> Moment:
    if moment is None:
        return Moment(NAN, INVALID_DATE)
    return Moment(xpath_time.days(moment), xpath_time.moment_text(moment))


def _now(call: Arguments) -> Value:
    return _moment(call.scope.world.now())


def _today(call: Arguments) -> Value:
    return _moment(call.scope.world.now().replace(hour=0, minute=0, second=0, microsecond=0))


def _date(call: Arguments) -> Value:
    value = call.value(0)
    if isinstance(value, bool):
        return ""
    if isinstance(value, (str, list)):
        text = to_text(value)
        padded = xpath_time.padded_date(text)
        return text and _moment(xpath_time.parse_moment(padded) if padded else None)
    return _moment(xpath_time.moment_of(to_number(value)))


def _format_date(call: Arguments) -> Value:
    moment = xpath_time.parse_moment(call.text(0))
    return "" if moment is None else xpath_time.formatted(moment, call.text(1))


def _decimal_date_time(call: Arguments) -> Value:
    value = call.value(0)
    if isinstance(value, (str, list)):
        days = xpath_time.days_of(to_text(value))
        return NAN if days is None else days
    moment = xpath_time.moment_of(to_number(value))
    return NAN if moment is None else xpath_time.days(moment)


def _decimal_time(call: Arguments) -> Value:
    days = xpath_time.clock_days(call.text(0))
    return NAN if days is None else days


TEXT_FUNCTIONS = {
    "string": Function(_context_or, 0, 1),
    "concat": Function(lambda call: "".join(to_text(single) for single in call.each()), 0, None),
    "contains": Function(lambda call: call.text(1) in call.text(0), 2, 2),
    "starts-with": Function(lambda call: call.text(0).startswith(call.text(1)), 2, 2),
    "ends-with": Function(lambda call: call.text(0).endswith(call.text(1)), 2, 2),
    "normalize-space": Function(lambda call: normalized(_context_or(call)), 0, 1),
    "string-length": Function(_string_length, 0, 1),
    "substr": Function(_substr, 2, 3),
    "substring": Function(_substring, 2, 3),
    "substring-before": Function(_substring_before, 2, 2),
    "substring-after": Function(_substring_after, 2, 2),
    "translate": Function(_translate, 3, 3),
    "regex": Function(_regex, 2, 2),
    "coalesce": Function(lambda call: call.text(0) or call.text(1), 2, 2),
    "join": Function(_join, 1, None),
    "selected": Function(lambda call: call.text(1).strip(XML_BLANKS) in words(call.text(0)), 2, 2),
    "selected-at": Function(_selected_at, 2, 2),
    "count-selected": Function(_count_selected, 1, 1),
    "digest": Function(_digest, 2, 3),
    "base64-decode": Function(_base64_decode, 1, 1),
    "uuid": Function(_uuid, 0, 1),
    "once": Function(_once, 1, 1),
    "now": Function(_now),
    "today": Function(_today),
    "date": Function(_date, 1, 1),
    "date-time": Function(_date, 1, 1),
    "format-date": Function(_format_date, 2, 2),
    "format-date-time": Function(_format_date, 2, 2),
    "decimal-date-time": Function(_decimal_date_time, 1, 1),
    "decimal-time": Function(_decimal_time, 1, 1),
}
