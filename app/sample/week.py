"""The sample week: who was to be visited when, who was, and who had been before."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from app.customers.states import SIGNED_STAGES
from app.sample.tables import Shop, by_key, items, rows, shops

ANCHOR_MONDAY = date(2026, 11, 16)
DEMO_NOW = datetime(2026, 11, 20, 22, 0)
PLANNED_ON = date(2026, 11, 13)
PLANNED_MINUTES = 40
TYPED_AT = time(18, 30)
"""When the clerk types the day's sheets."""
_LAST_BEFORE = date(2026, 11, 9)
_EARLIER_START, _EARLIER_MINUTES = time(9, 30), 40
_FAILURES = "abcd"

SUPERIORS_DUTY = {"superior": "superior", "joint": "assist"}
"""What the head of the office does on a visit, by the way it is made; elsewhere the rep goes alone."""


def weekday(number: int) -> date:
    """The date of a day of the sample week, 0 Monday to 4 Friday."""
    return ANCHOR_MONDAY + timedelta(days=number)


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One planned visit. `number` counts all of them, `seq` the rep's, `turn` the customer's in this week (1 first).

    `missed` is the reason why it was not made, empty when it was.
    """

    number: int
    emp_no: str
    seq: int
    day: int
    place_in_day: int
    shop: Shop
    turn: int
    missed: str


@dataclass(frozen=True, slots=True)
class Call:
    """One visit made. `turn` is the customer's in this week (0 before it), `line` the planned one it came from."""

    emp_no: str
    shop: Shop
    on: date
    start: time
    minutes: int
    round: int
    turn: int
    result: str
    line: PlanLine | None = None

    @property
    def end(self) -> time:
        """When it was over."""
        return (datetime.combine(self.on, self.start) + timedelta(minutes=self.minutes)).time()

    @property
    def four_step(self) -> str:
        """Which of the four steps it took."""
        return four_step(self.shop, self.round)

    @property
    def mode(self) -> str:
        """How it was made: sweep, single, superior or joint."""
        return visit_mode(self.shop, self.round)

    @property
    def failure(self) -> str:
        """Why it fell short, empty unless it did."""
        if self.result != "none":
            return ""
        return _FAILURES[(self.shop.seq + self.turn - 1) % 4]


def four_step(shop: Shop, round_no: int) -> str:
    """The step of a customer's visit: maintaining once signed, else as far as the intent allows."""
    if shop.stage in SIGNED_STAGES:
        return "maintain"
    return f"s{min(round_no, int(by_key('intents')[shop.intent]['四步上限']))}"


def visit_mode(shop: Shop, round_no: int) -> str:
    """The way of a customer's visit; the tiered programme brings the superior second and a colleague third."""
    if round_no == 1:
        return "sweep"
    tiered = {2: "superior", 3: "joint"} if shop.program == "tiered" else {}
    return tiered.get(round_no, "single")


def rep_of(shop: Shop) -> str:
    """The number of the rep whose market it is in."""
    return by_key("areas")[shop.market]["主责"]


@lru_cache(maxsize=1)
def plan_lines() -> tuple[PlanLine, ...]:
    """The 68 planned visits, by rep, day and place in the route."""
    missed = {int(row["编号"]): row["原因"] for row in rows("missed")}
    known = [shop for shop in shops() if shop.is_known]
    lines: list[PlanLine] = []
    for emp_no in dict.fromkeys(rep_of(shop) for shop in known):
        mine = [shop for shop in known if rep_of(shop) == emp_no]
        turns: Counter[int] = Counter()
        seq = 0
        for row in rows("plan_days"):
            for place, local in enumerate(map(int, row["本地序"].split()), 1):
                seq += 1
                turns[local] += 1
                number = len(lines) + 1
                reason = missed.get(number, "")
                lines.append(PlanLine(number, emp_no, seq, int(row["日"]), place, mine[local], turns[local], reason))
    return tuple(lines)


def slot(place: int) -> time:
    """When the n-th visit of a day begins."""
    return time.fromisoformat(by_key("slots")[str(place)]["开始"])


@lru_cache(maxsize=1)
def week_calls() -> tuple[Call, ...]:
    """The visits made in the week, by day, rep and start."""
    made: list[Call] = []
    turns: Counter[int] = Counter()
    for day in range(5):
        for emp_no in dict.fromkeys(line.emp_no for line in plan_lines()):
            for place, (shop, line, result) in enumerate(_stops(emp_no, day), 1):
                turns[shop.seq] += 1
                turn = turns[shop.seq]
                minutes = 30 + (7 * shop.seq + 5 * day) % 31
                made.append(
                    Call(emp_no, shop, weekday(day), slot(place), minutes, shop.calls_before + turn, turn, result, line)
                )
    return tuple(made)


def _stops(emp_no: str, day: int) -> list[tuple[Shop, PlanLine | None, str]]:
    """Where a rep went that day: the planned visits not missed, then the unplanned ones."""
    planned = [
        (line.shop, line, usual_result(line.shop))
        for line in plan_lines()
        if (line.emp_no, line.day) == (emp_no, day) and not line.missed
    ]
    unplanned = [
        (shop, None, row["结果"] or usual_result(shop))
        for row in rows("unplanned")
        if (row["工号"], row["日"]) == (emp_no, str(day))
        for shop in (shops()[int(row["客户"]) - 1],)
    ]
    return [*planned, *unplanned]


def usual_result(shop: Shop) -> str:
    """How a visit to a customer of this intent ends."""
    return by_key("intents")[shop.intent]["结果"]


@lru_cache(maxsize=1)
def earlier_calls() -> tuple[Call, ...]:
    """The visits made before the week, by date and customer: one a week, the last in the week before."""
    calls = [
        Call(
            emp_no=rep_of(shop),
            shop=shop,
            on=_LAST_BEFORE + timedelta(days=shop.seq % 5 - 7 * (shop.calls_before - round_no)),
            start=_EARLIER_START,
            minutes=_EARLIER_MINUTES,
            round=round_no,
            turn=0,
            result="good" if shop.is_signed else "partial",
        )
        for shop in shops()
        for round_no in range(1, shop.calls_before + 1)
    ]
    return tuple(sorted(calls, key=lambda call: (call.on, call.shop.seq)))


def calls_on(shop: Shop) -> tuple[Call, ...]:
    """Every visit to a customer, first to last."""
    return tuple(call for call in (*earlier_calls(), *week_calls()) if call.shop is shop)


def superior() -> str:
    """The number of the head of the office."""
    return items("office")["负责人"]
