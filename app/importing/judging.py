"""What becomes of each row: by its problems, its keys, and what it is like (rule R11)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.context import App
from app.customers.duplicates import REMEMBERED_DAYS
from app.customers.filters import visible_customers
from app.customers.likeness import BLOCK
from app.customers.placing import placing
from app.customers.records import regions
from app.db.records import Customer
from app.exchange.archive_sheets import CUSTOMERS
from app.importing.children import Children, Owner
from app.importing.drafts import Draft, Drafter
from app.importing.editors import Brought
from app.importing.findings import Action, Choices, ColumnState, Counts, Decision, Outcome, Problem, Row
from app.importing.known import known_names, last_change
from app.importing.layout import no_customer
from app.importing.matching import Earlier, Match, batched, on_record
from app.importing.returned import LEFT_OUT, Numbered, Returning
from app.importing.rights import CLOSED, FOREIGN, Rights
from app.importing.spool import Chunk, Spool, Tried, Unlike
from app.importing.tables import Table
from app.importing.targets import CREDIT_CODE, KEYS, MARKET, NUMBER, OWNER, UID

_OWN = "自己能改"
KEY, ALIKE = "key", "alike"
"""Kinds of problems: a key the archive does not have, and a row that waits for a decision."""


class _Found(NamedTuple):
    """What a row is most like: how, and the customer or the earlier row it stands for."""

    match: Match
    customer_id: int | None
    leader: Row | None


class Judging:
    """One try: its rows come a chunk at a time and are kept in `spool`; what they share is worked out once."""

    def __init__(self, app: App, session: Session, tables: Sequence[Table], choices: Choices) -> None:
        self._session, self._tables, self._choices = session, tables, choices
        self._mine, self._rights = visible_customers(app), Rights(app, session)
        self._now: dict[int, Mapping[str, Any]] = {}
        known, area_names = known_names(app, session), regions(session)
        place = placing(app)
        self._owners = place.owners_of
        market = choices.market_id or place.values.get(MARKET)
        owner = choices.owner_id or place.values.get(OWNER)
        usual = {name: value for name, value in ((MARKET, market), (OWNER, owner)) if value}
        self._drafters = [Drafter(table.columns, known, area_names, usual) for table in tables]
        self._headings = [table.layout.texts for table in tables]
        self._named: dict[str, list[Owner]] = {}
        brought = {
            number: Brought(session, table.archive, table.columns, known, choices, self._mine)
            for number, table in enumerate(tables)
            if table.archive
        }
        self._returning = {
            number: Returning(each) for number, each in brought.items() if each.archive.check is not None
        }
        self._children = {
            number: Children(each, self._named) for number, each in brought.items() if each.archive.kind != CUSTOMERS
        }
        self._earlier = Earlier()
        self._since = app.now() - timedelta(days=REMEMBERED_DAYS)
        self._outcomes: Counter[Outcome] = Counter()
        self.skipped: Counter[str] = Counter()
        self.followers: dict[Row, list[Draft]] = {}
        self.seen = last_change(session)
        self.spool = Spool()

    def judge(self, number: int, rows: Numbered) -> None:
        """Settle some rows of a table."""
        chunk = Chunk(number)
        left = []
        for line, row in rows:
            if why := no_customer(row, self._headings[number]):
                chunk.skipped.append((line, why))
            else:
                left.append((line, row))
        if number in self._returning:
            left = list(self._returning[number].settle(chunk, left))
        if number in self._children:
            self._children[number].settle(chunk, left)
        else:
            self._judge_customers(chunk, left)
        self._keep(chunk)

    def _judge_customers(self, chunk: Chunk, rows: Numbered) -> None:
        drafts = self._drafters[chunk.table].drafts(rows)
        keyed = _by_key(self._session, drafts, self._mine)
        sound = [draft for draft in drafts if not draft.problems]
        matches = dict(
            zip(
                (draft.number for draft in sound), on_record(self._session, sound, self._since, self._mine), strict=True
            )
        )
        self._now = self._rights.now(
            {*keyed.values(), *(m.customer_id for m in matches.values() if m and m.customer_id)}
        )
        for draft in drafts:
            self._settle(chunk, draft, keyed, matches.get(draft.number))

    def _keep(self, chunk: Chunk) -> None:
        self._outcomes.update(row.outcome for row in chunk.taken)
        self._outcomes[Outcome.SKIPPED] += len(chunk.skipped)
        self._outcomes[Outcome.PENDING] += len(chunk.pending)
        self.skipped.update(why for _, why in chunk.skipped)
        self.spool.add(chunk)

    def counts(self, rows: int) -> Counts:
        """How many rows were settled how; raises RuntimeError when that is not all of `rows`."""
        of = self._outcomes
        return Counts(
            rows,
            of[Outcome.ADDED],
            of[Outcome.UPDATED],
            of[Outcome.MERGED],
            of[Outcome.SKIPPED],
            of[Outcome.PENDING],
        )

    def states(self) -> tuple[tuple[ColumnState, ...], ...]:
        """By table how its columns were read."""
        return tuple(drafter.states() for drafter in self._drafters)

    def _settle(self, chunk: Chunk, draft: Draft, keyed: Mapping[tuple[str, str], int], match: Match | None) -> None:
        """Give the row its one outcome."""
        decision = self._choices.rows.get((chunk.table, draft.number))
        keys = {name: str(draft.values[name]) for name in KEYS if draft.values.get(name)}
        known = {keyed[key] for key in keys.items() if key in keyed}
        problems = draft.problems + [
            self._unknown_key(chunk.table, key, value)
            for key, value in keys.items()
            if key != CREDIT_CODE and (key, value) not in keyed
        ]
        if len(known) > 1:
            problems.append(
                Problem(-1, "客户编号", KEY, draft.name, "编号、全局号和信用代码指的不是同一家客户，请核对这一行")
            )
        if len(known) == 1:
            problems += self._refused(chunk.table, draft, *known)
        if problems and decision is not None and decision.action is Action.SKIP:
            chunk.skipped.append((draft.number, LEFT_OUT))
        elif problems:
            self._wait(chunk, draft, problems)
        elif known:
            (customer_id,) = known
            self._remember(draft, customer_id, None)
            chunk.taken.append(Tried(chunk.table, draft.number, Outcome.UPDATED, draft, customer_id=customer_id))
        else:
            self._compare(chunk, draft, match, decision)

    def _compare(self, chunk: Chunk, draft: Draft, match: Match | None, decision: Decision | None) -> None:
        """The outcome of a sound row without a key, by rule R11 and what the person decided."""
        found = self._likeliest(draft, match)
        if found is None:
            if decision is not None and decision.action is Action.SKIP:
                chunk.skipped.append((draft.number, LEFT_OUT))
            else:
                self._add(chunk, draft, None)
            return
        action = _becomes(found.match, decision)
        chunk.alike.append(_alike(chunk.table, draft, found, action))
        if action is None:
            self._wait(chunk, draft, [_likely(found.match)])
        elif action is Action.SKIP:
            chunk.skipped.append((draft.number, LEFT_OUT))
        elif action is Action.ADD:
            reason = decision.reason if decision else ""
            self._add(chunk, draft, _unlike(found, reason))
        else:
            self._join(chunk, draft, found, action)

    def _likeliest(self, draft: Draft, match: Match | None) -> _Found | None:
        """The likeliest of the archive and the rows before."""
        earlier = self._earlier.like(draft.identity)
        if earlier is not None and (match is None or earlier[0].score > match.score):
            customer_id, leader = earlier[2]
            row = leader[1] if leader else None
            return _Found(Match(earlier[0], earlier[1], customer_id, row=row), customer_id, leader)
        return _Found(match, match.customer_id, None) if match is not None else None

    def _add(self, chunk: Chunk, draft: Draft, unlike: Unlike | None) -> None:
        missing = self._drafters[chunk.table].complete(draft, self._owners)
        if not missing and (why := self._rights.why_strange(draft.values[OWNER])):
            missing = [self._drafters[chunk.table].problem(OWNER, FOREIGN, why)]
        if missing:
            self._wait(chunk, draft, missing)
            return
        self._remember(draft, None, (chunk.table, draft.number))
        chunk.taken.append(Tried(chunk.table, draft.number, Outcome.ADDED, draft, unlike=unlike))

    def _join(self, chunk: Chunk, draft: Draft, found: _Found, action: Action) -> None:
        """Let the row complete, or change, the customer it is; a row before of the file is only completed."""
        updates = action is Action.UPDATE and found.leader is None
        if updates and found.customer_id and (refused := self._refused(chunk.table, draft, found.customer_id)):
            self._wait(chunk, draft, refused)
            return
        self._remember(draft, found.customer_id, found.leader)
        if found.leader is not None:
            self.followers.setdefault(found.leader, []).append(draft)
        outcome = Outcome.UPDATED if updates else Outcome.MERGED
        chunk.taken.append(
            Tried(chunk.table, draft.number, outcome, draft, customer_id=found.customer_id, leader=found.leader)
        )

    def _refused(self, table: int, draft: Draft, customer_id: int) -> list[Problem]:
        """What of the row the user may not change of a customer on record."""
        refused = self._rights.refused(draft.values, self._now.get(customer_id, {}))
        return [
            self._drafters[table].problem(name, CLOSED, f"和档案里不同，{who}，这里空着就不改")
            for name, who in refused.items()
        ]

    def _remember(self, draft: Draft, customer_id: int | None, leader: Row | None) -> None:
        """Let later rows find the one that is taken: by likeness, and those of other sheets by its name."""
        self._earlier.add(draft.identity, draft.name, (customer_id, leader))
        if self._children:
            owner, known = Owner(customer_id, leader), self._named.setdefault(draft.name, [])
            if owner not in known:
                known.append(owner)

    @property
    def parents(self) -> frozenset[Row]:
        """The rows of new customers that rows of other sheets belong to."""
        return frozenset(row for children in self._children.values() for row in children.parents)

    @staticmethod
    def _wait(chunk: Chunk, draft: Draft, problems: Sequence[Problem]) -> None:
        chunk.pending.append((draft.number, draft.name, [tuple(problem) for problem in problems]))

    def _unknown_key(self, table: int, key: str, value: str) -> Problem:
        column = next(column for column in self._tables[table].columns if column.target == key)
        return Problem(
            column.place, column.heading, KEY, value, f"档案里没有这个{column.heading}，或不是{_OWN}的客户", ""
        )


def _becomes(match: Match, decision: Decision | None) -> Action | None:
    """What becomes of a row that is like another, None when it has to be asked about.

    Who is the same for certain is completed and may not be added; one deleted lately, or somebody else's, cannot be completed.
    """
    certain = match.score >= BLOCK
    if decision is None or (certain and decision.action is Action.ADD):
        return Action.MERGE if certain and not match.closed else None
    return None if match.closed and decision.action in (Action.MERGE, Action.UPDATE) else decision.action


def _alike(table: int, draft: Draft, found: _Found, action: Action | None) -> tuple[Any, ...]:
    """The values of an AlikeRow."""
    match = found.match
    other = f"{match.name} {match.customer_no}".strip() if match.row is None else f"第 {match.row} 行 {match.name}"
    certain = match.score >= BLOCK
    words = match.likeness.reasons
    return table, draft.number, draft.name, other, match.score, words, found.customer_id, found.leader, action, certain


def _unlike(found: _Found, reason: str) -> Unlike | None:
    """What to remember of a customer on record that the new one was said not to be."""
    if found.customer_id is None:
        return None
    return Unlike(found.customer_id, found.match.score, found.match.likeness.reasons, reason)


def _by_key(session: Session, drafts: Sequence[Draft], mine: ColumnElement[bool]) -> dict[tuple[str, str], int]:
    """The customers on record, of those one may change, that rows name by a key: one query a kind of key."""
    found: dict[tuple[str, str], int] = {}
    columns = {UID: Customer.uid, NUMBER: Customer.customer_no, CREDIT_CODE: Customer.uscc}
    for name, column in columns.items():
        wanted = sorted({str(draft.values[name]) for draft in drafts if name in draft.values})
        for some in batched(wanted):
            query = select(column, Customer.id).where(column.in_(some), Customer.deleted_at.is_(None), mine)
            found.update({(name, str(value)): number for value, number in session.execute(query)})
    return found


def _likely(match: Match) -> Problem:
    where = f"第 {match.row} 行“{match.name}”" if match.row is not None else f"客户 {match.customer_no} {match.name}"
    why = "、".join(match.likeness.reasons)
    gone = "（已删除）" if match.gone else f"（不是{_OWN}的）" if match.closed else ""
    sentence = f"很像{where}{gone}：{why}，{match.score} 分，要选合并、更新、都保留或跳过"
    return Problem(-1, "重复的客户", ALIKE, match.name, sentence)
