"""The customer sheet as one would first write it: one select by SQLAlchemy Core and openpyxl's write-only mode."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from sqlalchemy import Select, null
from sqlalchemy.orm import Session

from app.choices import options
from app.context import App
from app.customers.archiving import ITEMS, review_after
from app.db.records import Customer, Employee, MarketArea
from app.exchange import checksum, masks
from app.exchange.archive_sheets import COMPLETENESS, customers_sheet
from app.exchange.checksum import canonical_bytes
from app.exchange.choosing import in_order
from app.exchange.columns import Column, Shape
from app.exchange.rows import serial
from app.exchange.shell import shown_columns

_AT_ONCE = 1000
_JOINED = {"market_area_id": MarketArea.name, "owner_id": Employee.name}
_REVIEW, _CODE = "下次复核", "统一社会信用代码"
Show = Callable[[Any], Any]


def write_plainly(app: App, path: Path) -> None:
    """Every customer, numbers masked, and the hidden columns; a row at a time."""
    sheet = customers_sheet()
    titles = [column.title for column in shown_columns(sheet)]
    shows = [_show(column) for column in sheet.columns]
    code, share, review = (titles.index(title) for title in (_CODE, COMPLETENESS, _REVIEW))
    book = Workbook(write_only=True)
    page = book.create_sheet(sheet.name)
    page.append(titles)
    with app.db.snapshot() as session:
        for row in _rows(app, session):
            cells = [
                show(value) if show and value is not None else value for show, value in zip(shows, row, strict=False)
            ]
            cells[code] = masks.credit_code(row.uscc, row.party_kind)
            cells[share] = row.there / ITEMS
            cells[review] = review_after(row.found_on, row.last_reviewed_on, row.primary_class)
            said = [canonical_bytes(_number(cells[place])) for place in sheet.editable]
            page.append([*cells, row.uid, checksum.written(row.uid, row.row_version, said)])
    book.save(path)


def _rows(app: App, session: Session) -> Any:
    columns = [_source(column) for column in customers_sheet().columns]
    more = (Customer.uid, Customer.row_version, Customer.last_reviewed_on)
    query: Select[Any] = (
        in_order(app)
        .join(Employee, Employee.id == Customer.owner_id)
        .where(Customer.consent_state != "withdrawn")
        .with_only_columns(*columns, *more)
        .execution_options(yield_per=_AT_ONCE)
    )
    return session.execute(query)


def _source(column: Column) -> Any:
    if column.field in _JOINED:
        return _JOINED[column.field]
    if column.title == COMPLETENESS:
        return column.sources[0].label("there")
    return column.sources[0] if column.field else null()


def _show(column: Column) -> Show | None:
    """How a stored value becomes what its cell says; None where it is that already."""
    if column.shape is Shape.FLAG:
        return {True: "是", False: "否"}.get
    if column.shape not in (Shape.CODE, Shape.CODES):
        return column.mask if len(column.sources) == 1 else None
    labels = {option.code: option.label for option in options(column.listed)}
    return labels.get if column.shape is Shape.CODE else lambda codes: "、".join(labels[code] for code in codes.split())


def _number(value: Any) -> Any:
    return serial(value) if isinstance(value, date) else value
