"""Importing a workbook against a plain loop: openpyxl read-only, one ORM object a row. Rows by argument, 100,000 else."""

from __future__ import annotations

import re
import shutil
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from openpyxl import load_workbook
from sqlalchemy import select

from app.choices import codes_of
from app.clock import beijing_now
from app.context import App
from app.customers.records import create_customer_in
from app.db.records import Contact, Customer, Employee, MarketArea
from app.db.schema import open_database
from app.errors import Invalid
from app.forms.clean import clean
from app.importing.rejects import write_rejects
from app.importing.source import open_source
from app.importing.tables import look_at
from app.importing.trial import try_import
from app.importing.writing import carry_out
from app.people.accounts import NOBODY, OFFICE_JOB, sign_in
from app.sample.fill import fill_sample
from app.tasks import Task
from tests.bench.harness import compare
from tests.bench.import_sample import write_workbook

_ROWS, _ROUNDS = 100_000, 3


def main() -> None:
    """Print the ratios for all rows clean and for all rows wrong."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else _ROWS
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else _ROUNDS
    with TemporaryDirectory() as name:
        folder = Path(name)
        market, owner = _office(folder / "office.db")
        for title, wrong in (("clean", False), ("wrong", True)):
            file = write_workbook(folder / f"{title}.xlsx", rows, market, owner, wrong=wrong)
            ways = {
                "import": _in_fresh_copy(folder, partial(_import, file=file)),
                "import, rejects written": _in_fresh_copy(folder, partial(_import_and_rejects, file=file)),
                "openpyxl read-only alone": _in_fresh_copy(folder, partial(_read_only, file=file)),
                "openpyxl and ORM loop": _in_fresh_copy(folder, partial(_plain_loop, file=file)),
            }
            compare(f"{rows:,} rows, all {title}", ways, rounds=rounds)


def _office(file: Path) -> tuple[str, str]:
    db = open_database(f"sqlite:///{file}", now=beijing_now())
    app = App(db, OFFICE_JOB)
    fill_sample(app)
    with app.reading() as session:
        market = session.scalars(select(MarketArea.name).where(MarketArea.level == "market").limit(1)).one()
        owner = session.scalars(select(Employee.name).where(Employee.position == "rep").limit(1)).one()
    db.close()
    return market, owner


def _in_fresh_copy(folder: Path, work: Callable[[App], None]) -> Callable[[], float]:
    def measure() -> float:
        copy = Path(shutil.copy(folder / "office.db", folder / "copy.db"))
        db = open_database(f"sqlite:///{copy}", now=beijing_now())
        app = sign_in(App(db, NOBODY), "wenk")
        start = time.perf_counter()
        work(app)
        seconds = time.perf_counter() - start
        db.close()
        for file in folder.glob("copy.db*"):
            file.unlink()
        return seconds

    return measure


def _import(app: App, file: Path) -> None:
    _take_in(app, file, None)


def _import_and_rejects(app: App, file: Path) -> None:
    _take_in(app, file, file.with_name("rejects.xlsx"))


def _take_in(app: App, file: Path, rejects: Path | None) -> None:
    with open_source(file, Task()) as source, try_import(app, source, look_at(source), Task()) as trial:
        carry_out(app, trial, Task())
        if rejects:
            write_rejects(trial, rejects, Task())


def _read_only(_app: App, file: Path) -> None:
    """What openpyxl alone costs: the floor of every loop over it."""
    sheet = load_workbook(file, read_only=True).active
    assert sheet is not None
    for _ in sheet.iter_rows(values_only=True):
        pass


def _plain_loop(app: App, file: Path) -> None:
    """What one writes first: a customer and a contact a row, each tried for itself so that a wrong one can be told."""
    sheet = load_workbook(file, read_only=True).active
    assert sheet is not None
    with app.transaction("导入") as session:
        markets = dict(session.execute(select(MarketArea.name, MarketArea.id)).tuples().all())
        people = dict(session.execute(select(Employee.name, Employee.id)).tuples().all())
        fields = [each for each in Customer.fields() if each.name in _TAKEN]
        errors = []
        for row in sheet.iter_rows(min_row=3, values_only=True):
            try:
                with session.begin_nested():
                    values = clean(fields, _values(row, markets), codes_of)
                    customer = create_customer_in(app, session, values, owner_id=people[str(row[10])])
                    session.add(Contact(customer_id=customer.id, name=row[2], mobile=row[3], is_primary=True))
            except (ValueError, Invalid) as error:
                errors.append((row, str(error)))


_TAKEN = frozenset(
    """name address phone channel_type shop_area_m2 staff_count monthly_volume_wan primary_class market_area_id
    last_visit_on founded_year note""".split()
)


def _values(row: tuple[Any, ...], markets: dict[str, int]) -> dict[str, Any]:
    codes = {"批发": "wholesaler", "零售": "retail_store", "二批": "distributor", "工程": "project_contractor"}
    day = re.fullmatch(r"(\d+)年(\d+)月(\d+)日", row[12])
    return {
        "name": row[0],
        "address": row[1],
        "phone": row[4],
        "channel_type": codes.get(row[5], row[5]),
        "shop_area_m2": row[6].removesuffix("平"),
        "staff_count": row[7],
        "monthly_volume_wan": row[8].removesuffix("万"),
        "primary_class": "A" if row[9] == "重点" else "C",
        "market_area_id": markets[row[11]],
        "last_visit_on": "{}-{:0>2}-{:0>2}".format(*day.groups()) if day else row[12],
        "founded_year": row[13].removesuffix("年"),
        "note": row[14],
    }


if __name__ == "__main__":
    main()
