"""Trying an import: what would become of every row, without writing anything (screens/07)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.context import App
from app.customers.duplicates import REMEMBERED_DAYS
from app.customers.likeness import BLOCK
from app.customers.placing import placing
from app.customers.records import regions
from app.db.records import AuditEntry, Customer, Employee, MarketArea, User
from app.importing.drafts import Draft, Drafter, Problem
from app.importing.layout import body_rows, no_customer
from app.importing.matching import Earlier, Match, batched, on_record
from app.importing.readers import Known
from app.importing.spool import Outcome, Spool, Tried
from app.importing.synonyms import folded
from app.importing.tables import Table
from app.importing.targets import CREDIT_CODE, MARKET, NUMBER, OWNER, UID
from app.importing.workbook import open_tables
from app.tasks import Task

_TOGETHER = 1000
_SHOWN = 500
"""How many problems and likely duplicates are kept to be shown; all of them stand in the workbook of rejects."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows there are, and how many have each outcome."""

    rows: int
    added: int
    updated: int
    merged: int
    skipped: int
    pending: int

    def __post_init__(self) -> None:
        if self.rows != self.added + self.updated + self.merged + self.skipped + self.pending:
            raise RuntimeError(f"rows were lost: {self}")

    @property
    def taken(self) -> int:
        """How many rows go into the archive."""
        return self.added + self.updated + self.merged


@dataclass(frozen=True, slots=True)
class Alike:
    """A row that is, or may be, a customer on record or an earlier row; `leader` is that row's table and line."""

    table: int
    number: int
    name: str
    other: str
    score: int
    reasons: tuple[str, ...]
    leader: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the person decided: market and rep for rows that do not say, and what becomes of single rows.

    `rows` maps table and line to "merge", "add" or "skip"; `cells` maps table, line and column to another text.
    """

    market_id: int | None = None
    owner_id: int | None = None
    rows: Mapping[tuple[int, int], str] = field(default_factory=dict)
    cells: Mapping[tuple[int, int, int], str] = field(default_factory=dict)


@dataclass(slots=True)
class Trial:
    """What an import would do. Holds a file of the rows until it is closed; `problems` and `alike` are the first ones.

    `problem_counts` is by heading and reason's kind; `followers` are the rows that join an earlier row of the file.
    """

    path: Path
    tables: tuple[Table, ...]
    counts: Counts
    spool: Spool
    seen: int
    problem_counts: Mapping[str, int]
    problems: tuple[tuple[int, int, Problem], ...]
    alike: tuple[Alike, ...]
    followers: Mapping[tuple[int, int], Sequence[Draft]]

    def __enter__(self) -> Trial:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Throw the rows away."""
        self.spool.close()


def try_import(app: App, path: Path, tables: Sequence[Table], task: Task, choices: Choices | None = None) -> Trial:
    """Read every row of these tables and say what would become of it; nothing is written.

    Raises Forbidden, FileUnusable, or Cancelled when the task is stopped.
    """
    app.need("customer.edit")
    with app.db.snapshot() as session:
        trying = _Trying(app, session, tables, choices or Choices())
        try:
            with open_tables(path) as sheets:
                by_name = {sheet.name: sheet for sheet in sheets}
                for number, table in enumerate(tables):
                    rows = body_rows(by_name[table.name], table.layout)
                    trying.table(number, rows, task)
            return trying.done(path)
        except BaseException:
            trying.spool.close()
            raise


def last_change(session: Session) -> int:
    """The number of the journal's last line about customers and contacts: has the archive changed since?"""
    about = AuditEntry.entity.in_(("customer", "contact"))
    changes = AuditEntry.action != "view_full"
    return session.scalar(select(func.max(AuditEntry.id)).where(about, changes)) or 0


def known_names(app: App, session: Session) -> Known:
    """The markets, people and accounts that cells can name."""
    areas = session.execute(
        select(MarketArea.name, MarketArea.code, MarketArea.id).where(MarketArea.deleted_at.is_(None))
    )
    people = session.execute(
        select(Employee.name, Employee.emp_no, Employee.id).where(
            Employee.deleted_at.is_(None), Employee.branch_id.is_not(None)
        )
    ).all()
    accounts = session.execute(
        select(Employee.name, User.username, User.id).join(User, User.employee_id == Employee.id)
    )
    return Known(_ids(areas), _ids(people), _ids(accounts), app.today())


