"""The generated branch network: customers the program itself could have written, always the same."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from app.context import App
from app.customers.listing import count_customers, list_customers
from app.customers.records import write_keys
from app.db.records import Customer
from app.db.schema import open_database
from app.db.search import customer_search, search_values
from app.db.searching import searchables
from app.errors import Cancelled, DatabaseUnavailable
from app.people.accounts import OFFICE_JOB
from app.sample.fill import fill_sample
from app.sample.many import add_many
from app.tasks import Task
from tests.support.clock import StandingClock

CUSTOMERS = 3000


@pytest.fixture
def office(tmp_path: Path, clock: StandingClock) -> Iterator[App]:
    app = App(open_database(f"sqlite:///{tmp_path / 'many.db'}", now=clock()), OFFICE_JOB, clock)
    fill_sample(app)
    yield app
    app.db.close()


def content(app: App) -> list[str]:
    assert app.db.file is not None
    with closing(sqlite3.connect(app.db.file)) as connection:
        return list(connection.iterdump())


def test_generated_customers_are_as_the_program_writes_them(office: App) -> None:
    counts = add_many(office, CUSTOMERS, Task())
    assert counts == {
        "customer": CUSTOMERS, "contact": CUSTOMERS, "customer_brand": 2 * CUSTOMERS, "visit": CUSTOMERS,
        "customer_search": CUSTOMERS,
    }  # fmt: skip
    assert count_customers(office) == CUSTOMERS + 36
    with office.db.reading() as session:
        ids = session.scalars(select(Customer.id)).all()
        names = ("name_key", "soft_key", "address_key", "phone_key", "pinyin", "name_order")
        for customer in session.scalars(select(Customer)):
            written = [getattr(customer, name) for name in names]
            write_keys(session, customer)
            assert [getattr(customer, name) for name in names] == written
        stored = {row.customer_id: row._asdict() for row in session.execute(select(customer_search))}
        for row in searchables(session, ids):
            made = search_values(row, listed=False)
            assert {**stored[row.customer_id], "tokens": ""} == {**made, "tokens": ""}
            assert set(stored[row.customer_id]["tokens"].split()) == set(made["tokens"].split())
        assert len({customer.name for customer in session.scalars(select(Customer))}) == len(ids)


def test_the_database_is_whole_and_searched_afterwards(office: App) -> None:
    add_many(office, CUSTOMERS, Task())
    assert office.db.file is not None
    with closing(sqlite3.connect(office.db.file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.execute("INSERT INTO customer_fts(customer_fts) VALUES ('integrity-check')")
        indexes = connection.execute("SELECT count(*) FROM sqlite_master WHERE type = 'index'").fetchone()
    assert indexes[0] > 50
    known = list_customers(office, start=1000, limit=1)[0]
    assert known in list_customers(office, known.name)


def test_it_is_the_same_every_time(office: App, tmp_path: Path, clock: StandingClock) -> None:
    again = App(open_database(f"sqlite:///{tmp_path / 'again.db'}", now=clock()), OFFICE_JOB, clock)
    fill_sample(again)
    for app in (office, again):
        add_many(app, 200, Task())
    with closing(again.db):
        generated = [[line for line in content(app) if "-0000-4000-8000-" in line] for app in (office, again)]
    assert len(generated[0]) == 1000
    assert generated[0] == generated[1]


def test_stopped_it_leaves_nothing(office: App) -> None:
    before = content(office)
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        add_many(office, 200, task)
    assert content(office) == before


def test_a_server_is_left_alone(postgres_url: str, clock: StandingClock) -> None:
    app = App(open_database(postgres_url, now=clock()), OFFICE_JOB, clock)
    with closing(app.db), pytest.raises(DatabaseUnavailable, match="只能写进 SQLite"):
        add_many(app, 10, Task())
