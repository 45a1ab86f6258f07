"""What the grid shows: days, reps, the cards in their cells, and a cursor that goes over them by keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property


class CardLook(StrEnum):
    """How a visit stands: to come, under way, made, past and not recorded, not made, or only proposed."""

    COMING = "coming"
    DOING = "doing"
    DONE = "done"
    WAITING = "waiting"
    MISSED = "missed"
    PROPOSED = "proposed"


@dataclass(frozen=True, slots=True)
class Card:
    """One visit. `item_id` is the plan item's, negative for a proposal; `goal` shows where there is room for it."""

    item_id: int
    owner_id: int
    day: date
    customer: str
    start: str
    step: str
    look: CardLook = CardLook.COMING
    goal: str = ""
    warning: str = ""
    tip: str = ""
    customer_id: int | None = None

    @property
    def short_step(self) -> str:
        """One character of the step, for narrow columns: 2, or 维."""
        return self.step.removeprefix("第 ")[:1]

    @property
    def is_proposed(self) -> bool:
        """Whether it is not planned yet."""
        return self.look is CardLook.PROPOSED


@dataclass(frozen=True, slots=True)
class Lane:
    """A rep's row: where he goes, how many visits the week has, and how his plan stands in a word."""

    owner_id: int
    name: str
    market: str = ""
    count: int = 0
    state: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """A column: `rest` says why the office does not work then, "" on a working day."""

    day: date
    count: int = 0
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the cursor is: a cell, and a place in it; the place after the last card is the free one."""

    lane: int = 0
    day: int = 0
    place: int = 0


@dataclass(frozen=True)
class Board:
    """A week or a day. `notes` say what is the matter with a cell, e.g. that the day is over-full."""

    days: Sequence[Day] = ()
    lanes: Sequence[Lane] = ()
    cards: Sequence[Card] = ()
    notes: Mapping[tuple[int, date], str] = field(default_factory=dict)
    today: date = date.min

    def cell(self, lane: int, day: int) -> Sequence[Card]:
        """The cards of a cell, by start."""
        return self._cells.get((self.lanes[lane].owner_id, self.days[day].day), ())

    def note(self, lane: int, day: int) -> str:
        """What is the matter with a cell."""
        return self.notes.get((self.lanes[lane].owner_id, self.days[day].day), "")

    def card_at(self, spot: Spot) -> Card | None:
        """The card the cursor is on, None on a free place."""
        if not self.holds(spot):
            return None
        cards = self.cell(spot.lane, spot.day)
        return cards[spot.place] if spot.place < len(cards) else None

    def holds(self, spot: Spot) -> bool:
        """Whether the cell is there."""
        return 0 <= spot.lane < len(self.lanes) and 0 <= spot.day < len(self.days)

    def spot_of(self, item_id: int) -> Spot | None:
        """Where a visit is."""
        card = next((card for card in self.cards if card.item_id == item_id), None)
        spot = self.spot_at(card.owner_id, card.day) if card else None
        if card is None or spot is None:
            return None
        return replace(spot, place=list(self.cell(spot.lane, spot.day)).index(card))

    def spot_at(self, owner_id: int, day: date) -> Spot | None:
        """The first place of a rep's day."""
        lane = next((n for n, lane in enumerate(self.lanes) if lane.owner_id == owner_id), None)
        place = next((n for n, each in enumerate(self.days) if each.day == day), None)
        return None if lane is None or place is None else Spot(lane, place)

    def nearest(self, spot: Spot) -> Spot:
        """The spot itself, or the nearest one there is."""
        lane = min(max(spot.lane, 0), max(len(self.lanes) - 1, 0))
        day = min(max(spot.day, 0), max(len(self.days) - 1, 0))
        most = len(self.cell(lane, day)) if self.lanes and self.days else 0
        return Spot(lane, day, min(max(spot.place, 0), most))

    def sideways(self, spot: Spot, by: int) -> Spot:
        """Another day, at the same height as far as there are cards."""
        moved = self.nearest(replace(spot, day=spot.day + by))
        cards = len(self.cell(moved.lane, moved.day))
        return replace(moved, place=min(moved.place, max(cards - 1, 0)))

    def down(self, spot: Spot) -> Spot:
        """The next card, the free place after the last one, then the next rep."""
        if spot.place < len(self.cell(spot.lane, spot.day)):
            return replace(spot, place=spot.place + 1)
        return Spot(spot.lane + 1, spot.day) if spot.lane + 1 < len(self.lanes) else spot

    def up(self, spot: Spot) -> Spot:
        """The card before, else the free place of the rep above."""
        if spot.place:
            return replace(spot, place=spot.place - 1)
        return self.nearest(Spot(spot.lane - 1, spot.day, len(self.cards))) if spot.lane else spot

    def with_proposals(self, cards: Sequence[Card]) -> Board:
        """The same with proposed visits among the planned ones."""
        return replace(self, cards=[*self.cards, *cards])

    def moved(self, item_id: int, owner_id: int, day: date) -> Board:
        """The same with a visit on another rep's day."""
        cards = [replace(c, owner_id=owner_id, day=day) if c.item_id == item_id else c for c in self.cards]
        return replace(self, cards=cards)

    def across(self, spot: Spot, by: int) -> Spot:
        """On one day, where cards stand side by side: the next card or the one before, in the same row."""
        return self.nearest(replace(spot, place=spot.place + by))

    @cached_property
    def _cells(self) -> dict[tuple[int, date], list[Card]]:
        cells: dict[tuple[int, date], list[Card]] = {}
        for card in sorted(self.cards, key=lambda card: (card.start or "99", card.is_proposed, card.item_id)):
            cells.setdefault((card.owner_id, card.day), []).append(card)
        return cells