def _ids(rows: Any) -> dict[str, int]:
    return {folded(word): number for *words, number in rows for word in words}


class _Trying:
    """One try: the rows read so far and their outcomes."""

    def __init__(self, app: App, session: Session, tables: Sequence[Table], choices: Choices) -> None:
        self._app, self._session, self._tables, self._choices = app, session, tables, choices
        self._known, self._regions = known_names(app, session), regions(session)
        place = placing(app)
        self._owners = place.owners_of
        market = choices.market_id or place.values.get(MARKET)
        owner = choices.owner_id or place.values.get(OWNER)
        self._usual = {name: value for name, value in ((MARKET, market), (OWNER, owner)) if value}
        self._earlier = Earlier()
        self._since = app.now() - timedelta(days=REMEMBERED_DAYS)
        self._outcomes: Counter[Outcome] = Counter()
        self._kinds: Counter[str] = Counter()
        self._problems: list[tuple[int, int, Problem]] = []
        self._alike: list[Alike] = []
        self._followers: dict[tuple[int, int], list[Draft]] = {}
        self._seen = last_change(session)
        self._rows = 0
        self.spool = Spool()

    def table(self, number: int, rows: Iterator[tuple[int, list[Any]]], task: Task) -> None:
        """Try all rows of one table."""
        table = self._tables[number]
        drafter = Drafter(table.columns, self._known, self._regions, self._usual)
        while chunk := list(islice(rows, _TOGETHER)):
            self._rows += len(chunk)
            task.step(self._rows, 0, f"核对 {table.name}")
            self._chunk(number, table, drafter, chunk)

    def _chunk(self, number: int, table: Table, drafter: Drafter, chunk: Sequence[tuple[int, list[Any]]]) -> None:
        drafts: list[tuple[Draft | None, list[Any]]] = []
        for line, row in chunk:
            self._mend(number, line, row)
            skipped = no_customer(row, table.layout.headings) or self._choices.rows.get((number, line)) == "skip"
            drafts.append((None if skipped else drafter.draft(line, row), row))
        real = [draft for draft, _ in drafts if draft is not None]
        sound = [draft for draft in real if not draft.problems]
        keyed = _by_key(self._session, real)
        matches = {
            id(draft): match for draft, match in zip(sound, on_record(self._session, sound, self._since), strict=True)
        }
        for (line, row), (draft, _) in zip(chunk, drafts, strict=True):
            if draft is None:
                self._settle(Tried(number, line, Outcome.SKIPPED))
            else:
                self._settle(self._judged(number, drafter, draft, keyed, matches.get(id(draft)), row))

    def _mend(self, number: int, line: int, row: list[Any]) -> None:
        """Put in what the person typed for single cells."""
        if not self._choices.cells:
            return
        for column in self._tables[number].columns:
            text = self._choices.cells.get((number, line, column.place))
            if text is not None:
                row.extend([""] * (column.place + 1 - len(row)))
                row[column.place] = text

    def _settle(self, tried: Tried) -> None:
        self._outcomes[tried.outcome] += 1
        for problem in tried.problems:
            self._kinds[problem.heading] += 1
            if len(self._problems) < _SHOWN:
                self._problems.append((tried.table, tried.number, problem))
        self.spool.add(tried)

    def _judged(
        self,
        number: int,
        drafter: Drafter,
        draft: Draft,
        keyed: Mapping[tuple[str, str], int],
        match: Match | None,
        row: Sequence[Any],
    ) -> Tried:
        """The one outcome of a row that may hold a customer."""
        keys = drafter.keys(draft)
        known = next((keyed[key] for key in keys.items() if key in keyed), None)
        problems = draft.problems + [
            _unknown_key(self._tables[number], key, value)
            for key, value in keys.items()
            if key != CREDIT_CODE and (key, value) not in keyed
        ]
        if len({keyed[key] for key in keys.items() if key in keyed}) > 1:
            problems.append(Problem(-1, "客户编号", draft.name, "编号、全局号和信用代码指的不是同一家客户"))
        if problems:
            return self._pending(number, draft, problems, row)
        if known is not None:
            self._earlier.add(draft.identity, draft.name, (known, None))
            return Tried(number, draft.number, Outcome.UPDATED, draft, customer_id=known)
        return self._compared(number, drafter, draft, match, row)

    def _compared(self, number: int, drafter: Drafter, draft: Draft, match: Match | None, row: Sequence[Any]) -> Tried:
        """The outcome of a row without a key, by rule R11."""
        found = self._likeliest(draft, match)
        decision = self._choices.rows.get((number, draft.number), "")
        if found is not None:
            self._note(number, draft, found[0])
        if found is not None and (found[0].score >= BLOCK or decision == "merge") and not found[0].gone:
            return self._merged(number, draft, *found)
        if found is not None and (found[0].score >= BLOCK or decision != "add"):
            return self._pending(number, draft, [_likely(found[0])], row)
        missing = drafter.complete(draft, self._owners)
        if missing:
            return self._pending(number, draft, missing, row)
        self._earlier.add(draft.identity, draft.name, (None, (number, draft.number)))
        return Tried(number, draft.number, Outcome.ADDED, draft)

    def _likeliest(self, draft: Draft, match: Match | None) -> tuple[Match, int | None, tuple[int, int] | None] | None:
        """The likeliest of the archive and the rows before, with the customer or the row it stands for."""
        earlier = self._earlier.like(draft.identity)
        if earlier is not None and (match is None or earlier[0].score > match.score):
            customer_id, leader = earlier[2]
            row = leader[1] if leader else None
            return Match(earlier[0], earlier[1], customer_id, row=row), customer_id, leader
        return (match, match.customer_id, None) if match is not None else None

    def _merged(
        self, number: int, draft: Draft, match: Match, customer_id: int | None, leader: tuple[int, int] | None
    ) -> Tried:
        self._earlier.add(draft.identity, draft.name, (customer_id, leader))
        if leader is not None:
            self._followers.setdefault(leader, []).append(draft)
        return Tried(number, draft.number, Outcome.MERGED, draft, customer_id=customer_id, leader=leader)

    def _pending(self, number: int, draft: Draft, problems: Sequence[Problem], row: Sequence[Any]) -> Tried:
        return Tried(number, draft.number, Outcome.PENDING, problems=tuple(problems), cells=tuple(row))

    def _note(self, number: int, draft: Draft, match: Match) -> None:
        if len(self._alike) < _SHOWN:
            other = (
                f"{match.customer_no} {match.name}".strip() if match.row is None else f"第 {match.row} 行 {match.name}"
            )
            self._alike.append(Alike(number, draft.number, draft.name, other, match.score, match.likeness.reasons))

    def done(self, path: Path) -> Trial:
        """The try as a whole."""
        of = self._outcomes
        counts = Counts(
            self._rows,
            of[Outcome.ADDED],
            of[Outcome.UPDATED],
            of[Outcome.MERGED],
            of[Outcome.SKIPPED],
            of[Outcome.PENDING],
        )
        return Trial(
            path,
            tuple(self._tables),
            counts,
            self.spool,
            self._seen,
            dict(self._kinds),
            tuple(self._problems),
            tuple(self._alike),
            self._followers,
        )


