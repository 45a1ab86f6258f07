"""Kept views of the customer list: conditions, order and columns under a name, each person's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.choices import codes_of
from app.context import App
from app.customers.conditions import CONDITIONS, known
from app.customers.filters import CustomerFilter
from app.customers.orders import ORDERED_COLUMNS, CustomerOrder
from app.db.records import SavedView
from app.db.saving import check_version, existing, write
from app.errors import Conflict, Forbidden
from app.forms.clean import clean

_PAGE = "customers"
_GONE = "这个视图已不在了，没有做任何改动。请重新打开视图菜单。"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerView:
    """A kept view. What no longer exists is left out of `wanted` and `order`; `columns` are keys the page knows."""

    id: int
    row_version: int
    name: str
    wanted: CustomerFilter
    order: CustomerOrder | None
    columns: tuple[str, ...]


def list_views(app: App) -> list[CustomerView]:
    """The signed-in user's views, by name."""
    app.need("customer.view")
    with app.reading() as session:
        kept = session.scalars(select(SavedView).where(*_own(app)).order_by(SavedView.name)).all()
    return [_read(app, view) for view in kept]


def save_view(
    app: App,
    name: str,
    wanted: CustomerFilter,
    order: CustomerOrder | None = None,
    columns: Sequence[str] = (),
    *,
    uid: str = "",
) -> int:
    """Keep a view, in place of the one with this name if there is one; returns its id. Raises Invalid for no name."""
    app.need("customer.view")
    view = {
        "filter": {key: list(value) if isinstance(value, tuple) else value for key, value in wanted.told().items()},
        "order": {"column": order.column, "down": order.down} if order else None,
        "columns": list(columns),
    }
    with app.transaction("保存视图", uid=uid) as session:
        name = _name(name)
        kept = _named(app, session, name)
        if kept is None:
            kept = SavedView(user_id=_user(app), page=_PAGE, name=name, view=view)
            session.add(kept)
            session.flush()
        else:
            write(kept, {"view": view})
        return kept.id


def rename_view(app: App, view_id: int, row_version: int, name: str, *, uid: str = "") -> None:
    """Give a view another name; raises Invalid for none, Conflict for another view's."""
    app.need("customer.view")
    with app.transaction("视图改名", uid=uid) as session:
        view = _to_change(app, session, view_id, row_version)
        name = _name(name)
        other = _named(app, session, name)
        if other is not None and other.id != view_id:
            raise Conflict(f"已有叫“{name}”的视图，没有改名。请换一个名称，或先删除那个视图。")
        write(view, {"name": name})


def delete_view(app: App, view_id: int, row_version: int, *, uid: str = "") -> None:
    """Drop a view."""
    app.need("customer.view")
    with app.transaction("删除视图", uid=uid) as session:
        _to_change(app, session, view_id, row_version).deleted_at = app.now()


def _own(app: App) -> tuple[Any, ...]:
    return SavedView.user_id == app.user.user_id, SavedView.page == _PAGE, SavedView.deleted_at.is_(None)


def _user(app: App) -> int:
    if app.user.user_id is None:
        raise Forbidden("没有登录的账号不能保存视图，没有做任何改动。请登录后再存。")
    return app.user.user_id


def _name(name: str) -> str:
    fields = [field for field in SavedView.fields() if field.name == "name"]
    cleaned: str = clean(fields, {"name": name}, codes_of)["name"]
    return cleaned


def _named(app: App, session: Session, name: str) -> SavedView | None:
    return session.scalar(select(SavedView).where(*_own(app), SavedView.name == name))


def _to_change(app: App, session: Session, view_id: int, row_version: int) -> SavedView:
    view = existing(session, SavedView, view_id, _GONE)
    if view.user_id != app.user.user_id:
        raise Forbidden("这是别人的视图，没有做任何改动。要用它，请另存一个自己的。")
    check_version(view, row_version)
    return view


def _read(app: App, kept: SavedView) -> CustomerView:
    content = kept.view if isinstance(kept.view, dict) else {}
    return CustomerView(
        id=kept.id,
        row_version=kept.row_version,
        name=kept.name,
        wanted=known(app, _filter(content.get("filter"))),
        order=_order(content.get("order")),
        columns=tuple(column for column in _list(content.get("columns")) if isinstance(column, str)),
    )


def _filter(stored: Any) -> CustomerFilter:
    written: Mapping[str, Any] = stored if isinstance(stored, dict) else {}
    text = written.get("text")
    values: dict[str, Any] = {
        condition.name: tuple(value for value in _list(written.get(condition.name)) if isinstance(value, int | str))
        for condition in CONDITIONS
    }
    return CustomerFilter(text=text if isinstance(text, str) else "", **values)


def _order(stored: Any) -> CustomerOrder | None:
    if not isinstance(stored, dict) or stored.get("column") not in ORDERED_COLUMNS:
        return None
    return CustomerOrder(stored["column"], stored.get("down") is True)


def _list(stored: Any) -> list[Any]:
    return stored if isinstance(stored, list) else []
