"""A branch network of any size for measuring: realistic customers with contacts, brands and visits, always the same.

The rows go to SQLite without the journal, so a database made here is for measuring only; `main.py journal verify` says
of every customer in it that nobody journalled it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import ColumnDefault, Table, select

from app.context import App
from app.customers.names import address_key, name_core, name_soft
from app.customers.records import regions
from app.db.base import Base, Record
from app.db.records import Brand, Contact, Customer, CustomerBrand, Employee, MarketArea, Visit
from app.db.search import FTS_TABLE, Searchable, customer_search, search_values
from app.errors import DatabaseUnavailable
from app.phones import phone_key
from app.pinyin import pinyin_order, readings
from app.tasks import Task

_BATCH = 5000
_KINDS_OF_RECORD = (Customer, Contact, CustomerBrand, Visit)
_DAY = date(2026, 11, 20)
_STAMP = "2026-11-20 22:00:00.000000"

_FIRST = "恒永瑞华金鑫宏达兴隆顺昌泰安德信诚义和润丰茂源通利云海星辰晨阳明亮银河江山岳峰林松柳梅兰竹菊"
_SECOND = "栎砾渡雀禾梓桐楠榆槿枫荷莲芷蘅蕴琅璟珩琪瑜瑾璐沅沁泓澜洲涛润泽溪湘潭岭岚峦崧嵘"
_KINDS = (
    "五金机电",
    "电料",
    "电线电缆",
    "建材",
    "水暖器材",
    "灯饰照明",
    "家装辅材",
    "电工器材",
    "劳保五金",
    "光伏器材",
)
_FORMS = ("经营部", "商行", "门市部", "批发部", "有限公司", "商店")
_PLACES = ("", "澜州市", "河西", "城北", "高新", "临港县")
_NAMES = len(_FIRST) * len(_SECOND) * len(_KINDS) * len(_FORMS) * len(_PLACES)
"""How many names there are before a number must tell them apart; 7919 has no common factor with it."""
_SURNAMES = "郑梁谢宋唐许韩冯邓曹彭肖田董潘袁蔡蒋余于杜叶程魏苏吕丁卢姚沈钟姜崔谭"
_GIVEN = ("砚秋", "予川", "泊远", "知岚", "景禾", "望舒", "屿森", "清樾", "若溪", "怀瑾", "书衡", "语桐")
_STREETS = ("建材大道", "创新路", "南街", "机电路", "滨河路", "站前街")
_CHANNELS = ("retail_store", "wholesaler", "distributor", "retail_store", "project_contractor", "chain_store")
_SCALES = ("small", "medium", "small", "large", "small")
_INTENTS = ("none", "weak", "medium", "weak", "strong", "rejected", "none", "signed")
_STAGES = {"signed": "maintaining", "strong": "need_confirmed", "medium": "target"}
_STATUSES = {"signed": "active", "strong": "intended", "medium": "intended"}


@dataclass(frozen=True, slots=True)
class _Shared:
    """What every customer may belong to: reps by market, brands, the regions names are written without."""

    markets: Sequence[tuple[int, int, int]]
    brands: Sequence[int]
    regions: tuple[str, ...]
    first_id: int
    first_contact: int
    first_brand: int
    first_visit: int


def add_many(app: App, customers: int, task: Task) -> dict[str, int]:
    """Add this many customers with their contacts, brands and visits to the sample office; rows added, by table.

    Only to a SQLite file; all of it or nothing.
    """
    file = app.db.file
    if file is None:
        raise DatabaseUnavailable("测速数据只能写进 SQLite 文件，没有改动这个数据库。请换一个文件地址。")
    shared = _shared(app)
    app.db.close()
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for pragma in ("synchronous=OFF", "journal_mode=MEMORY", "cache_size=-400000", "temp_store=MEMORY"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN IMMEDIATE")
        try:
            counts = _write(connection, shared, customers, task)
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
        connection.execute("PRAGMA optimize")
        connection.execute("PRAGMA journal_mode=WAL")
    return counts


def _shared(app: App) -> _Shared:
    with app.reading() as session:
        markets = session.execute(
            select(MarketArea.id, Employee.branch_id, Employee.id).join(Employee, Employee.id == MarketArea.owner_id)
        )
        numbers = [max(session.scalars(select(kind.id)), default=0) for kind in _KINDS_OF_RECORD]
        brands = session.scalars(select(Brand.id).order_by(Brand.id)).all()
        return _Shared([tuple(row) for row in markets], brands, regions(session), *(n + 1 for n in numbers))


def _write(connection: sqlite3.Connection, shared: _Shared, customers: int, task: Task) -> dict[str, int]:
    tables = [*(Base.metadata.tables[kind.__tablename__] for kind in _KINDS_OF_RECORD), customer_search]
    names = [table.name for table in tables]
    indexes = _without_indexes(connection, names)
    connection.execute("DROP TRIGGER customer_search_added")
    statements = [_insert(table) for table in tables]
    made = _customers(shared, customers)
    done = 0
    counts = dict.fromkeys(names, 0)
    while batch := list(islice(made, _BATCH)):
        for name, statement, rows in zip(names, statements, zip(*batch, strict=True), strict=True):
            flat = [row for each in rows for row in each]
            connection.executemany(statement, flat)
            counts[name] += len(flat)
        done += len(batch)
        task.step(done, customers, "写入客户")
    for statement in indexes:
        connection.execute(statement)
    connection.execute(f"INSERT INTO {FTS_TABLE}({FTS_TABLE}) VALUES('rebuild')")
    added = "INSERT INTO customer_fts(rowid, tokens) VALUES (new.customer_id, new.tokens);"
    connection.execute(f"CREATE TRIGGER customer_search_added AFTER INSERT ON customer_search BEGIN {added} END")
    last = f"UPDATE number_sequence SET next_value = next_value + {customers} WHERE scope_key LIKE 'KH-%'"
    connection.execute(last)
    return counts


def _without_indexes(connection: sqlite3.Connection, tables: Sequence[str]) -> list[str]:
    """Drop what would be kept in step row by row; returns how to make it again."""
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = ?"
    found = [row for table in tables for row in connection.execute(query, (table,)).fetchall()]
    for name, _ in found:
        connection.execute(f'DROP INDEX "{name}"')
    return [statement for _, statement in found]


def _insert(table: Table) -> str:
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    return f'INSERT INTO "{table.name}" ({names}) VALUES ({", ".join("?" * len(table.columns))})'


def _template(kind: type[Record]) -> tuple[list[Any], dict[str, int]]:
    """A row of defaults, and where each column stands in it."""
    values: list[Any] = []
    for column in kind.__table__.columns:
        default = column.default
        values.append(default.arg if isinstance(default, ColumnDefault) and not callable(default.arg) else None)
    place = {column.key: number for number, column in enumerate(kind.__table__.columns)}
    for name, value in (("created_at", _STAMP), ("updated_at", _STAMP), ("row_version", 1)):
        values[place[name]] = value
    return values, place


class _Rows:
    """Rows of one table: the defaults with some values set."""

    def __init__(self, kind: type[Record], uid: str) -> None:
        self._defaults, self._place = _template(kind)
        self._uid = uid

    def row(self, number: int, values: dict[str, Any]) -> list[Any]:
        """One row; the uid is made of the number."""
        row, place = self._defaults.copy(), self._place
        row[place["id"]] = number
        row[place["uid"]] = f"{self._uid}-0000-4000-8000-{number:012x}"
        for name, value in values.items():
            row[place[name]] = value
        return row


def _customers(shared: _Shared, customers: int) -> Iterator[tuple[list[Any], ...]]:
    """For each customer its rows in the order of the tables."""
    kinds = (_Rows(Customer, "c0000000"), _Rows(Contact, "c1000000"), _Rows(CustomerBrand, "c2000000"))
    visits = _Rows(Visit, "c3000000")
    for number in range(customers):
        spelled = _spelled(number)
        values = _customer(shared, number, spelled[0][0])
        customer_id = shared.first_id + number
        person = _contact(number)
        yield (
            [kinds[0].row(customer_id, values)],
            [kinds[1].row(shared.first_contact + number, {"customer_id": customer_id, **person})],
            [
                kinds[2].row(shared.first_brand + 2 * number + place, {"customer_id": customer_id, **brand})
                for place, brand in enumerate(_brands(shared, number, values["monthly_volume_wan"]))
            ],
            [visits.row(shared.first_visit + number, _visit(number, customer_id, values))],
            [_searched(customer_id, spelled, values, person)],
        )


def _name(number: int) -> tuple[str, str, str]:
    """Place, proper name and trade: every number has another name, near numbers have names far apart."""
    again, mixed = divmod(number, _NAMES)
    mixed, first = divmod(mixed * 7919 % _NAMES, len(_FIRST))
    mixed, second = divmod(mixed, len(_SECOND))
    mixed, kind = divmod(mixed, len(_KINDS))
    place, form = divmod(mixed, len(_FORMS))
    return _PLACES[place], f"{_FIRST[first]}{_SECOND[second]}{again or ''}", f"{_KINDS[kind]}{_FORMS[form]}"


def _customer(shared: _Shared, number: int, initials: str) -> dict[str, Any]:
    place, proper, trade = _name(number)
    name = place + proper + trade
    market, branch, owner = shared.markets[number % len(shared.markets)]
    address = _address(number)
    core = name_core(name, shared.regions)
    intent = _INTENTS[number % 8]
    phone = f"0600-8{number % 10_000_000:07d}"[:12]
    last_visit = _DAY - timedelta(days=number % 97)
    return {
        "customer_no": f"KH-LZ-{shared.first_id + number:05d}",
        "name": name,
        "short_name": (proper + trade)[:6],
        "name_key": core[:60],
        "soft_key": name_soft(core),
        "address_key": address_key(address, shared.regions),
        "phone_key": phone_key(phone),
        "pinyin": initials[:80],
        "name_order": " ".join(filter(None, map(pinyin_order, (place, proper[:2], proper[2:], trade)))),
        "scale": _SCALES[number % 5],
        "branch_id": branch,
        "market_area_id": market,
        "address": address,
        "phone": phone,
        "founded_year": 2000 + number % 24,
        "channel_type": _CHANNELS[number % 6],
        "shop_area_m2": 30 + number % 400,
        "staff_count": 2 + number % 30,
        "product_categories": "bv power" if number % 3 else "bv",
        "monthly_volume_wan": 3 + number % 70,
        "payment_terms": "net30" if number % 2 else "cod",
        "lifecycle_status": _STATUSES.get(intent, "potential"),
        "stage": _STAGES.get(intent, "surveyed"),
        "stage_entered_on": str(last_visit),
        "intent_level": intent,
        "philosophy_rating": 1 + number % 5,
        "strength_rating": 1 + number % 5,
        "primary_class": "ABC"[number % 7 % 3],
        "owner_id": owner,
        "found_on": str(last_visit - timedelta(days=200)),
        "last_visit_on": str(last_visit),
        "next_visit_due_on": str(last_visit + timedelta(days=14)),
        "consent_state": "agreed",
    }


def _address(number: int) -> str:
    return f"{_STREETS[number % 6]}{number * 7 % 180 + 1}号{'ABCD'[number % 4]}区{number % 9 + 1}排{number % 60 + 1}号"


def _contact(number: int) -> dict[str, Any]:
    name = _SURNAMES[number % len(_SURNAMES)] + _GIVEN[number // 7 % len(_GIVEN)]
    mobile = f"142{number % 100_000_000:08d}"
    return {"name": name, "mobile": mobile, "is_primary": 1, "is_decision_maker": 1, "is_active": 1}


def _brands(shared: _Shared, number: int, volume: int) -> list[dict[str, Any]]:
    main, other = shared.brands[number % len(shared.brands)], shared.brands[(number + 1) % len(shared.brands)]
    shares = ((main, "main", 60), (other, "secondary", 25))
    return [
        {"brand_id": brand, "role": role, "monthly_volume_wan": volume * share / 100, "share_pct": share,
         "as_of": str(_DAY)}
        for brand, role, share in shares
    ]  # fmt: skip


def _visit(number: int, customer_id: int, values: dict[str, Any]) -> dict[str, Any]:
    return {
        "visit_no": f"BF-LZ-{values['last_visit_on'].replace('-', '')}-{number:07d}",
        "customer_id": customer_id,
        "visit_date": values["last_visit_on"],
        "start_at": f"{9 + number % 8:02d}:00:00.000000",
        "end_at": f"{9 + number % 8:02d}:40:00.000000",
        "employee_id": values["owner_id"],
        "purposes": "survey",
        "met_text": "老板",
        "situation": f"{values['short_name']}月销约{values['monthly_volume_wan']}万元。",
        "countermeasure": "送样并提供对比报价",
        "intent_level": values["intent_level"],
        "state": "confirmed",
    }


def _spelled(number: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The readings of a name, put together from those of its parts."""
    place, proper, trade = _name(number)
    parts = [readings(place), readings(proper[:2])]
    before = [parts[0][form][0] + parts[1][form][0] + proper[2:] for form in (0, 1)]
    initials, full = ([before[form] + ending for ending in readings(trade)[form]] for form in (0, 1))
    return tuple(dict.fromkeys(initials)), tuple(full)


def _searched(
    customer_id: int, spelled: tuple[tuple[str, ...], tuple[str, ...]], values: dict[str, Any], person: dict[str, Any]
) -> list[Any]:
    initials, full = spelled
    others = (
        values["short_name"],
        values["address"],
        values["customer_no"],
        person["name"],
        *readings(person["name"])[0],
    )
    phones = (values["phone_key"], person["mobile"])
    row = search_values(Searchable(customer_id, values["name"], initials, full, phones, others), listed=False)
    return list(row.values())
