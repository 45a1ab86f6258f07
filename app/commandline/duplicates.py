"""`customers duplicates`: the pairs of customers that may be one, and looking for them."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from typing import TYPE_CHECKING

from app.commandline.reports import count
from app.context import App

if TYPE_CHECKING:
    from app.customers.candidates import CandidateRow, Side

_STATES = {"pending": "待判", "merged": "已合并", "not_duplicate": "不重复"}


def take_duplicates(parser: ArgumentParser) -> None:
    """Its arguments."""
    parser.add_argument("--scan", action="store_true", help="先把全库比对一遍")
    parser.add_argument("--state", choices=tuple(_STATES), default="pending", metavar="状态", help="、".join(_STATES))
    parser.add_argument("--limit", type=count, default=50, metavar="对数", help="最多列几对，默认 50")
    parser.add_argument("--json", action="store_true", help="结果写成 JSON")


def duplicates(app: App, arguments: Namespace) -> int:
    """List them, the likeliest first."""
    from app.customers.candidates import count_candidates, list_candidates
    from app.customers.scanning import scan
    from app.tasks import Task

    scanned = scan(app, Task()) if arguments.scan else None
    rows = list_candidates(app, arguments.state, limit=arguments.limit)
    total = count_candidates(app, arguments.state)
    if arguments.json:
        found = {"total": total, "pairs": [_as_json(row) for row in rows]}
        print(json.dumps(found | ({"scan": asdict(scanned)} if scanned else {}), ensure_ascii=False))
        return 0
    if scanned:
        print(f"比对了 {scanned.customers:,} 家，找到 {scanned.found:,} 对，新记下 {scanned.recorded:,} 对。")
    for row in rows:
        print(f"{row.score}  {_named(row.one)}  {_named(row.other)}  {'、'.join(row.reasons)}")
    print(f"{_STATES[arguments.state]}的共 {total:,} 对。")
    return 0


def _named(side: Side) -> str:
    return f"{side.customer_no} {side.name}"


def _as_json(row: CandidateRow) -> dict[str, object]:
    return {
        "score": row.score,
        "reasons": row.reasons,
        "state": row.state,
        "note": row.note,
        "customers": [{"customer_no": side.customer_no, "name": side.name} for side in (row.one, row.other)],
    }
