"""A market's shops in walking order, how far each is, the coverage and the missed list (rules R04.6, R13)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.choices import label_of
from app.context import App
from app.customers.records import regions
from app.customers.sheets import in_force
from app.customers.states import SHOPPING_LEVELS
from app.customers.walking import WalkingKey, walking_key
from app.db.records import Customer, Employee, MarketArea, SurveySheet, Visit
from app.errors import NotFound
from app.visits.counting import counted
from app.visits.rules import EFFECTIVE_RESULTS

UNVISITED, CLOSED, REFUSED, PARTLY, COMPLETE = "未访", "闭门", "拒访", "部分", "完成"
STATUSES = (UNVISITED, CLOSED, REFUSED, PARTLY, COMPLETE)
_SHUT_OUT = {"closed": CLOSED, "refused": REFUSED}


@dataclass(frozen=True, slots=True)
class RosterShop:
    """One shop; `street` is empty when it lies in the market itself. `status` is one of STATUSES (see `status_of`), `percent` its newest sheet's completeness, None without
    one, `missing` how many required questions that sheet lacks; `met` says that it had an effective visit."""

    customer_id: int
    customer_no: str
    name: str
    street: str
    address: str
    channel_type: str
    owner: str
    found_on: date
    status: str
    met: bool
    visits: int
    last_visit_on: date | None
    last_result: str
    sheet_no: str
    percent: Decimal | None
    missing: int


@dataclass(frozen=True, slots=True)
class Roster:
    """A market's shops in walking order; `met` of `total` have had an effective visit."""

    market_id: int
    code: str
    market: str
    branch_id: int
    is_target: bool
    on: date
    shops: tuple[RosterShop, ...]

    @property
    def total(self) -> int:
        """The shops on record."""
        return len(self.shops)

    @property
    def met(self) -> int:
        """Those with at least one effective visit."""
        return sum(shop.met for shop in self.shops)

    @property
    def coverage(self) -> Decimal | None:
        """`met` of `total` as a fraction of 1; None for an empty market and one that is no target (rule R04.6)."""
        return Decimal(self.met) / self.total if self.total and self.is_target else None

    @property
    def missed(self) -> tuple[RosterShop, ...]:
        """The shops without an effective visit, the longest known first (rule R04.6)."""
        return tuple(sorted((s for s in self.shops if not s.met), key=lambda s: (s.found_on, s.customer_no)))

    def count(self, status: str) -> int:
        """How many shops stand so."""
        return sum(shop.status == status for shop in self.shops)


def status_of(percent: Decimal | None, *, met: bool, last_result: str) -> str:
    """How far a shop is.

    完成: its newest sheet in force is 100 % (rule R13). 部分: that sheet has answers, or the person in charge was met
    (effective visit). Otherwise the last visit decides: 关门歇业 is 闭门, 拒访 is 拒访; no visit, or one without meeting
    the person in charge, is 未访: nothing has been learnt yet.
    """
    if percent is not None and percent >= 100:
        return COMPLETE
    if met or percent:
        return PARTLY
    return _SHUT_OUT.get(last_result, UNVISITED)


def roster(app: App, market: int | str) -> Roster:
    """The roster of a market by its id or code, with the streets that lie in it; raises NotFound for an unknown one."""
    app.need("visit.edit")
    with app.reading() as session:
        area = find_market(session, market)
        streets = {found.id: found for found in with_streets(session, area)}
        customers = session.execute(
            select(Customer, Employee.name)
            .join(Employee, Employee.id == Customer.owner_id)
            .where(Customer.market_area_id.in_(streets), Customer.deleted_at.is_(None))
        ).tuples()
        known = regions(session)
        rows = sorted(customers, key=lambda row: _place(row[0], streets, known))
        ids = [customer.id for customer, _ in rows]
        visited, sheets = _visits(session, ids), _sheets(session, ids)
        names = {street.id: "" if street.id == area.id else street.name for street in streets.values()}
        shops = tuple(
            _shop(
                customer,
                owner,
                names[customer.market_area_id],
                visited.get(customer.id, _NEVER),
                sheets.get(customer.id),
            )
            for customer, owner in rows
        )
        return Roster(area.id, area.code, area.name, area.branch_id, area.is_target, app.today(), shops)


