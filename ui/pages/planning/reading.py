"""What the planner reads: the week's grid and who is due, in the words and looks of the screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.context import App
from app.planning.cells import PlannedCell, Progress
from app.planning.due import DueCustomer, due_customer, due_list
from app.planning.filling import Proposal
from app.planning.grid import RepLane, WeekGrid, WeekPlan, week
from app.planning.steps import STEPS
from app.planning.weeks import sunday_of
from app.visits.rules import VISIT_INTERVAL_DAYS
from ui.pages.planning.board import Board, Card, CardLook, Day, Lane
from ui.pages.planning.due_rows import DueLine, Group
from ui.widgets.dates import WEEKDAYS

CADENCES = tuple((grade, f"{days} 天") for grade, days in VISIT_INTERVAL_DAYS.items())
"""How often each class is to be visited, for the legend (rule R04)."""

_WEEK_DAYS = 7
_LOOKS = {
    Progress.AHEAD: CardLook.COMING,
    Progress.DOING: CardLook.DOING,
    Progress.DONE: CardLook.DONE,
    Progress.WAITING: CardLook.WAITING,
    Progress.MISSED: CardLook.MISSED,
}
_TONES = {"submitted": "link", "returned": "warn", "approved": "ok", "doing": "ok", "done": "ok"}


@dataclass(frozen=True)
class WeekRead:
    """One reading. `plans` are each rep's of the week, `cells` the planned visits by item id; `wanted` is a customer
    somebody came here to plan, None for one who is not visited now."""

    board: Board = field(default_factory=Board)
    groups: Sequence[Group] = ()
    plans: Mapping[int, Sequence[WeekPlan]] = field(default_factory=dict)
    cells: Mapping[int, PlannedCell] = field(default_factory=dict)
    wanted: DueCustomer | None = None


def read_week(
    app: App, first: date, *, weekly: bool, employee_id: int | None, customer_id: int | None = None
) -> WeekRead:
    """The week or day from `first` on, and who of these reps' customers is due by the end of that week; the customer
    named heads the list while not planned, due or not."""
    grid = week(app, first, None if employee_id is None else (employee_id,), days=_WEEK_DAYS if weekly else 1)
    owners = [lane.owner_id for lane in grid.lanes]
    due = due_list(app, app.today(), until=sunday_of(first), owner_ids=owners)
    wanted = None if customer_id is None else due_customer(app, customer_id, app.today())
    return WeekRead(
        board_of(grid, app.today()),
        groups_of(due, app.today(), sunday_of(first), wanted),
        {lane.owner_id: lane.plans for lane in grid.lanes},
        {cell.item_id: cell for cell in grid.cells},
        wanted,
    )


def board_of(grid: WeekGrid, today: date) -> Board:
    """The grid as it is drawn; a Sunday on which nothing is planned is left out."""
    days = [day for day in grid.days if day.count or day.day.weekday() < _WEEK_DAYS - 1 or len(grid.days) == 1]
    return Board(
        [Day(day.day, day.count, day.rest) for day in days],
        [_lane(lane) for lane in grid.lanes],
        [_card(cell) for cell in grid.cells],
        grid.notes,
        today,
    )


def groups_of(due: Sequence[DueCustomer], today: date, last: date, wanted: DueCustomer | None = None) -> list[Group]:
    """Those not planned yet: the wanted one, overdue ones, then those due by the last day of the week shown."""
    first = [wanted] if wanted is not None and wanted.scheduled_on is None else []
    heading = [row.customer_id for row in first]
    waiting = [row for row in due if row.scheduled_on is None and row.customer_id not in heading]
    late = [_line(row, today) for row in waiting if row.is_overdue]
    soon = [_line(row, today) for row in waiting if not row.is_overdue]
    title = "本周到期" if last == sunday_of(today) else f"{last:%m-%d} 前到期"
    chosen = [Group("要排的", [_line(row, today) for row in first])] if first else []
    return [*chosen, Group("超期", late, late=True), Group(title, soon)]


def proposed_cards(proposals: Sequence[Proposal]) -> list[Card]:
    """What is proposed, as cards that are not planned yet."""
    return [
        Card(
            -number,
            row.owner_id,
            row.day,
            row.short_name or row.customer,
            f"{row.start:%H:%M}" if row.start else "",
            step_words(row.step),
            CardLook.PROPOSED,
            row.why,
            "",
            f"{row.customer}\n{row.why}",
            row.customer_id,
        )
        for number, row in enumerate(proposals, 1)
    ]


def step_words(code: str) -> str:
    """第 2 步, or 维护."""
    number = STEPS[code].number if code in STEPS else 0
    return f"第 {number} 步" if number else "维护"


def _lane(lane: RepLane) -> Lane:
    plan = lane.plans[-1] if lane.plans else None
    state, tone = (plan.state_label, _TONES.get(plan.state, "")) if plan else ("", "")
    if len(lane.plans) > 1:
        state = f"补充{state}"
    if lane.note:
        state, tone = lane.note, "warn"
    return Lane(lane.owner_id, lane.name, "、".join(lane.markets), lane.count, state, tone)


def _card(cell: PlannedCell) -> Card:
    return Card(
        cell.item_id,
        cell.owner_id,
        cell.day,
        cell.short_name or cell.customer,
        f"{cell.start:%H:%M}" if cell.start else "",
        step_words(cell.step),
        _LOOKS[cell.progress],
        cell.goal,
        "；".join(cell.warnings),
        "\n".join(_told(cell)),
        cell.customer_id,
    )


def _told(cell: PlannedCell) -> list[str]:
    """What the tooltip says."""
    end = cell.slot.end
    time = f"{cell.start:%H:%M}–{end:%H:%M}" if cell.start and end else "未定时"
    people = "、".join(person.name for person in cell.companions)
    parts = [
        f"{cell.customer}　{cell.progress.label}",
        f"{time}　{cell.place}",
        cell.goal,
        f"同去：{people}" if people else "",
        f"未访原因：{cell.miss_reason}" if cell.miss_reason else "",
        *cell.warnings,
    ]
    return [part for part in parts if part]


def _line(row: DueCustomer, today: date) -> DueLine:
    last = f"上次 {row.last_visit_on:%m-%d}" if row.last_visit_on else "还没有拜访过"
    tip = f"{row.name}\n{row.market}　{last}　应访 {row.due_on:%m-%d}　{row.state.label}"
    return DueLine(row.customer_id, row.owner_id, row.name, row.primary_class, when(row, today), row.is_overdue, tip)


def when(row: DueCustomer, today: date) -> str:
    """超 5 天, 今天, 明天, 周五, or the date."""
    if row.is_overdue:
        return f"超 {row.days_overdue} 天"
    ahead = (row.due_on - today).days
    if ahead < 2:
        return ("今天", "明天")[ahead]
    return f"周{WEEKDAYS[row.due_on.weekday()]}" if row.due_on <= sunday_of(today) else f"{row.due_on:%m-%d}"
