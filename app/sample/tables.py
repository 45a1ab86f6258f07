"""The sample office's tables, as the CSV files in `data/sample` hold them."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from app.paths import SHIPPED_DATA

_COMPANY_KIND = "企"


def rows(table: str) -> list[dict[str, str]]:
    """The rows of one table, by its Chinese column headings."""
    with (SHIPPED_DATA / "sample" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def yes(cell: str) -> bool:
    """Whether a cell says 是."""
    return cell == "是"


@lru_cache(maxsize=8)
def items(table: str) -> dict[str, str]:
    """A table of two columns, item and content, as a mapping."""
    return {row["项目"]: row["内容"] for row in rows(table)}


@lru_cache(maxsize=8)
def by_key(table: str) -> dict[str, dict[str, str]]:
    """A table's rows by their first column."""
    return {next(iter(row.values())): row for row in rows(table)}


@dataclass(frozen=True, slots=True)
class Shop:
    """One line of the customer table; `seq` is the i of the generating rules, empty cells are None or empty."""

    seq: int
    market: str
    name: str
    short_name: str
    channel: str
    is_company: bool
    scale: str
    area: int | None
    staff: int | None
    founded: int | None
    volume: int | None
    main_brand: str
    own_role: str
    intent: str
    stage: str
    status: str
    terms: str
    calls_before: int
    main_class: str
    key_reasons: tuple[str, ...]
    program: str
    found_on: date | None
    source: str
    stage_on: date | None
    obstacle: str

    @property
    def is_known(self) -> bool:
        """Whether anybody has been there; the last four of the table are names only."""
        return self.volume is not None

    @property
    def is_signed(self) -> bool:
        """Whether it buys from us already (已合作)."""
        return self.intent == "signed"

    @property
    def customer_no(self) -> str:
        """Its number in the archive."""
        return f"KH-{items('office')['办事处代码']}-{self.seq:05d}"


@lru_cache(maxsize=1)
def shops() -> tuple[Shop, ...]:
    """The customer table."""
    return tuple(_shop(row) for row in rows("customers"))


def _shop(row: dict[str, str]) -> Shop:
    return Shop(
        seq=int(row["序"]),
        market=row["市场"],
        name=row["名称"],
        short_name=row["简称"],
        channel=row["渠道"],
        is_company=row["主体"] == _COMPANY_KIND,
        scale=row["规模"],
        area=_number(row["面积"]),
        staff=_number(row["员工"]),
        founded=_number(row["成立"]),
        volume=_number(row["月销"]),
        main_brand=row["主推"],
        own_role=row["本品牌"],
        intent=row["意向"],
        stage=row["阶段"],
        status=row["状态"],
        terms=row["付款"],
        calls_before=int(row["访前次数"]),
        main_class=row["主分类"],
        key_reasons=tuple(row["重点理由"].split()),
        program=row["访问方案"],
        found_on=day_of(row["发现日"]),
        source=row["来源"],
        stage_on=day_of(row["进入阶段日"]),
        obstacle=row["阻碍"],
    )


def _number(cell: str) -> int | None:
    return int(cell) if cell else None


def day_of(cell: str) -> date | None:
    """A day as the tables write it, None for an empty cell."""
    return date.fromisoformat(cell) if cell else None
