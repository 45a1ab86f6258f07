"""The private server really serves, and one test does not see another's database."""

from __future__ import annotations

import psycopg
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from tests.support.postgres import PostgresServer


def test_a_fresh_database_speaks_chinese_and_is_empty(database_url: str) -> None:
    engine = create_engine(database_url)
    try:
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE customer (name TEXT)"))
            connection.execute(text("INSERT INTO customer VALUES ('老王电线行')"))
            assert connection.execute(text("SELECT name FROM customer")).scalars().all() == ["老王电线行"]
    finally:
        engine.dispose()


def test_two_databases_are_two(postgres_server: PostgresServer) -> None:
    with postgres_server.fresh_database() as one, postgres_server.fresh_database() as other:
        names = {make_url(url).database for url in (one, other)}
    assert len(names) == 2


def test_a_database_is_dropped_even_when_a_connection_was_left_open(postgres_server: PostgresServer) -> None:
    with postgres_server.fresh_database() as url:
        parts = make_url(url)
        left_open = psycopg.connect(host=parts.query["host"], user=parts.username, dbname=parts.database)
    try:
        with psycopg.connect(host=parts.query["host"], user=parts.username, dbname="postgres") as connection:
            names = {row[0] for row in connection.execute("SELECT datname FROM pg_database")}
    finally:
        left_open.close()
    assert parts.database not in names