def list_rostered(app: App) -> tuple[tuple[int, str], ...]:
    """The markets there are rosters of, id and name, by code."""
    app.need("visit.edit")
    query = select(MarketArea.id, MarketArea.name).where(
        MarketArea.level.in_(SHOPPING_LEVELS), MarketArea.deleted_at.is_(None)
    )
    with app.reading() as session:
        return tuple((row.id, row.name) for row in session.execute(query.order_by(MarketArea.code)))


def find_market(session: Session, market: int | str) -> MarketArea:
    """The market with this id or code; NotFound names the codes there are."""
    wanted = MarketArea.id == market if isinstance(market, int) else MarketArea.code == market.strip().upper()
    area = session.scalar(select(MarketArea).where(wanted, MarketArea.deleted_at.is_(None)))
    if area is None:
        markets = select(MarketArea.code).where(MarketArea.level.in_(SHOPPING_LEVELS), MarketArea.deleted_at.is_(None))
        known = session.scalars(markets.order_by(MarketArea.code).limit(20)).all()
        raise NotFound(f"没有代码为“{market}”的市场，没有生成任何文件。现有市场：{'、'.join(known) or '无'}。")
    return area


def with_streets(session: Session, area: MarketArea) -> Sequence[MarketArea]:
    """The market and all areas in it."""
    found = [area]
    for outer in found:
        inner = session.scalars(
            select(MarketArea).where(MarketArea.parent_id == outer.id, MarketArea.deleted_at.is_(None))
        )
        found += [each for each in inner if each not in found]
    return found


def _place(customer: Customer, streets: Mapping[int, MarketArea], known: Iterable[str]) -> tuple[str, WalkingKey, str]:
    """What shops sort by: the street's code, the way along it, the number given."""
    return streets[customer.market_area_id].code, walking_key(customer.address, known), customer.customer_no


@dataclass(frozen=True, slots=True)
class _Visited:
    """What a shop's visits say: how many, the last one's day and result, whether any was effective."""

    count: int
    last_on: date
    last_result: str
    met: bool


_NEVER = _Visited(0, date.min, "", False)


def _visits(session: Session, customer_ids: Sequence[int]) -> dict[int, _Visited]:
    query = (
        select(Visit.customer_id, Visit.visit_date, Visit.result)
        .where(Visit.customer_id.in_(customer_ids), counted())
        .order_by(Visit.visit_date, Visit.start_at)
    )
    found: dict[int, _Visited] = {}
    for customer_id, day, result in session.execute(query):
        before = found.get(customer_id, _NEVER)
        met = before.met or result in EFFECTIVE_RESULTS
        found[customer_id] = _Visited(before.count + 1, day, result, met)
    return found


def _sheets(session: Session, customer_ids: Sequence[int]) -> dict[int, SurveySheet]:
    """Each customer's sheet of the latest round."""
    query = select(SurveySheet).where(SurveySheet.customer_id.in_(customer_ids), in_force())
    return {sheet.customer_id: sheet for sheet in session.scalars(query.order_by(SurveySheet.round_no))}


def _shop(customer: Customer, owner: str, street: str, visited: _Visited, sheet: SurveySheet | None) -> RosterShop:
    percent = sheet.completeness_pct if sheet else None
    return RosterShop(
        customer_id=customer.id,
        customer_no=customer.customer_no,
        name=customer.name,
        street=street,
        address=customer.address,
        channel_type=label_of("channel_type", customer.channel_type),
        owner=owner,
        found_on=customer.found_on,
        status=status_of(percent, met=visited.met, last_result=visited.last_result),
        met=visited.met,
        visits=visited.count,
        last_visit_on=visited.last_on if visited.count else None,
        last_result=label_of("visit_result", visited.last_result),
        sheet_no=sheet.sheet_no if sheet else "",
        percent=percent,
        missing=sheet.missing_required if sheet else 0,
    )
