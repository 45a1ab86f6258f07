"""The search index over customers: how names, phones and addresses become tokens, and how a typed text finds them.

One table holds what can be searched for each customer; SQLite finds in it by an FTS5 index that triggers keep in step,
PostgreSQL by a GIN index over the same tokens. Rows are written in the transaction that changes the customer.
Source: design §5 (search), measured.md (search over 1,000,000 customers).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from sqlalchemy import (
    ARRAY,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    Select,
    Table,
    Text,
    bindparam,
    cast,
    delete,
    exists,
    func,
    insert,
    select,
)
from sqlalchemy import text as sql
from sqlalchemy.orm import Session

from app.db.base import Base
from app.db.records import Customer

_C = Text().with_variant(Text(collation="C"), "postgresql")

customer_search = Table(
    "customer_search",
    Base.metadata,
    Column(
        "customer_id", Integer, ForeignKey("customer.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    ),
    Column("name", _C, nullable=False),
    Column("initials", _C, nullable=False),
    Column("body", Text, nullable=False),
    Column("tokens", Text().with_variant(ARRAY(Text), "postgresql"), nullable=False),
    Index("ix_customer_search_name", "name"),
    Index("ix_customer_search_initials", "initials"),
)
"""What is searched: the name as typed, its initials, every searchable text a line each, and the tokens of them all."""

FTS_TABLE = "customer_fts"
"""SQLite's index over `customer_search.tokens`, with shadow tables of its own."""

_WHITE = re.compile(r"\s+")
_RUN = re.compile(r"[a-z0-9]+|[^a-z0-9]+")
_PUNCTUATION = {code: 0xE000 + code for code in range(33, 127) if not chr(code).isalnum()}
"""ASCII punctuation moves to the private use area, where SQLite's tokenizer does not cut."""
_LAST = "\U0010ffff"
_IN_NAME = "\ue000"
"""Marks the tokens of the name, so that names can be found before the rest."""
_MOST_ALIKE = 500
"""How many names with one token are compared; a token more names have tells little."""
_PHONE_END = 3
"""From how many digits on a number is taken for the end of a phone."""


@dataclass(frozen=True, slots=True)
class Searchable:
    """What one customer is found by; `initials` and `pinyin` hold every reading of the name, the usual one first."""

    customer_id: int
    name: str
    initials: tuple[str, ...]
    pinyin: tuple[str, ...]
    phones: tuple[str, ...]
    others: tuple[str, ...]


def plain_text(text: str) -> str:
    """A text as it is compared: half width, small letters, nothing white, ASCII punctuation out of the tokenizer's way."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return _WHITE.sub("", folded).replace("\0", "").translate(_PUNCTUATION)


def tokens_of(text: str) -> list[str]:
    """The tokens of a plain text: three letters or digits, two other characters, and what is left at each run's end."""
    found: list[str] = []
    for run in _RUN.findall(text):
        size = 3 if run[0].isascii() else 2
        found += [run[place : place + size] for place in range(len(run))]
    return found


def _asked(term: str) -> Iterator[tuple[str, bool]]:
    """The tokens every customer found must have; True stands for the beginning of a token."""
    for run in _RUN.findall(term):
        size = 3 if run[0].isascii() else 2
        if len(run) < size:
            yield run, True
        else:
            yield from ((run[place : place + size], False) for place in range(len(run) - size + 1))


def write_search(session: Session, rows: Sequence[Searchable], gone: Iterable[int]) -> None:
    """Put these customers into the index as they are now, and take the gone ones out."""
    connection = session.connection()
    listed = connection.dialect.name == "postgresql"
    stale = [*(row.customer_id for row in rows), *gone]
    connection.execute(delete(customer_search).where(customer_search.c.customer_id.in_(stale)))
    if rows:
        connection.execute(insert(customer_search), [search_values(row, listed=listed) for row in rows])


def search_values(row: Searchable, *, listed: bool) -> dict[str, Any]:
    """A row of the index; tokens are a list where the database holds arrays, else a text."""
    lines = [plain_text(part) for part in (row.name, *row.initials, *row.pinyin, *row.phones, *row.others)]
    tokens = dict.fromkeys(chain.from_iterable(map(tokens_of, lines)))
    if listed:  # an array knows no beginnings of tokens: they are tokens too
        tokens = dict.fromkeys(part for token in tokens for part in (token, token[:1], token[:2]))
    named = [_IN_NAME + token for token in tokens if token in lines[0]]
    return {
        "customer_id": row.customer_id,
        "name": lines[0],
        "initials": plain_text(row.initials[0]) if row.initials else "",
        "body": "\n".join((*lines, "")),
        "tokens": [*tokens, *named] if listed else " ".join((*tokens, *named)),
    }


