"""What the page reads: the markets, the roster of one of them, and the day of the next round there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app.context import App
from app.roster.refill import next_round
from app.roster.roster import Roster, list_rostered, roster


@dataclass(frozen=True, slots=True)
class RosterRead:
    """One reading. `roster` is None where there are no markets at all; `next_round` is the day 补访单 is for."""

    markets: tuple[tuple[int, str], ...]
    roster: Roster | None
    next_round: date


def read_roster(app: App, wanted: int | None) -> RosterRead:
    """The wanted market's roster, the first one's where that is gone or none was wanted yet."""
    markets = list_rostered(app)
    known = [number for number, _ in markets]
    market = wanted if wanted in known else known[0] if known else None
    if market is None:
        return RosterRead(markets, None, app.today())
    day = next_round(app, market) if app.may("survey.edit") else app.today() + timedelta(days=1)
    return RosterRead(markets, roster(app, market), day)