def _by_key(session: Session, drafts: Sequence[Draft]) -> dict[tuple[str, str], int]:
    """The customers on record that rows name by a key: one query a kind of key."""
    found: dict[tuple[str, str], int] = {}
    columns = {UID: Customer.uid, NUMBER: Customer.customer_no, CREDIT_CODE: Customer.uscc}
    for name, column in columns.items():
        wanted = sorted({str(draft.values[name]) for draft in drafts if draft.values.get(name)})
        for some in batched(wanted):
            query = select(column, Customer.id).where(column.in_(some), Customer.deleted_at.is_(None))
            found.update({(name, str(value)): number for value, number in session.execute(query)})
    return found


def _unknown_key(table: Table, key: str, value: str) -> Problem:
    column = next(column for column in table.columns if column.target == key)
    return Problem(column.place, column.heading, value, f"档案里没有这个{column.heading}", "")


def _likely(match: Match) -> Problem:
    where = f"第 {match.row} 行“{match.name}”" if match.row is not None else f"客户 {match.customer_no} {match.name}"
    why = "、".join(match.likeness.reasons)
    gone = "（已删除）" if match.gone else ""
    return Problem(-1, "重复的客户", match.name, f"很像{where}{gone}：{why}，{match.score} 分，要选合并还是都保留")
