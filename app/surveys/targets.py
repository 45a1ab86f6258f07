"""Where a form's answers go in the archive: entity fields (`save_to`) and `sb:writes` targets (architecture §3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from app.choices import codes_of, label_of, labels_of
from app.db.journal import plain
from app.db.records import Contact, Customer, Visit
from app.errors import Invalid
from app.forms.clean import clean
from app.forms.filling import Filling
from app.forms.model import Field, Form, Group, Kind, Node, Repeat

CUSTOMER_NAME = "customer_name"
"""The question whose answer is the entity's label, Customer.name (forms/README)."""

CONSENT_STATES = {"yes": "agreed", "no": "refused", "not_told": "not_told"}
"""From the answer to 信息登记知情同意 to Customer.consent_state."""

_RECORDS = {"Customer": Customer, "Contact": Contact, "Visit": Visit}


@dataclass(frozen=True, slots=True)
class Target:
    """One archive field that a question feeds: record name, field name, the question's path."""

    record: str
    field: str
    path: str


def targets(form: Form) -> tuple[Target, ...]:
    """Every archive field the form's plain questions feed; table rows are written as a whole elsewhere."""
    return tuple(_walk(form.children))


def _walk(nodes: tuple[Node, ...]) -> Iterator[Target]:
    for node in nodes:
        if isinstance(node, Repeat):
            continue
        if isinstance(node, Group):
            yield from _walk(node.children)
            continue
        if node.name == CUSTOMER_NAME:
            yield Target("Customer", "name", node.path)
        if node.name == "consent_answer":
            yield Target("Customer", "consent_state", node.path)
        if node.save_to:
            yield Target("Customer", node.save_to, node.path)
        for written in node.writes:
            record, _, name = written.partition(".")
            if record in _RECORDS and name:
                yield Target(record, name, node.path)


def record_field(target: Target) -> Field:
    """The declaration of the archive field."""
    return next(f for f in _RECORDS[target.record].fields() if f.name == target.field)


def archive_value(field: Field, text: str) -> Any:
    """An answer's text as the archive keeps it; None for no answer or one the archive's own field does not take."""
    try:
        cleaned = clean([replace(field, required=False)], {field.name: _as_asked(field, text.strip())}, codes_of)
    except Invalid:
        return None
    return None if cleaned[field.name] == () else cleaned[field.name]


def _as_asked(field: Field, text: str) -> Any:
    if field.name == "consent_state":
        return CONSENT_STATES.get(text, text)
    if field.kind not in (Kind.INTEGER, Kind.DECIMAL):
        return text
    try:
        number = Decimal(text)
        return number.quantize(Decimal(1).scaleb(-field.scale), ROUND_HALF_UP)
    except InvalidOperation:
        return text


def answer_text(value: Any) -> str:
    """An archive value as an answer's text, the reverse of `archive_value`."""
    return "" if value is None else str(plain(value))


def display(field: Field, value: Any, names: Mapping[Any, str]) -> str:
    """An archive value in words; `names` gives those of references."""
    if value in (None, "", ()):
        return "—"
    if field.kind is Kind.REFERENCE:
        return names.get(value, str(value))
    if field.kind is Kind.ONE:
        return label_of(field.choices, value)
    if field.kind is Kind.MANY:
        return labels_of(field.choices, value)
    return answer_text(value)


def rows_of(filling: Filling, table: str, names: tuple[str, ...]) -> list[dict[str, str]]:
    """The filled rows of a table, by field name; a row without its first field is not a row."""
    found = []
    for row in range(1, filling.rows(table) + 1):
        values = {name: filling.state(f"{table}[{row}]/{name}").value for name in names}
        if values[names[0]].strip():
            found.append(values)
    return found
