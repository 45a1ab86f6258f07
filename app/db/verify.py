"""Checking the journal: its chain, and that every record still is what the journal says it became."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, inspect, select

from app.db.base import Base, Record
from app.db.engine import Database
from app.db.journal import GENESIS, digest, plain
from app.db.records import AuditEntry

_TABLE = AuditEntry.__table__


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was read and what is wrong with it; `problems` are Chinese sentences, empty when all is well."""

    entries: int
    records: int
    problems: tuple[str, ...]


def verify(db: Database) -> Verdict:
    """Read the whole journal and every record; memory grows with the number of records, not of changes."""
    problems: list[str] = []
    with db.reading() as session:
        connection = session.connection()
        entries, state = _walk(connection, problems)
        records = 0
        for table, record in _tables().items():
            if inspect(connection).has_table(table):
                records += _compare(connection, record, state.get(table, {}), problems)
    return Verdict(entries, records, tuple(problems))


def _walk(connection: Connection, problems: list[str]) -> tuple[int, dict[str, dict[int, dict[str, Any]]]]:
    last, count = GENESIS, 0
    state: dict[str, dict[int, dict[str, Any]]] = {}
    for row in connection.execute(select(_TABLE).order_by(_TABLE.c.id)).mappings():
        count += 1
        if row["prev_hash"] != last:
            problems.append(f"留痕第 {row['id']} 行与上一行接不上，中间可能有行被删去或插入。")
        if digest(dict(row)) != row["entry_hash"]:
            problems.append(f"留痕第 {row['id']} 行（{row['operation']}，{row['entity_label']}）的内容被改过。")
        last = row["entry_hash"]
        _fold(state, row["entity"], row["entity_id"], row["changes"])
    return count, state


def _fold(state: dict[str, dict[int, dict[str, Any]]], entity: str, entity_id: int, changes: str) -> None:
    try:
        read = json.loads(changes)
    except ValueError:
        return  # the row's hash no longer fits either, and _walk has said so
    known = state.setdefault(entity, {}).setdefault(entity_id, {})
    for name, pair in read.items():
        known[name] = pair[1]


def _tables() -> dict[str, type[Record]]:
    return {
        mapper.local_table.name: mapper.class_  # type: ignore[attr-defined]
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, Record)
    }


def _compare(
    connection: Connection, record: type[Record], known: dict[int, dict[str, Any]], problems: list[str]
) -> int:
    checked = [c for c in record.__table__.columns if "field" in c.info and c.key != "password_hash"]
    count = 0
    for row in connection.execute(select(record.__table__)).mappings():
        count += 1
        journalled = known.pop(row["id"], None)
        if journalled is None:
            problems.append(f"{record.LABEL}第 {row['id']} 号没有新增留痕。")
            continue
        wrong = [c.info["field"].label for c in checked if not _same(row[c.key], journalled.get(c.key))]
        if wrong:
            problems.append(f"{record.LABEL}第 {row['id']} 号的{'、'.join(wrong)}与留痕不符，是绕过程序改的。")
    problems.extend(f"{record.LABEL}第 {gone} 号有留痕，记录却不在了。" for gone in known if known[gone].get("uid"))
    return count


def _same(value: Any, journalled: Any) -> bool:
    return plain(value) == journalled or (value in (None, "", ()) and journalled in (None, ""))
