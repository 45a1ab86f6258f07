"""The reports there are: what each is called, which conditions it takes, how it is built."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.context import App
from app.reports.model import Report
from app.tasks import Task
from ui.pages.reports.period import DAY, WEEK
from ui.pages.reports.sheets import daily_sheets
from ui.pages.reports.wanted import Wanted

Build = Callable[[App, Wanted, Task], Sequence[Report]]

SWEEP, CUSTOMERS, VISITS, COMPLAINTS = "扫街", "客户", "拜访", "投诉"
GROUPS = (SWEEP, CUSTOMERS, VISITS, COMPLAINTS)


def nothing_missing(wanted: Wanted) -> str:
    """All conditions have a value from the beginning."""
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportKind:
    """One line of the list at the left.

    `name` is what a ReportTarget calls it, `code` what the export log does (RP01); `conditions` are names of blocks,
    top down; `periods` the kinds of periods, the usual one first, `shortcuts` their chips. `build` runs in the
    background; `missing` says in words which condition is still open, `nothing` what an empty result means and what
    to do then. `right` is needed to see it at all, `steps` names who writes it and hands it in, if anybody does.
    """

    name: str
    code: str
    title: str
    group: str
    right: str
    conditions: Sequence[str]
    build: Build
    nothing: tuple[str, str]
    periods: Sequence[str] = ()
    shortcuts: Sequence[str] = ()
    paper: str = "A4 纵向"
    formats: Sequence[str] = ("pdf", "xlsx")
    missing: Callable[[Wanted], str] = nothing_missing
    steps: str = ""


def _nobody_ticked(wanted: Wanted) -> str:
    return "" if wanted.employee_ids else "没有勾选业务员。请先在右边勾选。"


REPORTS = (
    ReportKind(
        name="daily",
        code="RP01",
        title="客户扫街日报表",
        group=SWEEP,
        right="daily.edit",
        conditions=("period", "branch", "reps", "steps", "output"),
        periods=(DAY, WEEK),
        shortcuts=("今天", "昨天", "本周"),
        build=daily_sheets,
        nothing=("这段时间没有日报，也没有拜访。", "在右边换个日期，或按 F2 填写日报。"),
        paper="A4 横向",
        missing=_nobody_ticked,
        steps="daily",
    ),
)
"""In the order of the list."""


def reports_for(app: App) -> list[ReportKind]:
    """Those the signed-in user may see."""
    return [kind for kind in REPORTS if app.may(kind.right)]
