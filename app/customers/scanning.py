"""查重: the whole archive is compared with itself; what may be the same is recorded as pending (rule R11).

Customers are compared that share something telling, see app.customers.blocking. What is compared lies on disk beside
the database's own, so memory stays the same for a million; the pairs are written at the end, all of them or none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.context import App
from app.customers.blocking import Counts, may_be_alike
from app.customers.candidates import PENDING, Pair, record_pairs
from app.customers.duplicates import MOST, TELLING, phones_of
from app.customers.likeness import LIST, Identity, likeness
from app.db.records import Customer, DuplicateCandidate
from app.db.scratch import Scratch, ShopRow
from app.errors import Cancelled
from app.tasks import Task

MOST_PAIRS = 10_000
"""How many pairs one scan records: more than a month's work to look at."""

_BATCH = 2000
_WRITING = "记下疑似重复"
_STOPPED = "已停下查重，一对也没有记下，档案和以前的判定都没有变。可以随时再扫。"


@dataclass(frozen=True, slots=True)
class Scan:
    """What a scan did: customers read, pairs found and recorded anew.

    `left` were found and not recorded: less likely than others of the same customer, or beyond MOST_PAIRS. `crowded`
    counts names, phones and addresses so common that they say nothing.
    """

    customers: int
    found: int
    recorded: int
    left: int
    crowded: int


def scan(app: App, task: Task, *, uid: str = "") -> Scan:
    """Compare all customers on record; raises Cancelled, with nothing written, when the user stops it."""
    app.need("customer.edit")
    try:
        with Scratch() as scratch:
            crowded = _gather(app, scratch, task)
            _compare(scratch, task)
            chosen, left = _chosen(app, scratch)
            found, customers = scratch.count("found"), scratch.count("shop")
        task.step(0, 1, _WRITING)
        with app.transaction("全库查重", uid=uid) as session:
            recorded = record_pairs(session, list(_still_there(session, chosen)))
            task.step(1, 1, _WRITING)
    except Cancelled as error:
        raise Cancelled(_STOPPED) from error
    return Scan(customers, found, recorded, left, crowded)


def _gather(app: App, scratch: Scratch, task: Task) -> int:
    """Read all customers and work out by which keys each is to be compared; how many keys too many share."""
    counts, crowded = Counts(), 0
    with app.db.snapshot() as session:
        total = session.scalar(select(func.count()).where(Customer.deleted_at.is_(None))) or 0
        done = 0
        for rows in _shops(session):
            scratch.add_shops(rows)
            for row in rows:
                counts.note(_identity(row))
            done += len(rows)
            task.step(done, 3 * total, "读取客户")
    keyed: list[tuple[int, int]] = []
    for number, row in enumerate(scratch.shops()):
        keys, common = counts.telling_keys(_identity(row))
        keyed += [(key, row[0]) for key in keys]
        crowded += common
        if not number % _BATCH:
            task.step(total + number, 3 * total, "找出共同之处")
            scratch.add_keys(keyed)
            keyed = []
    scratch.add_keys(keyed)
    return crowded


def _shops(session: Session) -> Iterator[list[ShopRow]]:
    last = 0
    query = select(*TELLING).where(Customer.deleted_at.is_(None)).order_by(Customer.id).limit(_BATCH)
    while rows := session.execute(query.where(Customer.id > last)).tuples().all():
        last = rows[-1][0]
        phones = phones_of(session, [row[0] for row in rows])
        yield [
            (
                number,
                core,
                address,
                " ".join(phones.get(number, frozenset()) | {phone or ""}),
                uscc or "",
                market,
                group,
            )
            for number, core, address, phone, uscc, market, group in rows
        ]


def _identity(row: ShopRow) -> Identity:
    _, core, address, phones, uscc, market_id, parent_id = row
    return Identity(core, address, frozenset(phones.split()), uscc, market_id, parent_id)


def _compare(scratch: Scratch, task: Task) -> None:
    total, done, told = scratch.count("keyed"), 0, 0
    task.step(2 * total, 3 * total, "逐对比对")
    found: list[tuple[int, int, int, str]] = []
    for group in scratch.groups():
        done += len(group)
        found += _alike(group)
        if done - told >= _BATCH:
            told = done
            task.step(2 * total + done, 3 * total, "逐对比对")
            scratch.add_pairs(found)
            found = []
    scratch.add_pairs(found)


def _alike(group: Sequence[ShopRow]) -> Iterator[tuple[int, int, int, str]]:
    for (a_id, one), (b_id, other) in combinations([(row[0], _identity(row)) for row in group], 2):
        if may_be_alike(one, other):
            like = likeness(one, other)
            if like.score >= LIST:
                yield a_id, b_id, like.score, "、".join(like.reasons)


def _chosen(app: App, scratch: Scratch) -> tuple[list[Pair], int]:
    """The likeliest pairs that nobody has decided yet, few of each customer, and how many are left besides."""
    decided = _decided(app)
    times: dict[int, int] = {}
    chosen: list[Pair] = []
    left = 0
    for a_id, b_id, score, reasons in scratch.pairs():
        if (a_id, b_id) in decided:
            continue
        if len(chosen) == MOST_PAIRS or max(times.get(a_id, 0), times.get(b_id, 0)) >= MOST:
            left += 1
        else:
            times[a_id], times[b_id] = times.get(a_id, 0) + 1, times.get(b_id, 0) + 1
            chosen.append(Pair(a_id, b_id, score, tuple(reasons.split("、"))))
    return chosen, left


def _decided(app: App) -> set[tuple[int, int]]:
    pair = DuplicateCandidate
    query = select(pair.customer_a_id, pair.customer_b_id).where(pair.state != PENDING, pair.deleted_at.is_(None))
    with app.reading() as session:
        return set(session.execute(query).tuples())


def _still_there(session: Session, chosen: Sequence[Pair]) -> Iterator[Pair]:
    """The pairs whose customers nobody has deleted meanwhile."""
    ids = sorted({each for pair in chosen for each in (pair.a_id, pair.b_id)})
    there: set[int] = set()
    for start in range(0, len(ids), _BATCH):
        query = select(Customer.id).where(Customer.id.in_(ids[start : start + _BATCH]), Customer.deleted_at.is_(None))
        there.update(session.scalars(query))
    return (pair for pair in chosen if pair.a_id in there and pair.b_id in there)
