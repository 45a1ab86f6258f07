"""Customers that may be the shop being typed, found through the indexes and weighed by rule R11."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from app.context import App
from app.customers.candidates import told_apart
from app.customers.likeness import LIST, WARN, Identity, Likeness, Verdict, likeness, verdict_of
from app.customers.names import address_key, name_core, name_soft
from app.customers.records import regions
from app.db.adding import alone_adding, last_entry
from app.db.merged import kept_for
from app.db.records import AuditEntry, Contact, Customer, Employee, ImportBatch, MarketArea
from app.db.search import like_named
from app.phones import phone_key, written_as

MOST = 5
"""How many are shown, and remembered of one customer, unless somebody must decide about more."""
REMEMBERED_DAYS = 180
"""How long a deleted customer is still compared (rule R11)."""

_SHORTEST_PHONE = 7
_ENOUGH = 50
"""How many that nobody must decide about are told: a whole market may have one address."""
_MANY = 1000
"""So many lines of the journal are looked through; after more the whole archive is searched again. So many ids are asked
for at once."""
TELLING = (
    Customer.id,
    Customer.name_key,
    Customer.address_key,
    Customer.phone_key,
    Customer.uscc,
    Customer.market_area_id,
    Customer.parent_id,
)
"""What tells customers from each other, besides their contacts' numbers (see identity_of)."""


@dataclass(frozen=True, slots=True)
class LikelySame:
    """A customer that may be the one being typed: how sure that is, and why; a `gone` one was deleted lately."""

    customer_id: int
    customer_no: str
    name: str
    market: str
    score: int
    reasons: tuple[str, ...]
    owner: str = ""
    owner_id: int = 0
    gone: bool = False

    @property
    def verdict(self) -> Verdict:
        """What the score means."""
        return verdict_of(self.score)


def likely_same(
    app: App,
    name: str = "",
    phones: Iterable[str] = (),
    *,
    address: str = "",
    uscc: str = "",
    market_id: int | None = None,
    except_id: int | None = None,
) -> tuple[LikelySame, ...]:
    """The customers that may be the one described, likeliest first; those with a score under 35 are left out."""
    app.need("customer.view")
    with app.reading() as session:
        asked = typed_identity(session, name, phones, address=address, uscc=uscc, market_id=market_id)
        return likely_in(app, session, asked, except_id=except_id)[:MOST]


def typed_identity(
    session: Session,
    name: str,
    phones: Iterable[str],
    *,
    address: str = "",
    uscc: str = "",
    market_id: int | None = None,
) -> Identity:
    """The normal forms of what was typed."""
    keys = frozenset(key for key in map(phone_key, phones) if len(key) >= _SHORTEST_PHONE)
    known = regions(session)
    core = name_core(name, known) if name else ""
    return Identity(core, address_key(address, known) if address else "", keys, uscc.strip().upper(), market_id)


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look at the whole archive found: whom to weigh again before somebody is added, and the journal's end then."""

    asked: Identity
    ids: frozenset[int]
    seen: int


def look(app: App, session: Session, asked: Identity) -> Looked:
    """Look for a new customer among all on record, before the transaction that adds it: others go on writing meanwhile."""
    seen = last_entry(session)  # first: what is written while we look is looked at again
    alike = _weighed(app, session, asked, candidates(session, asked))
    return Looked(asked, frozenset(customer.id for customer, _ in alike), seen)


def likely_since(app: App, session: Session, looked: Looked) -> tuple[LikelySame, ...]:
    """The customers with a score of at least 35 now, within the transaction that adds one: those found before, and
    those changed since. Nobody else adds any until it ends.
    """
    alone_adding(session, Customer)
    changed = _changed_since(session, looked.seen)
    ids = candidates(session, looked.asked) if changed is None else looked.ids | changed
    return _likely(session, _weighed(app, session, looked.asked, ids), None)


def _changed_since(session: Session, seen: int) -> set[int] | None:
    """The customers that were written since, themselves or a contact of theirs; None for very many."""
    about = AuditEntry.entity.in_((Customer.__tablename__, Contact.__tablename__))
    query = select(AuditEntry.entity, AuditEntry.entity_id).where(AuditEntry.id > seen, about)
    lines = session.execute(query.limit(_MANY + 1)).tuples().all()
    if len(lines) > _MANY:
        return None
    people = [number for entity, number in lines if entity == Contact.__tablename__]
    theirs = session.scalars(select(Contact.customer_id).where(Contact.id.in_(people)))
    return {number for entity, number in lines if entity == Customer.__tablename__} | set(theirs)


def likely_in(app: App, session: Session, asked: Identity, *, except_id: int | None = None) -> tuple[LikelySame, ...]:
    """The customers with a score of at least 35, likeliest first, within a session.

    A customer merged into another stands for that one. Those of whom it was decided that they are not `except_id`
    are left out.
    """
    ids = candidates(session, asked) - {except_id}
    if except_id is not None:
        ids -= told_apart(session, except_id)
    return _likely(session, _weighed(app, session, asked, ids), except_id)


