"""Which days a summary is about, and whose (records.md WeeklySummary)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.calendar import WorkCalendar
from app.errors import Invalid

LONGEST_STAGE_DAYS = 62
WEEKLY_DEADLINE = time(12, 0)
_WEEK = re.compile(r"(\d{4})-?W(\d{1,2})")
_LONGEST_NAME = 20


@dataclass(frozen=True, slots=True)
class Period:
    """An ISO week, or a stage with a name; both ends included. `kind` is week or stage."""

    kind: str
    start_on: date
    end_on: date
    stage_name: str = ""

    @property
    def code(self) -> str:
        """How the summary's number calls it: 2026W47, or S20261102 for the stage that begins then (rule R24)."""
        if self.kind == "stage":
            return f"S{self.start_on:%Y%m%d}"
        week = self.start_on.isocalendar()
        return f"{week.year}W{week.week:02d}"

    @property
    def name(self) -> str:
        """2026 年第 47 周 11月16日–11月22日, or the stage's name and days."""
        days = f"{_short(self.start_on)}–{_short(self.end_on)}"
        if self.kind == "stage":
            return f"{self.stage_name} {self.start_on.year} 年 {days}"
        week = self.start_on.isocalendar()
        return f"{week.year} 年第 {week.week} 周 {days}"

    @property
    def next_monday(self) -> date:
        """The first day of the week after it."""
        return self.end_on + timedelta(days=7 - self.end_on.weekday())

    @property
    def days(self) -> tuple[date, ...]:
        """Every day of it."""
        return tuple(self.start_on + timedelta(days=n) for n in range((self.end_on - self.start_on).days + 1))

    def deadline(self, calendar: WorkCalendar) -> datetime:
        """Until when its summary is on time: noon of the next week's first working day (rule R18)."""
        return datetime.combine(calendar.on_or_after(self.next_monday), WEEKLY_DEADLINE)


def _short(day: date) -> str:
    return f"{day.month}月{day.day}日"


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose summary of what: an office's, or with `employee_id` one rep's."""

    branch_id: int
    period: Period
    employee_id: int | None = None


def week_of(day: date) -> Period:
    """The ISO week that holds a day."""
    monday = day - timedelta(days=day.weekday())
    return Period("week", monday, monday + timedelta(days=6))


def week_named(text: str) -> Period:
    """The week written 2026-W47; raises Invalid for anything else."""
    found = _WEEK.fullmatch(text.strip().upper())
    year, number = (int(found[1]), int(found[2])) if found else (0, 0)
    try:
        return week_of(date.fromisocalendar(year, number, 1))
    except ValueError:
        raise Invalid(
            f"“{text}”不是周，没有生成任何文件。请写成 2026-W47 这样。", {"week": "应为 2026-W47 这样"}
        ) from None


def stage(name: str, start_on: date, end_on: date) -> Period:
    """A stage of at most 62 days; raises Invalid naming everything that is wrong with it."""
    problems: dict[str, str] = {}
    if not name.strip():
        problems["stage_name"] = "阶段要有名称，如“第一阶段普查”"
    elif len(name.strip()) > _LONGEST_NAME:
        problems["stage_name"] = f"阶段名称最多 {_LONGEST_NAME} 个字"
    if end_on < start_on:
        problems["end_on"] = "止日不能早于起日"
    elif (days := (end_on - start_on).days + 1) > LONGEST_STAGE_DAYS:
        problems["end_on"] = f"一个阶段最长 {LONGEST_STAGE_DAYS} 天，现有 {days} 天，请分成几个阶段"
    if problems:
        raise Invalid("；".join(problems.values()) + "。没有做任何改动，请改过再试。", problems)
    return Period("stage", start_on, end_on, name.strip())
