"""What a column of a workbook can become: a customer's fields, a contact's, its people in one cell, its keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from app.customers.records import customer_fields
from app.db.records import Contact, Customer
from app.forms.model import Field, Kind

PEOPLE, UID, NUMBER, CREDIT_CODE = "people", "uid", "customer_no", "uscc"
MARKET, OWNER, AUTHOR, WRITTEN_AT = "market_area_id", "owner_id", "created_by_id", "created_at"
CONTACT = "contact."

KEYS = (UID, NUMBER, CREDIT_CODE)
"""By which a row is known to be a customer on record, surest first."""

PLACES_FOR_NUMBERS = frozenset({PEOPLE, "phone", CONTACT + "mobile", CONTACT + "phone"})
"""Targets whose cells are read as persons with their numbers."""

SEVERAL = PLACES_FOR_NUMBERS | {"note"}
"""Targets that more than one column may fill."""

_GIVEN_ELSEWHERE = frozenset({"archive_no", "archive_state", "position_state", "stage_entered_on", "protect_until"})
"""What archiving, confirming and moving through the stages write (rules R07, R12, R14)."""
_CONTACT_FIELDS = ("name", "gender", "title_kind", "mobile", "phone", "wechat", "email", "habits")


@dataclass(frozen=True, slots=True)
class Target:
    """One place a column's values can go; `field` says what they must be like, None for a cell of several."""

    name: str
    label: str
    field: Field | None = None


@lru_cache(maxsize=1)
def targets() -> Mapping[str, Target]:
    """Every target by name, in the order they are offered."""
    customer = {field.name: field for field in Customer.fields()}
    contact = {field.name: field for field in Contact.fields()}
    found = [Target(UID, "全局号")]
    found += [Target(f.name, f.label, f) for f in customer_fields() if f.name not in _GIVEN_ELSEWHERE]
    found += [Target(MARKET, "市场", customer[MARKET]), Target(OWNER, "负责业务员", customer[OWNER])]
    found += [Target("note", "备注", customer["note"]), Target(PEOPLE, "联系人/电话")]
    for name in _CONTACT_FIELDS:
        field = contact[name]
        label = "联系人" if name == "name" else f"联系人{field.label}"
        found.append(Target(CONTACT + name, label, replace(field, label=label)))
    moment = Field(name=WRITTEN_AT, label="建档时间", kind=Kind.DATETIME)
    found += [Target(AUTHOR, "建档人"), Target(WRITTEN_AT, "建档时间", moment)]
    return {target.name: target for target in found}
