"""New contacts and brands of an archive workbook or a template: each goes to the customer its row names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute

from app.db.base import Record
from app.db.records import Contact, Customer, CustomerBrand
from app.importing.archive_tables import NAME_TITLE, NUMBER_TITLE, archive_sheets
from app.importing.editors import MISSING, Brought
from app.importing.findings import Action, Outcome, Problem, Row
from app.importing.matching import batched
from app.importing.readers import Miss, cell_text
from app.importing.returned import LEFT_OUT, Numbered
from app.importing.spool import Chunk, Returned, Tried

OWNERLESS, THERE = "ownerless", "there"
"""Kinds of problems: a row whose customer is not found, and one that is on record already."""


class Owner(NamedTuple):
    """Whose a row is: a customer on record, or the row of a new one."""

    customer_id: int | None
    leader: Row | None


class Children:
    """One sheet's new rows. `named` are the customers the rows before are or become, by name, with how many have it."""

    def __init__(self, brought: Brought, named: Mapping[str, list[Owner]]) -> None:
        self._session, self._archive = brought.session, brought.archive
        self._choices, self._mine, self._named = brought.choices, brought.mine, named
        self._kind: type[Record] = archive_sheets()[self._archive.kind].uid.class_
        self._editors = brought.editors()
        self._today: date = brought.known.today
        self._taken: set[tuple[Any, ...]] = set()
        self.parents: set[Row] = set()

    def settle(self, chunk: Chunk, rows: Numbered) -> None:
        """Give the rows their outcomes."""
        left = []
        for line, row in rows:
            decision = self._choices.rows.get((chunk.table, line))
            if decision is not None and decision.action is Action.SKIP:
                chunk.skipped.append((line, LEFT_OUT))
            else:
                left.append((line, row))
        numbers = self._customers(Customer.customer_no, (self._text(row, self._archive.number) for _, row in left))
        names = self._customers(Customer.name, (self._text(row, self._archive.name) for _, row in left))
        read = [(line, row, *self._read(row)) for line, row in left]
        owners = [self._owner(row, numbers, names) for _, row, _, _ in read]
        there = self._there([owner.customer_id for owner in owners if owner and owner.customer_id])
        for (line, row, values, problems), owner in zip(read, owners, strict=True):
            if owner is None:
                problems.append(self._ownerless(row))
            elif not problems and (twin := self._twin(owner, values, there)):
                problems.append(twin)
            if problems or owner is None:
                name = self._text(row, self._archive.name)
                chunk.pending.append((line, name, [tuple(problem) for problem in problems]))
            else:
                self._add(chunk, line, owner, values)

    def _add(self, chunk: Chunk, line: int, owner: Owner, values: dict[str, Any]) -> None:
        if owner.leader is not None:
            self.parents.add(owner.leader)
        new = Returned(self._kind.__tablename__, None, values)
        chunk.taken.append(
            Tried(
                chunk.table,
                line,
                Outcome.ADDED,
                customer_id=owner.customer_id,
                leader=owner.leader,
                returned=new,
            )
        )

    @staticmethod
    def _text(row: Sequence[Any], at: int | None) -> str:
        return cell_text(row[at]) if at is not None and at < len(row) else ""

    def _customers(self, column: InstrumentedAttribute[str], wanted: Iterable[str]) -> dict[str, int]:
        """The customers on record with these numbers or names, where only one has it."""
        found: dict[str, int] = {}
        for some in batched(sorted({text for text in wanted if text})):
            query = select(column, func.min(Customer.id)).where(
                column.in_(some), Customer.deleted_at.is_(None), self._mine
            )
            found.update(self._session.execute(query.group_by(column).having(func.count() == 1)).tuples().all())
        return found

    def _owner(self, row: Sequence[Any], numbers: Mapping[str, int], names: Mapping[str, int]) -> Owner | None:
        """The customer by its number; without one by its name, in the file first."""
        if number := self._text(row, self._archive.number):
            return Owner(numbers[number], None) if number in numbers else None
        name = self._text(row, self._archive.name)
        if known := self._named.get(name):
            return known[0] if len(known) == 1 else None
        return Owner(names[name], None) if name in names else None

    def _ownerless(self, row: Sequence[Any]) -> Problem:
        number, name = self._text(row, self._archive.number), self._text(row, self._archive.name)
        at = self._archive.number if number else self._archive.name
        heading = NUMBER_TITLE if number else NAME_TITLE
        reason = (
            f"没有{heading}为“{number or name}”的客户、不止一家，或不是自己能改的，请核对客户编号"
            if number or name
            else "客户没有填"
        )
        return Problem(-1 if at is None else at, heading, OWNERLESS, number or name, reason)

    def _read(self, row: Sequence[Any]) -> tuple[dict[str, Any], list[Problem]]:
        """The values a row has, and what is wrong with it."""
        values: dict[str, Any] = {}
        problems: list[Problem] = []
        for editor, at in zip(self._editors, self._archive.places, strict=True):
            found = self._text(row, at)
            if at is None or not found:
                continue
            read = editor.read(row[at])
            if isinstance(read, Miss):
                problems.append(Problem(at, editor.column.title, read.kind, found, read.reason, read.suggestion))
            else:
                values.update(read)
        if self._kind is CustomerBrand:
            values.setdefault("as_of", self._today)
        problems += self._missing(values, {problem.heading for problem in problems})
        return values, problems

    def _missing(self, values: Mapping[str, Any], told: set[str]) -> list[Problem]:
        defaults = self._kind.__table__.columns
        return [
            Problem(-1 if at is None else at, editor.column.title, MISSING, "", f"{editor.column.title}没有填")
            for editor, at in zip(self._editors, self._archive.places, strict=True)
            if editor.column.required
            and editor.column.title not in told
            and editor.column.field not in values
            and defaults[editor.column.field].default is None
        ]

    def _key(self, owner: Owner, values: Mapping[str, Any]) -> tuple[Any, ...]:
        """What no two of a customer's have in common."""
        whose = owner.customer_id or owner.leader
        if self._kind is Contact:
            return whose, values.get("name"), values.get("mobile")
        return whose, values.get("brand_id")

    def _there(self, customers: Sequence[int]) -> set[tuple[Any, ...]]:
        """What these customers have on record."""
        own = (
            (Contact.customer_id, Contact.name, Contact.mobile)
            if self._kind is Contact
            else (CustomerBrand.customer_id, CustomerBrand.brand_id)
        )
        found: set[tuple[Any, ...]] = set()
        for some in batched(sorted(set(customers))):
            query = select(*own).where(own[0].in_(some), self._kind.deleted_at.is_(None))
            found.update(tuple(row) for row in self._session.execute(query))
        return found

    def _twin(self, owner: Owner, values: Mapping[str, Any], there: set[tuple[Any, ...]]) -> Problem | None:
        key = self._key(owner, values)
        if key not in there and key not in self._taken:
            self._taken.add(key)
            return None
        what = "联系人" if self._kind is Contact else "经营品牌"
        return Problem(-1, what, THERE, str(values.get("name", "")), f"这家客户已经有这个{what}了，不要就跳过")
