"""What a filter's conditions are called, what each may be, and how a filter is told in words or read from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.choices import options
from app.context import App
from app.customers.filters import DUES, MARKS, SHEETS, CustomerFilter
from app.customers.states import SHOPPING_LEVELS
from app.db.records import BranchOffice, Employee, MarketArea
from app.errors import Invalid


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a condition: an id or a code, its number as people write it (a market's, a person's), its name."""

    value: int | str
    number: str
    label: str


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: `name` is the filter's field, `key` what the command line calls it, `label` what people do."""

    name: str
    key: str
    label: str
    choices: str = ""
    words: Mapping[str, str] | None = None


CONDITIONS = (
    Condition("branches", "branch", "办事处"),
    Condition("markets", "market", "市场"),
    Condition("statuses", "status", "状态", "lifecycle_status"),
    Condition("classes", "class", "等级", "primary_class"),
    Condition("stages", "stage", "阶段", "pipeline_stage"),
    Condition("owners", "owner", "业务员"),
    Condition("intents", "intent", "意向", "intent_level"),
    Condition("dues", "due", "应访", words=DUES),
    Condition("sheets", "sheet", "调查表", words=SHEETS),
    Condition("marks", "mark", "标记", words=MARKS),
    Condition("channels", "channel", "渠道类型", "channel_type"),
    Condition("scales", "scale", "规模", "scale"),
)
"""In the order in which a page offers them."""
_TEXT_KEY, _TEXT_LABEL = "text", "查找"
_KNOWN = {word: condition for condition in CONDITIONS for word in (condition.key, condition.label)}


@dataclass(frozen=True, slots=True)
class Offer:
    """A condition with everything it may be, for a page's chips."""

    condition: Condition
    options: tuple[Option, ...]


def offers(app: App) -> tuple[Offer, ...]:
    """Every condition the signed-in user can choose by; one with a single possible value is left out."""
    app.need("customer.view")
    with app.reading() as session:
        found = (Offer(condition, _options(app, session, condition)) for condition in CONDITIONS)
        return tuple(offer for offer in found if len(offer.options) > 1)


def told(app: App, wanted: CustomerFilter) -> str:
    """A filter in words: 市场 河西五金机电城；等级 A 重点、B 潜在. Values that no longer exist are told by their number."""
    parts = [f"{_TEXT_LABEL} {wanted.text.strip()}"] if wanted.text.strip() else []
    with app.reading() as session:
        for condition in CONDITIONS:
            if values := getattr(wanted, condition.name):
                labels = {option.value: option.label for option in _options(app, session, condition, every=True)}
                parts.append(f"{condition.label} {'、'.join(labels.get(value, str(value)) for value in values)}")
    return "；".join(parts)


def known(app: App, wanted: CustomerFilter) -> CustomerFilter:
    """A filter without the values that no longer exist: of a market that was deleted, a code a list has dropped."""
    values: dict[str, Any] = {"text": wanted.text}
    with app.reading() as session:
        for condition in CONDITIONS:
            if chosen := getattr(wanted, condition.name):
                there = {option.value for option in _options(app, session, condition, every=True)}
                values[condition.name] = tuple(value for value in chosen if value in there)
    return CustomerFilter(**values)


def read_filter(app: App, pairs: Iterable[tuple[str, str]]) -> tuple[CustomerFilter, str]:
    """The filter of conditions as people write them, and its wording.

    Conditions go by key or label, their values by number or code or label; one condition several times means any of
    them. Raises Invalid for what is not there.
    """
    texts: list[str] = []
    found: dict[str, list[int | str]] = {}
    with app.reading() as session:
        for key, written in pairs:
            if key in (_TEXT_KEY, _TEXT_LABEL):
                texts.append(written.strip())
            elif key in _KNOWN:
                found.setdefault(_KNOWN[key].name, []).append(_meant(app, session, _KNOWN[key], written.strip()))
            else:
                keys = "、".join((_TEXT_LABEL, *(condition.label for condition in CONDITIONS)))
                raise Invalid(f"没有“{key}”这个筛选条件，可用 {keys}。没有写出文件。", {"filter": key})
    values: dict[str, Any] = {name: tuple(each) for name, each in found.items()}
    wanted = CustomerFilter(text=" ".join(texts), **values)
    return wanted, told(app, wanted)


def _meant(app: App, session: Session, condition: Condition, written: str) -> int | str:
    for option in _options(app, session, condition, every=True):
        if written in (option.number, option.label):
            return option.value
    raise Invalid(f"没有“{written}”这个{condition.label}，没有写出文件。请核对后再导出。", {"filter": written})


def _options(app: App, session: Session, condition: Condition, *, every: bool = False) -> tuple[Option, ...]:
    """What a condition may be: of offices, markets and people those in the user's own office, or `every` one."""
    if condition.choices:
        return tuple(Option(choice.code, choice.code, choice.label) for choice in options(condition.choices))
    if condition.words:
        return tuple(Option(code, code, label) for code, label in condition.words.items())
    kind, number = _RECORDS[condition.name]
    query = select(kind.id, number, kind.name).where(kind.deleted_at.is_(None)).order_by(number)
    if condition.name == "markets":
        query = query.where(MarketArea.level.in_(SHOPPING_LEVELS))
    if condition.name == "owners":
        query = query.where(Employee.branch_id.is_not(None))
    if not every and app.user.branch_id is not None:
        own = BranchOffice.id if condition.name == "branches" else kind.branch_id
        query = query.where(own == app.user.branch_id)
    return tuple(Option(*row) for row in session.execute(query))


_RECORDS: Mapping[str, tuple[Any, Any]] = {
    "branches": (BranchOffice, BranchOffice.code),
    "markets": (MarketArea, MarketArea.code),
    "owners": (Employee, Employee.emp_no),
}
