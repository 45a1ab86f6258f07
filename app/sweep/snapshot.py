"""A paper that was handed in is frozen as data; this writes and reads that data exactly."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeVar

from cattrs import Converter
from cattrs.gen import make_dict_unstructure_fn

from app.reports.traced import Refs, Traced

Data = TypeVar("Data")


@lru_cache(maxsize=1)
def _converter() -> Converter:
    converter = Converter()
    for kind in (date, datetime, time):
        converter.register_unstructure_hook(kind, lambda value: value.isoformat())
        converter.register_structure_hook(kind, lambda text, known: known.fromisoformat(text))
    converter.register_unstructure_hook(Decimal, str)
    converter.register_structure_hook(Decimal, lambda text, _: Decimal(text))
    for cell in (Refs, Traced):  # a summary has thousands of them
        lean = make_dict_unstructure_fn(cell, converter, _cattrs_omit_if_default=True)
        converter.register_unstructure_hook(cell, lean)
    return converter


def frozen(data: object) -> dict[str, Any]:
    """The data as plain JSON."""
    return _converter().unstructure(data)  # type: ignore[no-any-return]


def thawed(snapshot: dict[str, Any], kind: type[Data]) -> Data:
    """The data of that kind that was frozen."""
    return _converter().structure(snapshot, kind)
