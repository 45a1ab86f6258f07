"""Finding customers: the first fifty hits of a fixed mix, against the best raw queries and LIKE, small and large."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median, quantiles

from sqlalchemy import text as sql
from sqlalchemy.orm import Session

from app.db.search import find, plain_text, tokens_of
from tests.bench.many_sample import MOST, office_of

SMALL = 10_000
SHOWN = 50
ROUNDS = 5
MIX = {
    "1 character": ("恒", "鑫", "材", "h", "7"),
    "2 characters": ("五金", "栎电", "光伏", "恒栎", "wj"),
    "3 characters": ("恒栎五", "五金机", "建材经", "hly", "yxgs"),
    "initials": ("hlwjjd", "ydqjc", "xgsn", "jxdl"),
    "phone tail": ("1234", "0052", "99999", "14200123"),
    "two words": ("恒 五金", "创新路 光伏", "hl 建材"),
    "no hit": ("龘龘", "zzzzq", "0000000000000"),
}


def main() -> None:
    """Print milliseconds at both sizes, growth, and the ratio to the raw queries on the large one."""
    results = {}
    for customers in (SMALL, MOST):
        with office_of(customers) as app, app.reading() as session:
            ways = {"find": _find(session), "raw": _raw(session), "LIKE": _like(session)}
            results[customers] = {name: _measure(way, 1 if name == "LIKE" else ROUNDS) for name, way in ways.items()}
    for customers, ways in results.items():
        print(f"\n{customers:,} customers, first {SHOWN} hits, ms")
        for name, by_kind in ways.items():
            whole = [seconds for each in by_kind.values() for seconds in each]
            p95 = quantiles(whole, n=20)[-1] * 1000
            print(f"  {name:<8} p50 {median(whole) * 1000:8.2f}   p95 {p95:8.2f}   max {max(whole) * 1000:8.2f}")
    print(f"\nby kind, p50 ms: find at {SMALL:,} → {MOST:,}, raw, LIKE at {MOST:,}")
    for kind in MIX:
        small, large = results[SMALL]["find"][kind], results[MOST]["find"][kind]
        rest = [median(results[MOST][name][kind]) * 1000 for name in ("raw", "LIKE")]
        print(f"  {kind:<14}{median(small) * 1000:8.2f} → {median(large) * 1000:8.2f}   {rest[0]:8.2f}  {rest[1]:9.2f}")


def _measure(search: Callable[[str], object], rounds: int) -> dict[str, list[float]]:
    """The median seconds of each text, by kind."""
    return {kind: [_median(search, text, rounds) for text in texts] for kind, texts in MIX.items()}


def _median(search: Callable[[str], object], text: str, rounds: int) -> float:
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        search(text)
        taken.append(time.perf_counter() - start)
    return median(taken)


def _find(session: Session) -> Callable[[str], object]:
    return lambda text: find(session, text, SHOWN)


def _raw(session: Session) -> Callable[[str], object]:
    """The bare FTS5 query for the whole tokens of the text: no order, no beginnings, no proof."""
    connection = session.connection().connection.cursor()

    def search(text: str) -> object:
        tokens = [token for word in text.split() for token in _whole(plain_text(word))]
        words = " AND ".join(f'"{token}"*' for token in tokens)
        connection.execute(f"SELECT rowid FROM customer_fts WHERE customer_fts MATCH ? LIMIT {SHOWN}", (words,))
        return connection.fetchall()

    return search


def _whole(term: str) -> list[str]:
    size = 3 if term.isascii() else 2
    return [token for token in tokens_of(term) if len(token) == size] or [term]


def _like(session: Session) -> Callable[[str], object]:
    query = sql(f"SELECT customer_id FROM customer_search WHERE body LIKE :text LIMIT {SHOWN}")
    return lambda text: session.execute(query, {"text": f"%{plain_text(text)}%"}).all()


if __name__ == "__main__":
    main()