def find(
    session: Session, text: str, limit: int | None = None, conditions: Sequence[ColumnElement[bool]] = ()
) -> list[int]:
    """The ids of the customers found by every word of a text, best first; all of them without a limit.

    Names that begin with it come first, then initials that do, then names that hold it, then what holds it anywhere
    else, phones last. A text of nothing finds nothing. `conditions` on Customer hold for all that is found.
    """
    terms = _terms(text)
    found: dict[int, None] = {}
    for query in _tiers(session, terms) if terms else ():
        if limit is not None and len(found) >= limit:
            break
        if conditions:
            query = query.where(exists().where(Customer.id == query.selected_columns[0], *conditions))
        found.update(dict.fromkeys(session.execute(query.limit(limit)).scalars()))
    return list(found)[:limit]


def count_found(session: Session, text: str) -> int:
    """How many customers a text finds."""
    terms = _terms(text)
    if not terms:
        return 0
    hits = _holding(session, terms).subquery()
    return session.scalar(select(func.count()).select_from(hits)) or 0


def like_named(session: Session, core: str, most: int = _MOST_ALIKE) -> list[int]:
    """The ids of customers whose names share enough neighbouring characters with a core name to be alike (rule R11).

    Alike means Dice ≥ 0.75 or one character's difference. A name that is shares so many tokens with it that, of any
    few of them, it has one: the rarest few are looked up.
    """
    words = list(dict.fromkeys(_IN_NAME + token for token, _ in _asked(plain_text(core))))
    counted = sorted((count_of, word) for word in words if (count_of := _count_token(session, word)))
    found: dict[int, None] = {}
    for _, word in counted[: max(0, telling(len(words)) - len(words) + len(counted))]:
        found.update(dict.fromkeys(session.execute(_with_token(session, word).limit(most)).scalars()))
    return list(found)


def telling(pairs: int) -> int:
    """Of how many pairs of a name every name alike has at least one, whichever they are: all but those it may lack."""
    shared = max(1, min(-(-3 * pairs // 5), pairs - 2))
    return pairs - shared + 1


def _with_token(session: Session, word: str) -> Select[tuple[int]]:
    if session.get_bind().dialect.name == "postgresql":
        return select(customer_search.c.customer_id).where(_has_tokens([word]))
    return _matching_words([(word, False)], joined=False)


def _count_token(session: Session, word: str) -> int:
    return session.scalar(select(func.count()).select_from(_with_token(session, word).subquery())) or 0


def _has_tokens(words: Sequence[str]) -> ColumnElement[bool]:
    return customer_search.c.tokens.op("@>")(cast(list(words), ARRAY(Text)))


def _terms(text: str) -> list[str]:
    return [term for word in text.split() if (term := plain_text(word))]


def _tiers(session: Session, terms: Sequence[str]) -> Iterator[Select[tuple[int]]]:
    yield _beginning("name", terms)
    yield _beginning("initials", terms)
    named, anywhere = _holding(session, terms, in_name=True), _holding(session, terms)
    yield named.order_by(named.selected_columns[0])
    yield anywhere.order_by(*_phones_last(terms), anywhere.selected_columns[0])


def _beginning(column: str, terms: Sequence[str]) -> Select[tuple[int]]:
    known = customer_search.c[column]
    first, *rest = terms
    query = select(customer_search.c.customer_id).where(known >= first, known < first + _LAST)
    for term in rest:
        query = query.where(customer_search.c.body.contains(term, autoescape=True))
    return query.order_by(known, customer_search.c.customer_id)


def _holding(session: Session, terms: Sequence[str], *, in_name: bool = False) -> Select[tuple[int]]:
    """Rows with every token asked for; where tokens alone cannot prove it, the text itself is looked at."""
    asked = [list(_asked(term)) for term in terms]
    tag = _IN_NAME if in_name else ""
    words = [(tag + token, prefix) for each in asked for token, prefix in each]
    unproved = [term for term, each in zip(terms, asked, strict=True) if len(each) > 1]
    if session.get_bind().dialect.name == "postgresql":
        query = select(customer_search.c.customer_id)
        query = query.where(_has_tokens([word for word, _ in words]))
    else:
        query = _matching_words(words, joined=bool(unproved) or _is_number(terms))
    place = customer_search.c.name if in_name else customer_search.c.body
    return query.where(*(place.contains(term, autoescape=True) for term in unproved))


def _matching_words(words: Sequence[tuple[str, bool]], *, joined: bool) -> Select[tuple[int]]:
    index = sql(f"SELECT rowid AS customer_id FROM {FTS_TABLE} WHERE {FTS_TABLE} MATCH :words")
    wanted = " AND ".join(f'"{word}"{"*" if prefix else ""}' for word, prefix in words)
    hits = index.bindparams(bindparam("words", wanted, unique=True)).columns(Column("customer_id", Integer)).subquery()
    query = select(hits.c.customer_id)
    return query.join(customer_search, customer_search.c.customer_id == hits.c.customer_id) if joined else query


def _is_number(terms: Sequence[str]) -> bool:
    return len(terms) == 1 and len(terms[0]) >= _PHONE_END and terms[0].isdigit()


def _phones_last(terms: Sequence[str]) -> Sequence[Any]:
    """A number that ends some line of the text ends a phone, or a customer's number, which holds a letter too."""
    if not _is_number(terms):
        return ()
    return (customer_search.c.body.contains(f"{terms[0]}\n", autoescape=True),)
