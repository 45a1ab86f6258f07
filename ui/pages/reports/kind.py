"""What is declared of each report: its name, its conditions, how it is built."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.context import App
from app.reports.model import Report
from app.tasks import Task
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

    `name` is what a ReportTarget calls it; `conditions` are names of blocks,
    top down; `periods` the kinds of periods, the usual one first, `shortcuts` their chips. `build` runs in the
    background; `missing` says in words which condition is still open, `nothing` what an empty result means and what
    to do then. `right` is needed to see it at all, `steps` names who writes it and hands it in, if anybody does;
    `views` are the ways to look at it, the preview first; `photos_of` is the type of record whose photos may follow.
    """

    name: str
    title: str
    group: str
    right: str
    conditions: Sequence[str]
    build: Build
    nothing: tuple[str, str]
    periods: Sequence[str] = ()
    shortcuts: Sequence[str] = ()
    formats: Sequence[str] = ("pdf", "xlsx")
    has_phones: bool = True
    photos_of: str = ""
    missing: Callable[[Wanted], str] = nothing_missing
    steps: str = ""
    views: Sequence[str] = ("预览",)
