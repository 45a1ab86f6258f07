"""A clock that stands still until a test moves it."""

from __future__ import annotations

from datetime import datetime, timedelta


class StandingClock:
    """Usable wherever a `Clock` is; `now` is Beijing time without a zone."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        """Move on, by what `timedelta` takes: `clock.forward(minutes=5)`."""
        self.now += timedelta(**by)
