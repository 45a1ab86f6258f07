"""A submitted daily report is frozen as data; this writes and reads that data exactly."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Any

from cattrs import Converter

from app.reports.daily_data import DailyData


@lru_cache(maxsize=1)
def _converter() -> Converter:
    converter = Converter()
    for kind in (date, datetime, time):
        converter.register_unstructure_hook(kind, lambda value: value.isoformat())
        converter.register_structure_hook(kind, lambda text, known: known.fromisoformat(text))
    converter.register_unstructure_hook(Decimal, str)
    converter.register_structure_hook(Decimal, lambda text, _: Decimal(text))
    return converter


def frozen(data: DailyData) -> dict[str, Any]:
    """The data as plain JSON."""
    return _converter().unstructure(data)  # type: ignore[no-any-return]


def thawed(snapshot: dict[str, Any]) -> DailyData:
    """The data that was frozen."""
    return _converter().structure(snapshot, DailyData)
