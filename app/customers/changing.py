"""Who may change what of a customer: one declaration for the form, for new ones and for many at once (rule R22)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.context import App
from app.customers.states import DROPPED_STATUSES
from app.db.records import Customer

_BY_SUPERVISOR = "由主管来改。"
_RIGHTS = {
    "owner_id": ("customer.transfer", _BY_SUPERVISOR),
    "primary_class": ("classification.confirm", "由市场部或主管来定。"),
    "is_key_account": ("classification.confirm", "由市场部或主管认定。"),
    "key_reasons": ("classification.confirm", "由市场部或主管认定。"),
    "stage": ("pipeline.move", "由业务员或主管推进。"),
}
"""What takes more than the right to edit, and who has that (rules R03, R07, R12)."""
_STATUS = "lifecycle_status"
_ENDING = "pipeline.override"
"""The right to call a customer lost, closed or barred (rule R07)."""


def right_for(name: str) -> str:
    """The right it takes to change a field."""
    return _RIGHTS[name][0] if name in _RIGHTS else "customer.edit"


def need_rights(app: App, changes: Mapping[str, Any]) -> None:
    """Raise Forbidden when one of the changes, new values by field, takes a right the signed-in user lacks."""
    for name in changes:
        app.need(right_for(name))
    if changes.get(_STATUS) in DROPPED_STATUSES:
        app.need(_ENDING)


def closed_fields(app: App, *, known: bool = False) -> Mapping[str, str]:
    """The fields the signed-in user may not change, and who does; of a customer `known` a masked number too."""
    closed = {name: who for name, (right, who) in _RIGHTS.items() if not app.may(right)}
    return closed | {"phone": "由能看完整电话的人来改。"} if known and not edits_numbers(app) else closed


def edits_numbers(app: App) -> bool:
    """Whether the numbers of a customer on record are shown whole to be corrected: a rep's own, the office's (R22)."""
    return app.user.role == "rep" or app.may("contact.view_full")


def closed_statuses(app: App) -> tuple[str, ...]:
    """The states the signed-in user may not give a customer."""
    return () if app.may(_ENDING) else DROPPED_STATUSES


def set_otherwise(values: Mapping[str, Any]) -> dict[str, Any]:
    """Of a new customer's values those that are not what every new one begins with."""
    return {name: value for name, value in values.items() if value not in (None, "", (), usual_value(name))}


def usual_value(name: str) -> Any:
    """What a new customer begins with in a field, None for nothing."""
    default = Customer.__table__.columns[name].default
    return default.arg if default is not None and default.is_scalar else None
