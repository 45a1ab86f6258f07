"""Checking the journal: its chain, and that every record still is what the journal says it became."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

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
    entries = records = 0
    with db.snapshot() as session:
        connection = session.connection()
        try:
            entries, state = _walk(connection, problems)
            for table, record in _tables().items():
                records += _compare(connection, record, state.get(table, {}), problems)
        except (ValueError, TypeError, ArithmeticError) as error:  # a value no writer of ours could have stored
            problems.append(f"库里有读不懂的内容（{error}），是绕过程序改的，后面的没有核对。")
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
        after = {name: pair[1] for name, pair in json.loads(changes).items()}
    except (ValueError, AttributeError, LookupError, TypeError):
        return  # the row's hash no longer fits either, and _walk has said so
    state.setdefault(entity, {}).setdefault(entity_id, {}).update(after)


def _tables() -> dict[str, type[Record]]:
    return {
        mapper.local_table.name: mapper.class_  # type: ignore[attr-defined]
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, Record)
    }


def _compare(
    connection: Connection, record: type[Record], known: dict[int, dict[str, Any]], problems: list[str]
) -> int:
    labels = {c.key: c.info["field"].label for c in record.__table__.columns if "field" in c.info}
    labels = labels | {"uid": "全局号", "deleted_at": "删除时间"}
    labels.pop("password_hash", None)
    count = 0
    for row in connection.execute(select(record.__table__)).mappings():
        count += 1
        journalled = known.pop(row["id"], None)
        if journalled is None:
            problems.append(f"{record.LABEL}第 {row['id']} 号没有新增留痕。")
            continue
        wrong = [label for key, label in labels.items() if not _same(row[key], journalled.get(key))]
        if wrong:
            problems.append(f"{record.LABEL}第 {row['id']} 号的{'、'.join(wrong)}与留痕不符，是绕过程序改的。")
    problems.extend(f"{record.LABEL}第 {gone} 号有留痕，记录却不在了。" for gone in known if known[gone].get("uid"))
    return count


def _same(value: Any, journalled: Any) -> bool:
    return plain(value) == journalled or (value in (None, "", ()) and journalled in (None, ""))
