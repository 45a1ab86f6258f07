"""Saving a finished survey sheet against inserting the same rows by raw sqlite3."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select

from app.clock import beijing_now
from app.context import App
from app.db.records import Customer, SurveySheet
from app.db.schema import open_database
from app.people.accounts import NOBODY, OFFICE_JOB, sign_in
from app.sample.fill import fill_sample
from app.surveys.sheets import SheetInput, open_sheet, save_sheet
from tests.bench.harness import compare, timed

_KEYS = ("id", "customer_id", "customer_a_id", "customer_b_id")


def main() -> None:
    """Print the ratio of the service to the bare rows, the journal's among them."""
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'office.db'}"
        db = open_database(url, now=beijing_now())
        fill_sample(App(db, OFFICE_JOB))
        app = sign_in(App(db, NOBODY), "wenk")
        save = _saver(app)
        rows, save_again = _rows_of_one_save(Path(folder) / "office.db", save)
        raw = _raw_writer(Path(folder) / "raw.db", Path(folder) / "office.db", rows)
        compare("save a finished sheet", {"raw sqlite3, same rows": timed(raw), "save_sheet": timed(save_again)})
        db.close()


def _saver(app: App) -> Callable[[], object]:
    """A call that saves a complete sheet of a new customer each time."""
    with app.reading() as session:
        full = session.scalar(select(SurveySheet.id).where(SurveySheet.completeness_pct == 100).limit(1))
        surveyor = session.scalar(select(Customer.owner_id).limit(1))
    assert full is not None
    assert surveyor is not None
    sheet = open_sheet(app, full)
    numbers = count(1)

    def save() -> object:
        number = next(numbers)
        answers = sheet.answers | {
            "/data/a/customer_name": _unlike(number),
            "/data/a/address": f"{number}排1号",
            "/data/a/mobile": f"142{number:08d}",
            "/data/a/phone": f"0600-{number:07d}",
            "/data/a/uscc": "",
        }
        return save_sheet(app, SheetInput(sheet.form_record_id, answers, sheet.rows, 3, surveyor))

    return save


def _unlike(number: int) -> str:
    """A name like no other, so that nobody is asked whether it is the same shop."""
    return "".join(chr(0x4E00 + number * step % 20_000) for step in (7919, 104_729, 1299, 15_485, 6007))


def _rows_of_one_save(
    file: Path, save: Callable[[], object]
) -> tuple[list[tuple[str, tuple[object, ...]]], Callable[[], object]]:
    """The rows that one save adds, by table."""
    with sqlite3.connect(file) as raw:
        written = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'customer_fts%'"
        tables = [row[0] for row in raw.execute(written)]  # the index's own tables are its triggers' business
        before = {table: _newest(raw, table) for table in tables}
        save()
        rows = [
            (table, row)
            for table in tables
            for row in raw.execute(f"SELECT * FROM {table} WHERE rowid > ?", (before[table],))
        ]
    raw.close()
    return rows, save


def _newest(raw: sqlite3.Connection, table: str) -> int:
    return int(raw.execute(f"SELECT coalesce(max(rowid), 0) FROM {table}").fetchone()[0])


def _raw_writer(target: Path, source: Path, rows: list[tuple[str, tuple[object, ...]]]) -> Callable[[], object]:
    """A call that writes those rows, keys shifted, in one commit as durable as the program's."""
    with sqlite3.connect(source) as origin:
        origin.execute(f"VACUUM INTO '{target}'")
    origin.close()
    raw = sqlite3.connect(target, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        raw.execute(f"PRAGMA {pragma}")
    uniques = count(1)
    statements = [
        (f"INSERT INTO {table} VALUES ({','.join('?' * len(row))})", row, _key_places(raw, table))
        for table, row in rows
    ]

    def write() -> None:
        shift = next(uniques)
        raw.execute("BEGIN IMMEDIATE")
        for statement, row, keys in statements:
            raw.execute(statement, tuple(_shifted(value, place in keys, shift) for place, value in enumerate(row)))
        raw.execute("COMMIT")

    return write


def _key_places(raw: sqlite3.Connection, table: str) -> set[int]:
    """Where a row holds its own number or its customer's."""
    return {int(place) for place, name, *_ in raw.execute(f"PRAGMA table_info({table})") if name in _KEYS}


def _shifted(value: object, is_key: bool, shift: int) -> object:
    """Keys and numbers that must be unique, made so."""
    if is_key and isinstance(value, int):
        return value + shift * 1000
    return f"{value}-{shift}" if isinstance(value, str) and len(value) < 70 else value


if __name__ == "__main__":
    main()
