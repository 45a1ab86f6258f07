"""Tables on disk of what a long comparison works with, so that millions of customers need little memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

_CACHE_KB = 65_536
_TABLES = (
    "CREATE TABLE shop (id INTEGER PRIMARY KEY, core, address, phones, uscc, market_id INTEGER, parent_id INTEGER)",
    "CREATE TABLE keyed (key INTEGER NOT NULL, id INTEGER NOT NULL)",
    "CREATE TABLE found (a_id INTEGER, b_id INTEGER, score INTEGER, reasons, PRIMARY KEY (a_id, b_id)) WITHOUT ROWID",
)

ShopRow = tuple[int, str, str, str, str, int | None, int | None]
"""Id, normal name, normal address, phone keys separated by spaces, credit code, market, group."""


class Scratch:
    """Shops, the keys they have, and the pairs found among them; use it in a `with`, its file goes with it."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory(prefix="sweepbook-", ignore_cleanup_errors=True)
        file = Path(self._folder.name) / "compared.db"
        self._connection = sqlite3.connect(file, isolation_level=None)
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "locking_mode=EXCLUSIVE", f"cache_size=-{_CACHE_KB}"):
            self._connection.execute(f"PRAGMA {pragma}")
        for table in _TABLES:
            self._connection.execute(table)
        self._connection.execute("BEGIN")

    def __enter__(self) -> Scratch:
        return self

    def __exit__(self, *_error: object) -> None:
        self._connection.close()
        self._folder.cleanup()

    def add_shops(self, rows: Iterable[ShopRow]) -> None:
        """Keep shops."""
        self._connection.executemany("INSERT INTO shop VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    def add_keys(self, rows: Iterable[tuple[int, int]]) -> None:
        """Keep which key which shop has."""
        self._connection.executemany("INSERT INTO keyed VALUES (?, ?)", rows)

    def add_pairs(self, rows: Iterable[tuple[int, int, int, str]]) -> None:
        """Keep pairs found, with score and reasons; one that is there already stays as it is."""
        self._connection.executemany("INSERT OR IGNORE INTO found VALUES (?, ?, ?, ?)", rows)

    def shops(self) -> Iterator[ShopRow]:
        """All shops, by id."""
        return iter(self._connection.execute("SELECT * FROM shop ORDER BY id"))

    def groups(self) -> Iterator[list[ShopRow]]:
        """The shops of each key that two or more have, in order of id."""
        query = "SELECT key, shop.* FROM keyed JOIN shop USING (id) ORDER BY key, id"
        rows: Iterator[Any] = self._connection.execute(query)
        for _, found in groupby(rows, key=lambda row: row[0]):
            shops = [row[1:] for row in found]
            if len(shops) > 1:
                yield shops

    def pairs(self) -> Iterator[tuple[int, int, int, str]]:
        """The pairs found, the likeliest first."""
        return iter(self._connection.execute("SELECT * FROM found ORDER BY score DESC, a_id, b_id"))

    def count(self, table: str) -> int:
        """How many rows one of the tables has."""
        return int(self._connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
