"""The life daily reports and weekly summaries share: handed in and frozen, given back, reviewed, archived (rule R14)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy.orm import Session

from app.choices import codes_of, label_of
from app.context import App
from app.db.records import DailySweepReport, WeeklySummary
from app.db.saving import existing
from app.errors import Conflict, Invalid
from app.forms.clean import clean
from app.people.names import user_name
from app.reports.changes import differences
from app.reports.daily_data import DailyData
from app.reports.model import Report
from app.reports.weekly_data import WeeklyData
from app.sweep.snapshot import frozen, thawed

RETURNABLE = ("submitted", "reviewed")
OPEN = ("draft", "returned")

AnyPaper = TypeVar("AnyPaper", DailySweepReport, WeeklySummary)
AnyData = TypeVar("AnyData", DailyData, WeeklyData)


@dataclass(frozen=True, slots=True)
class PaperKind(Generic[AnyPaper]):
    """A kind of paper: its record, what people call it, and how its number is read."""

    record: type[AnyPaper]
    word: str
    number: Callable[[AnyPaper], str]


def need_open(kind: PaperKind[AnyPaper], paper: AnyPaper) -> None:
    """Raise Conflict when the paper is handed in already."""
    if paper.state not in OPEN:
        way_back = "要改请先由主管退回。" if paper.state in RETURNABLE else ""
        state = label_of("report_state", paper.state)
        raise Conflict(f"{kind.word} {kind.number(paper)} {state}，不能再改。{way_back}没有做任何改动。")


def begin_issue(paper: AnyPaper, at: datetime) -> None:
    """Hand an open paper in once more, unsigned; `freeze` then keeps what it says."""
    paper.state, paper.submitted_at, paper.issue_no = "submitted", at, paper.issue_no + 1
    paper.reviewer_id = paper.reviewed_at = paper.review_opinion = None


def freeze(paper: AnyPaper, data: AnyData, report_of: Callable[[AnyData], Report]) -> AnyData:
    """Keep the data as issued; a reissue keeps the former one too and says what changed. Returns what was kept."""
    if paper.snapshot:
        paper.former_snapshots = [*(paper.former_snapshots or []), paper.snapshot]
        before = report_of(thawed(paper.snapshot, type(data)))
        data = replace(data, changes=differences(before, report_of(replace(data, changes=()))))
    paper.snapshot = frozen(data)
    return data


def is_issued(paper: AnyPaper) -> bool:
    """Whether its frozen data is what counts: it was handed in and not given back."""
    return bool(paper.snapshot) and paper.state != "returned"


def signatures(session: Session, paper: AnyPaper) -> dict[str, Any]:
    """State, reviewer and archiver as they are now, by the names the papers' data call them."""
    reviewed = paper.state != "returned"
    return {
        "state": label_of("report_state", paper.state),
        "reviewer_name": user_name(session, paper.reviewer_id) if reviewed else "",
        "reviewed_on": paper.reviewed_at.date() if paper.reviewed_at and reviewed else None,
        "review_opinion": paper.review_opinion or "",
        "archiver_name": user_name(session, paper.archived_by_id),
        "archived_at": paper.archived_at,
    }


def give_back(
    app: App,
    kind: PaperKind[AnyPaper],
    paper_id: int,
    opinion: str,
    also: Callable[[Session, AnyPaper], None] | None = None,
) -> None:
    """Return a paper for correction, within one transaction with whatever else that frees. The opinion is required."""
    given = checked_review(kind, review_opinion=opinion)["review_opinion"]
    if not given:
        raise Invalid(f"退回要写明意见，业务员才知道改什么。{kind.word}没有变动。", {"review_opinion": "请填退回意见"})

    def change(session: Session, paper: AnyPaper) -> None:
        paper.state, paper.review_opinion, paper.reviewed_at = "returned", given, app.now()
        paper.reviewer_id = app.user.user_id
        if also:
            also(session, paper)

    move(app, kind, paper_id, "退回", RETURNABLE, change)


def review(app: App, kind: PaperKind[AnyPaper], paper_id: int, **given: Any) -> None:
    """Sign a paper as its reviewer; `given` are its review_… fields."""
    values = checked_review(kind, **given)

    def change(_session: Session, paper: AnyPaper) -> None:
        paper.state, paper.reviewer_id, paper.reviewed_at = "reviewed", app.user.user_id, app.now()
        for name, value in values.items():
            setattr(paper, name, value)

    move(app, kind, paper_id, "审阅", ("submitted",), change)


def checked_review(kind: PaperKind[AnyPaper], **given: Any) -> dict[str, Any]:
    """What the reviewer wrote, cleaned; Invalid names every problem."""
    return clean([f for f in kind.record.fields() if f.name in given], given, codes_of)


def archive(app: App, kind: PaperKind[AnyPaper], paper_id: int) -> None:
    """File a reviewed paper in the office."""

    def change(_session: Session, paper: AnyPaper) -> None:
        paper.state, paper.archived_by_id, paper.archived_at = "archived", app.user.user_id, app.now()

    move(app, kind, paper_id, "存档", ("reviewed",), change)


def move(
    app: App,
    kind: PaperKind[AnyPaper],
    paper_id: int,
    doing: str,
    allowed: tuple[str, ...],
    change: Callable[[Session, AnyPaper], None],
) -> None:
    """Change a paper that is in one of the allowed states, in one transaction; Conflict says why not otherwise."""
    with app.transaction(f"{doing}{kind.word}") as session:
        paper = existing(session, kind.record, paper_id, f"这张{kind.word}已不在了，没有做任何改动。请刷新列表。")
        app.need_office(paper.branch_id)
        if paper.state not in allowed:
            now = label_of("report_state", paper.state)
            raise Conflict(f"{kind.word} {kind.number(paper)} 现在是“{now}”，不能{doing}。没有做任何改动。")
        change(session, paper)
