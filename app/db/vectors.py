"""A whole list as a vector of ids: what makes any page of a million rows as near as the first (architecture §4)."""

from __future__ import annotations

from array import array

from sqlalchemy import Select
from sqlalchemy.orm import Session

_AT_ONCE, _CHARACTERS = 10_000, 65_536


def id_vector(session: Session, query: Select[tuple[int]]) -> array[int]:
    """The ids a query gives, in its order, 8 bytes each.

    The window must not wait for it: SQLite puts them all into one text, a single step that needs no Python, where row
    by row every one would ask the window for its turn; the text is read in pieces of a millisecond.
    """
    connection = session.connection()
    statement = str(query.compile(connection, compile_kwargs={"literal_binds": True}))
    cursor = connection.connection.cursor()
    try:
        if connection.dialect.name == "sqlite":
            cursor.execute(f"WITH listed(number) AS ({statement}) SELECT group_concat(number) FROM listed")
            (text,) = cursor.fetchone() or ("",)
            return _read(text or "")
        cursor.execute(statement)
        ids: array[int] = array("q")
        while rows := cursor.fetchmany(_AT_ONCE):
            ids.extend([number for (number,) in rows])
        return ids
    finally:
        cursor.close()


def _read(text: str) -> array[int]:
    """Into a place as large as it has to be: one that grows leaves gaps of megabytes in the program's memory."""
    ids = array("q", [0]) * (text.count(",") + 1 if text else 0)
    start = place = 0
    while start < len(text):
        end = text.find(",", start + _CHARACTERS)
        end = len(text) if end < 0 else end
        piece = array("q", map(int, text[start:end].split(",")))
        ids[place : place + len(piece)] = piece
        start, place = end + 1, place + len(piece)
    return ids
