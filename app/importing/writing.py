"""Carrying an import out: everything a trial would take, in one journalled transaction, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.context import App
from app.customers.candidates import DIFFERENT, PENDING, Pair, pair_of, record_pairs
from app.customers.deciding import decide, is_clash
from app.customers.protecting import Places
from app.customers.records import derived, regions, set_keys
from app.db.adding import alone_adding
from app.db.bulk import insert_journalled, take_ids
from app.db.numbers import next_numbers
from app.db.records import BranchOffice, Contact, Customer, Employee
from app.db.saving import write
from app.db.search import write_search
from app.db.searching import searchable
from app.errors import Cancelled, Conflict
from app.importing.batches import record_batch
from app.importing.drafts import Draft
from app.importing.findings import Counts, Outcome, Row
from app.importing.known import last_change
from app.importing.matching import batched
from app.importing.source import STOPPED
from app.importing.spool import Tried
from app.importing.targets import AUTHOR, OWNER, UID, WRITTEN_AT
from app.importing.trial import Trial
from app.importing.writing_records import write_returned
from app.tasks import Task

_LONGEST_OPERATION = 60
_TOGETHER = 250
"""How many rows are written between two looks at whether to stop."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did; `uid` takes it back (app.undoing.undo), `batch_id` too, for seven days (batches).

    `unprotected` were added to reps who hold as many customers as rule R12 lets.
    """

    uid: str
    counts: Counts
    batch_id: int
    unprotected: int = 0


def carry_out(app: App, trial: Trial, task: Task, *, uid: str = "") -> Imported:
    """Write every row the trial would take; the pending ones stay in its spool for the workbook of rejects.

    Raises Conflict when the archive changed since the trial, Cancelled when the task is stopped; nothing is written then.
    """
    app.need("customer.edit")
    own = uid or str(uuid4())
    operation = f"导入 {trial.path.name}"[:_LONGEST_OPERATION]
    try:
        with app.transaction(operation, uid=own) as session:
            alone_adding(session, Customer)
            if last_change(session) != trial.seen:
                raise Conflict("试导入以后客户档案又有改动，没有写入任何数据。请重新试导入，再导入。")
            writing = _Writing(app, session, trial.followers, trial.parents)
            done = 0
            for rows, taken in trial.spool.taken():
                for start in range(0, len(taken), _TOGETHER):
                    task.step(done + start, trial.counts.rows, "写入客户")
                    writing.write(taken[start : start + _TOGETHER])
                done += rows
            if done != trial.counts.rows:
                raise RuntimeError(f"{trial.counts.rows - done} rows were lost")
            batch = record_batch(app, session, trial, own)
            task.step(done, trial.counts.rows, "写入留痕")
    except Cancelled as stopped:
        raise Cancelled(STOPPED) from stopped
    return Imported(own, trial.counts, batch, writing.places.refused)


class _Writing:
    """One import's transaction: what all its rows share."""

    def __init__(
        self, app: App, session: Session, followers: Mapping[Row, Sequence[Draft]], parents: frozenset[Row]
    ) -> None:
        self._app, self._session, self._followers, self._parents = app, session, followers, parents
        self._made: dict[Row, int] = {}
        self._regions = regions(session)
        self._branches = dict(
            session.execute(
                select(Employee.id, BranchOffice.id).join(BranchOffice, BranchOffice.id == Employee.branch_id)
            )
            .tuples()
            .all()
        )
        self._codes = dict(session.execute(select(BranchOffice.id, BranchOffice.code)).tuples().all())
        today = app.today()
        self._today, self.places = today, Places(session, today)
        self._usual = {"found_on": today, "stage_entered_on": today}

    def write(self, batch: Sequence[Tried]) -> None:
        """Write some rows."""
        drafted = [row for row in batch if row.draft is not None]
        self._add([row for row in drafted if row.outcome is Outcome.ADDED])
        self._change([row for row in drafted if row.customer_id is not None])
        returned = [(row, row.returned) for row in batch if row.returned is not None]
        if returned:
            write_returned(self._session, returned, self._made, self._regions)

    def _add(self, rows: Sequence[Tried]) -> None:
        drafts = [self._whole(row) for row in rows]
        customers = self._customers(drafts)
        insert_journalled(self._session, Customer, customers)
        self._tell_apart(rows, customers)
        places = ((row.table, row.number) for row in rows)
        self._made.update(
            (place, customer["id"]) for place, customer in zip(places, customers, strict=True) if place in self._parents
        )
        people = [
            {**person, "customer_id": customer["id"], "is_primary": not place, "is_decision_maker": not place,
             **_authorship(customer)}
            for customer, draft in zip(customers, drafts, strict=True)
            for place, person in enumerate(draft.people)
        ]  # fmt: skip
        numbers = take_ids(self._session, Contact, len(people))
        insert_journalled(
            self._session, Contact, [{**each, "id": number} for number, each in zip(numbers, people, strict=True)]
        )
        found = [
            searchable(
                customer["id"],
                customer["name"],
                (customer.get("phone"),),
                (customer["short_name"], customer["address"], customer["customer_no"]),
                [(person["name"], person.get("mobile"), person.get("phone")) for person in draft.people],
            )
            for customer, draft in zip(customers, drafts, strict=True)
        ]
        write_search(self._session, found, ())

    def _tell_apart(self, rows: Sequence[Tried], customers: Sequence[Mapping[str, Any]]) -> None:
        """Remember of the new ones whom they are like but are not, so that nobody is asked again (rule R11).

        Two reps' customers so much alike are the supervisor's to decide (rule R12): they stay pending with the reason.
        """
        said = [
            (row.unlike, customer["id"])
            for row, customer in zip(rows, customers, strict=True)
            if row.unlike is not None
        ]
        pairs = [
            Pair(min(unlike.customer_id, new), max(unlike.customer_id, new), unlike.score, unlike.reasons)
            for unlike, new in said
        ]
        record_pairs(self._session, pairs)
        for unlike, new in said:
            pair = pair_of(self._session, unlike.customer_id, new)
            assert pair is not None
            settled = self._app.may("customer.merge") or not is_clash(self._session, pair)
            decide(self._app, pair, DIFFERENT if settled else PENDING, unlike.reason)

    def _whole(self, row: Tried) -> Draft:
        """A new customer with what later rows of the file say of it."""
        draft = row.draft
        assert draft is not None
        for follower in self._followers.get((row.table, row.number), ()):
            for name, value in follower.values.items():
                draft.values.setdefault(name, value)
            draft.people.extend(person for person in follower.people if not _knows(draft.people, person))
        return draft

    def _customers(self, drafts: Sequence[Draft]) -> list[dict[str, Any]]:
        """The rows to insert; numbers run in the order of the file."""
        branches = [self._branches[draft.values[OWNER]] for draft in drafts]
        numbers = {
            branch: iter(next_numbers(self._session, f"KH-{self._codes[branch]}-", 5, branches.count(branch)))
            for branch in dict.fromkeys(branches)
        }
        ids = take_ids(self._session, Customer, len(drafts))
        return [
            self._customer(number, branch, next(numbers[branch]), draft.values)
            for number, branch, draft in zip(ids, branches, drafts, strict=True)
        ]

    def _customer(self, number: int, branch: int, customer_no: str, given: Mapping[str, Any]) -> dict[str, Any]:
        values = {name: value for name, value in given.items() if value is not None and name != UID}
        protected = self.places.take(values[OWNER], self._today, values.get("lifecycle_status"))
        keys = derived(values["name"], values["address"], values.get("phone"), self._regions)
        return {
            "short_name": values["name"][:10],
            **self._usual,
            "protect_until": protected,
            **values,
            **keys,
            "id": number,
            "customer_no": customer_no,
            "branch_id": branch,
        }

    def _change(self, rows: Sequence[Tried]) -> None:
        """Update or complete customers on record, in the order of the file."""
        if not rows:
            return
        customers, people = self._on_record({row.customer_id for row in rows if row.customer_id})
        for row in rows:
            assert row.draft is not None
            assert row.customer_id is not None
            self._complete(customers[row.customer_id], row.draft, overwrite=row.outcome is Outcome.UPDATED)
            self._add_people(row.customer_id, people.setdefault(row.customer_id, []), row.draft)
        self._session.flush()

    def _on_record(self, ids: set[int]) -> tuple[dict[int, Customer], dict[int, list[Contact]]]:
        customers: dict[int, Customer] = {}
        people: dict[int, list[Contact]] = {}
        for some in batched(sorted(ids)):
            found = self._session.scalars(select(Customer).where(Customer.id.in_(some), Customer.deleted_at.is_(None)))
            customers.update({customer.id: customer for customer in found})
            contacts = select(Contact).where(Contact.customer_id.in_(some), Contact.deleted_at.is_(None))
            for contact in self._session.scalars(contacts):
                people.setdefault(contact.customer_id, []).append(contact)
        return customers, people

    def _complete(self, customer: Customer, draft: Draft, *, overwrite: bool) -> None:
        """An update takes what the file says, a merge fills what is empty (screens/07: 补空，不盖旧值)."""
        given = {name: value for name, value in draft.values.items() if name not in (UID, AUTHOR, WRITTEN_AT)}
        wanted = {
            name: value for name, value in given.items() if overwrite or getattr(customer, name) in (None, "", ())
        }
        write(customer, wanted)
        if wanted.keys() & {"name", "address", "phone"}:
            set_keys(customer, self._regions)

    def _add_people(self, customer_id: int, known: list[Contact], draft: Draft) -> None:
        for person in draft.people:
            same = next((each for each in known if _is_same(each, person)), None)
            if same is not None:
                write(same, {name: value for name, value in person.items() if getattr(same, name) in (None, "")})
                continue
            contact = Contact(
                customer_id=customer_id,
                is_primary=not any(each.is_primary and each.is_active for each in known),
                is_active=True,
                **person,
            )
            known.append(contact)
            self._session.add(contact)


def _authorship(customer: Mapping[str, Any]) -> dict[str, Any]:
    return {name: customer[name] for name in (AUTHOR, WRITTEN_AT) if name in customer}


def _knows(people: Iterable[Mapping[str, Any]], person: Mapping[str, Any]) -> bool:
    """Whether the person is among them: the same mobile, or the same name with no other mobile."""
    return any(
        (person.get("mobile") and each.get("mobile") == person["mobile"])
        or (each["name"] == person["name"] and not (person.get("mobile") and each.get("mobile")))
        for each in people
    )


def _is_same(contact: Contact, person: Mapping[str, Any]) -> bool:
    return _knows([{"name": contact.name, "mobile": contact.mobile}], person)