def _likely(
    session: Session, found: Sequence[tuple[Customer, Likeness]], except_id: int | None
) -> tuple[LikelySame, ...]:
    kept = kept_for(session, [customer.id for customer, _ in found if customer.deleted_at is not None])
    markets = dict(session.execute(select(MarketArea.id, MarketArea.name)).tuples().all())
    people = dict(session.execute(select(Employee.id, Employee.name)).tuples().all())
    best: dict[int, LikelySame] = {}
    for customer, same in found:
        shown = session.get_one(Customer, kept.get(customer.id, customer.id))
        row = LikelySame(
            shown.id,
            shown.customer_no,
            shown.name,
            markets[shown.market_area_id],
            same.score,
            same.reasons,
            people[shown.owner_id],
            shown.owner_id,
            shown.deleted_at is not None,
        )
        if shown.id != except_id and (shown.id not in best or best[shown.id].score < row.score):
            best[shown.id] = row
    return tuple(sorted(best.values(), key=lambda row: (-row.score, row.customer_no)))


def _weighed(app: App, session: Session, asked: Identity, ids: Collection[int]) -> list[tuple[Customer, Likeness]]:
    since = app.now() - timedelta(days=REMEMBERED_DAYS)
    there = or_(Customer.deleted_at.is_(None), Customer.deleted_at >= since)
    known = session.execute(select(*TELLING, Customer.deleted_at).where(Customer.id.in_(ids), there)).all()
    never = taken_back(session, [row.id for row in known if row.deleted_at is not None])
    rows = [row for row in known if row.id not in never]
    phones = phones_of(session, ids)
    weighed = [(row.id, likeness(asked, identity_of(row, phones.get(row.id, frozenset())))) for row in rows]
    weighed.sort(key=lambda each: -each[1].score)
    alike = {
        number: same
        for place, (number, same) in enumerate(weighed)
        if same.score >= (LIST if place < _ENOUGH else WARN)
    }
    customers = session.scalars(select(Customer).where(Customer.id.in_(alike)))
    return [(customer, alike[customer.id]) for customer in customers]


def candidates(session: Session, asked: Identity) -> set[int]:
    """Every customer that can reach a score of 35: same key of a kind, or a name alike."""
    same = []
    if asked.uscc:
        same.append(Customer.uscc == asked.uscc)
    if asked.core:
        same += [Customer.name_key == asked.core, Customer.soft_key == name_soft(asked.core)]
    if asked.address and asked.market_id is not None:
        same.append(and_(Customer.address_key == asked.address, Customer.market_area_id == asked.market_id))
    if asked.phones:
        same.append(Customer.phone_key.in_(asked.phones))
    ids = set(session.scalars(select(Customer.id).where(or_(*same)))) if same else set()
    if asked.phones:
        forms = [form for number in asked.phones for form in written_as(number)]
        mine = or_(Contact.mobile.in_(asked.phones), Contact.phone.in_(forms))
        ids.update(session.scalars(select(Contact.customer_id).where(mine, Contact.deleted_at.is_(None))))
    if asked.core:
        ids.update(like_named(session, asked.core))
    return ids


def identity_of(customer: Any, phones: frozenset[str]) -> Identity:
    """What tells a customer on record, or a row of its telling columns, from others; `phones` are its contacts'."""
    own = {customer.phone_key} if customer.phone_key else set()
    return Identity(
        customer.name_key,
        customer.address_key,
        phones | own,
        customer.uscc or "",
        customer.market_area_id,
        customer.parent_id,
    )


def taken_back(session: Session, deleted: Sequence[int]) -> set[int]:
    """Those of the deleted that only an import brought in that was taken back: nobody deleted these (rule R11)."""
    undone = select(ImportBatch.operation_uid).where(ImportBatch.undone_at.is_not(None))
    query = select(AuditEntry.entity_id).where(
        AuditEntry.entity == Customer.__tablename__,
        AuditEntry.action == "create",
        AuditEntry.operation_uid.in_(undone),
    )
    parts = (deleted[start : start + _MANY] for start in range(0, len(deleted), _MANY))
    return {number for some in parts for number in session.scalars(query.where(AuditEntry.entity_id.in_(some)))}


def phones_of(session: Session, ids: Iterable[int]) -> Mapping[int, frozenset[str]]:
    """The phone keys of customers' contacts."""
    query = select(Contact.customer_id, Contact.mobile, Contact.phone).where(
        Contact.customer_id.in_(ids), Contact.deleted_at.is_(None)
    )
    found: dict[int, set[str]] = {}
    for customer_id, *numbers in session.execute(query):
        found.setdefault(customer_id, set()).update(phone_key(number) for number in numbers if number)
    return {customer_id: frozenset(numbers) for customer_id, numbers in found.items()}
