"""What time it is, in Beijing; passed in, so that tests and the sample office can stand still."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")

Clock = Callable[[], datetime]


def beijing_now() -> datetime:
    """The wall clock in Beijing, without a zone, to the second (records.md §0.1 `datetime`)."""
    return datetime.now(BEIJING).replace(tzinfo=None, microsecond=0)
