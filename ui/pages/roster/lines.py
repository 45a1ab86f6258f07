"""How shops show: columns, groups by street, and which of them a filter and a search let pass."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from app.customers.walking import street_and_house
from app.roster.roster import CLOSED, COMPLETE, PARTLY, REFUSED, UNVISITED, Roster, RosterShop
from ui.forms.picking import initials
from ui.tables.columns import Column, Progress, Status
from ui.tables.grouped import Groups
from ui.tables.model import GroupHead

EVERYONE, MISSED, BEGUN = range(3)
FILTERS = ("全部", "漏访", "部分")

STATES = {
    UNVISITED: Status(word=UNVISITED, icon="circle"),
    CLOSED: Status(word=CLOSED, tone="warn", icon="lock"),
    REFUSED: Status(word=REFUSED, tone="danger", icon="prohibit"),
    PARTLY: Status(word=PARTLY, tone="link", icon="circle-half-fill"),
    COMPLETE: Status(word=COMPLETE, tone="ok", icon="check-circle-fill"),
}
"""Told apart by shape and word, not by colour alone."""


def _percent(shop: RosterShop) -> Progress | None:
    return None if shop.percent is None else Progress(done=int(shop.percent * 10), total=1000, percent=True)


COLUMNS = (
    Column(key="address", title="排、号", width=132, marked=True, value=lambda s: place_of(s)[1]),
    Column(key="name", title="客户", width=208, stretch=True, strong=True, marked=True),
    Column(key="channel_type", title="渠道", width=118),
    Column(key="owner", title="负责人", width=68, marked=True),
    Column(key="status", title="状态", width=84, kind="status", value=lambda s: STATES[s.status]),
    Column(key="found_on", title="发现日", width=68, kind="date", quiet=True),
    Column(key="visits", title="访问次数", width=76, kind="number"),
    Column(key="last_visit_on", title="最近拜访", width=78, kind="date"),
    Column(key="last_result", title="结果", width=100),
    Column(key="percent", title="完成度", width=112, kind="progress", value=_percent),
    Column(key="missing", title="缺题", width=56, kind="number", value=lambda s: s.missing or None),
)


def place_of(shop: RosterShop) -> tuple[str, str]:
    """The street a shop stands in, empty where its address names none, and its row and number there."""
    street, house = street_and_house(shop.address)
    return " ".join(part for part in (shop.street, street) if part), house


def shops_of(found: Roster, only: int) -> Sequence[RosterShop]:
    """Those a filter lets pass, in walking order."""
    if only == MISSED:
        return [shop for shop in found.shops if not shop.met]
    return [shop for shop in found.shops if only == EVERYONE or shop.status == PARTLY]


def matching(shops: Sequence[RosterShop], typed: str) -> Sequence[RosterShop]:
    """Those whose name, initials, number, address or rep the typed text is part of."""
    text = typed.strip().lower()
    return [shop for shop in shops if not text or _fits(shop, text)]


def groups_of(shops: Sequence[RosterShop], market: str) -> Groups:
    """Street by street as one comes past them; shops whose address names no street stand under the market."""
    groups = []
    for street, each in groupby(shops, key=lambda shop: place_of(shop)[0]):
        there = list(each)
        missed = sum(not shop.met for shop in there)
        count = f"{len(there)} 户，漏访 {missed} 户" if missed else f"{len(there)} 户"
        groups.append((GroupHead(street or market, count), there))
    return groups


def _fits(shop: RosterShop, text: str) -> bool:
    words = (shop.name, shop.customer_no, shop.address, shop.street, shop.owner)
    return any(text in word.lower() for word in words) or (text.isascii() and text in initials(shop.name))
