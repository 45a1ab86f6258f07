"""Adding a customer: shops that may be the same are looked at first, and what was decided is remembered (rule R11)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from app.choices import codes_of
from app.context import App
from app.customers.candidates import DIFFERENT, PENDING
from app.customers.changing import need_rights, set_otherwise
from app.customers.deciding import checked_reason, decide
from app.customers.duplicates import MOST, LikelySame, Looked, likely_since, look, typed_identity
from app.customers.likeness import WARN, Verdict
from app.customers.protecting import unprotected
from app.customers.records import check_credit_code, create_customer_in, customer_fields
from app.db.records import Customer, DuplicateCandidate
from app.errors import Conflict
from app.forms.clean import clean

RELEASES = "user.manage"
"""The administrator's right: who has it may let a customer pass that is on record for certain (rule R11)."""


class Undecided(Conflict):
    """Shops so much alike that nobody may be added before it is said whether they are the same; `likely` names them."""

    def __init__(self, name: str, likely: Sequence[LikelySame]) -> None:
        first = likely[0]
        certain = "确定重复" if first.verdict is Verdict.SAME else "很像"
        super().__init__(
            f"「{name}」和客户 {first.customer_no} {first.name} {certain}（{'、'.join(first.reasons)}），没有写入。"
            "请先对照，再选同一客户或写明不是同一家的理由。内容还在窗口里。"
        )
        self.likely = tuple(likely)


@dataclass(frozen=True, slots=True)
class Created:
    """A new customer; `unprotected` says so where its rep has no place left for it (rule R12)."""

    customer_id: int
    unprotected: str


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided while adding: of which customers it is not the same, and why.

    `released` says that an administrator lets those pass that are the same for certain (app.people.releasing).
    """

    different: Mapping[int, str] = field(default_factory=dict)
    released: bool = False


def create_customer(app: App, values: Mapping[str, Any], *, decided: Decided | None = None, uid: str = "") -> Created:
    """Add a customer from typed values, `market_area_id` and `owner_id` among them.

    Raises Invalid naming every problem by field, Undecided where rule R11 wants a decision that `decided` lacks.
    """
    app.need("customer.edit")
    needed = [
        f for f in Customer.fields() if f.name in ("name", "address", "market_area_id", "owner_id", "channel_type")
    ]
    complete = {f.name: values.get(f.name) for f in needed} | dict(values)
    fields = [*customer_fields(), *(f for f in needed if not f.section)]
    cleaned = clean(fields, complete, codes_of)
    owner_id = cleaned.pop("owner_id")
    need_rights(app, set_otherwise(cleaned))
    with app.reading() as session:
        looked = look_for(app, session, cleaned, (cleaned.get("phone") or "",))
    with app.transaction("新建客户", uid=uid) as session:
        customer = create_decided(app, session, cleaned, looked, owner_id=owner_id, decided=decided or Decided())
        return Created(customer.id, unprotected(session, customer))


def look_for(app: App, session: Session, values: Mapping[str, Any], phones: Iterable[str]) -> Looked:
    """Who may be the new customer, looked for before it is added; `values` are cleaned, `phones` all numbers typed."""
    asked = typed_identity(
        session,
        values["name"],
        phones,
        address=values.get("address") or "",
        uscc=values.get("uscc") or "",
        market_id=values.get("market_area_id"),
    )
    return look(app, session, asked)


def create_decided(
    app: App, session: Session, values: Mapping[str, Any], looked: Looked, *, owner_id: int, decided: Decided
) -> Customer:
    """Add a customer within a transaction, and record the pairs it makes with those like it.

    `values` are cleaned fields; `looked` is what `look_for` found of them. Raises Undecided, see create_customer.
    """
    likely = likely_since(app, session, looked)
    check_credit_code(session, values.get("uscc"))
    open_ones = [each for each in likely if each.score >= WARN and not _is_settled(app, each, decided)]
    if open_ones:
        raise Undecided(str(values["name"]), open_ones)
    customer = create_customer_in(app, session, values, owner_id=owner_id)
    for place, each in enumerate(likely):
        if not each.gone and (place < MOST or each.score >= WARN):
            _record(app, session, customer, each, decided.different.get(each.customer_id, ""))
    return customer


def _is_settled(app: App, likely: LikelySame, decided: Decided) -> bool:
    if not decided.different.get(likely.customer_id, "").strip():
        return False
    return likely.verdict is not Verdict.SAME or decided.released or app.may(RELEASES)


def _record(app: App, session: Session, customer: Customer, likely: LikelySame, reason: str) -> None:
    """Record the pair; two reps' customers that are much alike stay pending, for the supervisor decides (rule R12)."""
    a_id, b_id = sorted((customer.id, likely.customer_id))
    pair = DuplicateCandidate(
        customer_a_id=a_id, customer_b_id=b_id, score=likely.score, reasons=list(likely.reasons), state=PENDING
    )
    if reason:
        pair.note = checked_reason(reason)
        clash = likely.score >= WARN and likely.owner_id != customer.owner_id
        if not clash or app.may("customer.merge"):
            decide(app, pair, DIFFERENT, pair.note)
    session.add(pair)
