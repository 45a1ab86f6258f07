"""Document numbers of rule R24, taken inside the transaction that uses them; a number given is never given again."""

from __future__ import annotations

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.db.records import NumberSequence

_AREA = 0x52323400


def next_number(session: Session, prefix: str, width: int) -> str:
    """The next number of the series with this prefix, e.g. `DC-LZ-202611-` and 4 give DC-LZ-202611-0008."""
    return next_numbers(session, prefix, width, 1)[0]


def next_numbers(session: Session, prefix: str, width: int, count: int) -> list[str]:
    """The next numbers of a series, taken at once."""
    if session.get_bind().dialect.name == "postgresql":
        # A row lock cannot guard the first number of a series: there is no row yet.
        lock = text("SELECT pg_advisory_xact_lock(:area, hashtext(:prefix))")
        session.execute(lock, {"area": _AREA, "prefix": prefix})
    query = select(NumberSequence).where(NumberSequence.scope_key == prefix).with_for_update()
    sequence = session.scalar(query)
    if sequence is None:
        sequence = NumberSequence(scope_key=prefix, next_value=1)
        session.add(sequence)
    first = sequence.next_value
    sequence.next_value = first + count
    session.flush()
    return [f"{prefix}{number:0{width}d}" for number in range(first, first + count)]
