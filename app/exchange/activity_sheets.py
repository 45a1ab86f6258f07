"""The sheets of report RP07 that are only looked at: observations, visits, purchases, complaints, what is to be done."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import String, Subquery, cast, literal, null, select, union_all

from app.choices import label_of
from app.db.records import CompetitorObservation, Contact, Customer, FollowUp, Obstacle, Visit
from app.exchange import masks
from app.exchange.archive_sheets import MONEY, SHARE, customer_columns
from app.exchange.columns import DAY_FORMAT, MOMENT_FORMAT, Column, Shape, Sheet, of
from app.reports.complaint_ledger import LEDGER_COLUMNS
from app.reports.model import Column as LedgerColumn
from app.reports.model import ValueKind

OBSERVATIONS, VISITS, PURCHASES, COMPLAINTS = "竞品观察", "拜访记录", "购买记录", "投诉记录"
EVALUATIONS, FOLLOW_UPS = "评价分级", "跟进与阻碍"
_OBSTACLE, _FOLLOW_UP = "阻碍", "跟进"
FOLLOW_KINDS = (_OBSTACLE, _FOLLOW_UP)
"""What a row of 跟进与阻碍 may be."""


def observations_sheet() -> Sheet:
    """竞品观察: what was seen of competitors at these customers', the latest first."""
    seen = CompetitorObservation
    return Sheet(
        name=OBSERVATIONS,
        columns=(
            of(seen.brand_id, 12),
            of(seen.market_area_id, 18),
            of(Customer.name, 30),
            of(seen.observed_on, 11),
            of(seen.sales_policy, 28),
            of(seen.product_mix, 24),
            of(seen.channel_distribution, 20),
            of(seen.channel_management, 20),
            of(seen.density_count, 9),
            _empty("密度", 8, SHARE),
            of(seen.price_spec, 14),
            of(seen.wholesale_price, 10, title="批发价", number_format="0.00"),
            of(seen.retail_price, 10, title="零售价", number_format="0.00"),
            of(seen.display, 20),
            of(seen.promotion, 24),
            of(seen.advantages, 24),
            of(seen.disadvantages, 24),
            of(seen.network_usability, 12),
            of(seen.source, 10, title="来源"),
        ),
        rows=select()
        .select_from(seen)
        .join(Customer, Customer.id == seen.customer_id)
        .where(seen.deleted_at.is_(None)),
        owner=seen.customer_id,
        order=(seen.observed_on.desc(), seen.id),
    )


def visits_sheet() -> Sheet:
    """拜访记录: the calls, the latest first."""
    return Sheet(
        name=VISITS,
        columns=(
            of(Visit.visit_no, 20),
            *customer_columns(),
            of(Visit.visit_date, 11),
            of(Visit.start_at, 8),
            of(Visit.end_at, 8),
            Column(
                title="时长",
                width=7,
                shape=Shape.NUMBER,
                number_format="0",
                sources=(Visit.start_at, Visit.end_at),
                make=lambda start, end: (end.hour - start.hour) * 60 + end.minute - start.minute,
                help="分钟",
            ),
            of(Visit.employee_id, 10),
            of(Visit.visit_mode, 10, title="方式"),
            of(Visit.visit_round, 7),
            of(Visit.four_step, 14),
            of(Visit.purposes, 20),
            Column(
                title="会见人",
                width=12,
                sources=(Contact.name, Visit.met_text),
                make=lambda name, text: name or text,
                mask=lambda name, text: masks.person(name) or masks.spoken(text),
            ),
            of(Visit.intent_level, 10, title="意向"),
            of(Visit.result, 12),
            of(Visit.failure_reasons, 24),
            of(Visit.situation, 40, mask=masks.spoken),
            of(Visit.countermeasure, 40, mask=masks.spoken),
            of(Visit.next_visit_on, 11),
        ),
        rows=select()
        .select_from(Visit)
        .join(Customer, Customer.id == Visit.customer_id)
        .outerjoin(Contact, Contact.id == Visit.met_contact_id)
        .where(Visit.deleted_at.is_(None), Visit.state != "draft"),
        owner=Visit.customer_id,
        order=(Visit.visit_date.desc(), Visit.start_at.desc(), Visit.id),
    )


def purchases_sheet() -> Sheet:
    """购买记录: purchases are not kept yet, so it has no rows."""
    return Sheet(
        name=PURCHASES,
        columns=(
            Column(title="单号", width=18),
            *customer_columns(),
            _empty("日期", 11, DAY_FORMAT),
            Column(title="品类", width=14),
            Column(title="规格", width=20),
            _empty("数量", 10, "0.###"),
            Column(title="单位", width=6),
            _empty("金额元", 14, MONEY),
            Column(title="退货", width=6),
            _empty("已收元", 14, MONEY),
            _empty("收款日", 11, DAY_FORMAT),
            _empty("应收到期", 11, DAY_FORMAT),
            _empty("逾期元", 12, MONEY),
            _empty("逾期天", 8, "0"),
            Column(title="发票号", width=18),
        ),
        totals=("金额元", "已收元", "逾期元"),
    )


def _empty(title: str, width: float, number_format: str) -> Column:
    return Column(title=title, width=width, shape=Shape.NUMBER, number_format=number_format)


def complaints_sheet() -> Sheet:
    """投诉记录: the columns of the 投诉台账 (RP10); who makes the archive reads its rows."""
    return Sheet(name=COMPLAINTS, columns=tuple(_ledger(column) for column in LEDGER_COLUMNS if column.excel))


_LEDGER_SHAPES = {
    ValueKind.NUMBER: (Shape.NUMBER, MONEY),
    ValueKind.INTEGER: (Shape.NUMBER, "0"),
    ValueKind.DATE: (Shape.DAY, DAY_FORMAT),
    ValueKind.DATETIME: (Shape.MOMENT, MOMENT_FORMAT),
}
_SPOKEN = ("description", "demand")


def _ledger(column: LedgerColumn) -> Column:
    shape, number_format = _LEDGER_SHAPES.get(column.kind, (Shape.TEXT, "General"))
    return Column(
        title=column.label,
        width=column.excel_width,
        shape=shape,
        number_format=number_format,
        sources=(column.key,),
        make=_as_float if column.kind is ValueKind.NUMBER else None,
        mask=masks.spoken if column.key in _SPOKEN else None,
    )


def _as_float(amount: Decimal | None) -> float | None:
    return None if amount is None else float(amount)


def evaluations_sheet() -> Sheet:
    """评价分级: evaluations and behaviour are not kept yet, so it has no rows."""
    return Sheet(
        name=EVALUATIONS,
        columns=(
            *customer_columns(),
            Column(title="评价号", width=18),
            _empty("评价日", 11, DAY_FORMAT),
            _empty("总分", 9, "0.00"),
            _empty("覆盖率", 8, SHARE),
            Column(title="等级", width=8),
            of(Customer.primary_class, 10),
            Column(title="行为类别", width=10),
            _empty("价值分", 9, "0.00"),
            _empty("购买次数", 8, "0"),
            _empty("购买额元", 14, MONEY),
            _empty("距上次天", 9, "0"),
            _empty("投诉数", 7, "0"),
            _empty("活动数", 7, "0"),
        ),
    )


def follow_ups_sheet() -> Sheet:
    """跟进与阻碍: what stands in the way and what is owed, the earliest limit first."""
    owed = _owed()
    return Sheet(
        name=FOLLOW_UPS,
        columns=(
            *customer_columns(),
            Column(title="类型", width=10, sources=(owed.c.what,), listed="follow_kind", picks=True),
            Column(
                title="内容",
                width=40,
                sources=(owed.c.what, owed.c.kind, owed.c.content),
                make=_content,
                mask=lambda what, kind, content: masks.spoken(_content(what, kind, content)),
            ),
            of(Obstacle.severity, 8, sources=(owed.c.severity,)),
            of(Obstacle.owner_id, 10, sources=(owed.c.owner_id,)),
            of(Obstacle.due_on, 11, sources=(owed.c.due_on,)),
            Column(title="状态", width=10, sources=(owed.c.what, owed.c.state), make=_state),
            of(Obstacle.resolution, 30, sources=(owed.c.result,), mask=masks.spoken),
        ),
        rows=select().select_from(owed).join(Customer, Customer.id == owed.c.customer_id),
        owner=owed.c.customer_id,
        order=(owed.c.due_on, owed.c.what, owed.c.id),
    )


def _owed() -> Subquery:
    """Obstacles and follow-ups as rows of one kind."""
    obstacle, follow_up = Obstacle, FollowUp
    obstacles = select(
        literal(_OBSTACLE).label("what"),
        obstacle.id.label("id"),
        obstacle.customer_id.label("customer_id"),
        obstacle.kind.label("kind"),
        obstacle.description.label("content"),
        obstacle.severity.label("severity"),
        obstacle.owner_id.label("owner_id"),
        obstacle.due_on.label("due_on"),
        obstacle.state.label("state"),
        obstacle.resolution.label("result"),
    ).where(obstacle.deleted_at.is_(None))
    follow_ups = select(
        literal(_FOLLOW_UP),
        follow_up.id,
        follow_up.customer_id,
        follow_up.kind,
        follow_up.title,
        cast(null(), String(32)),
        follow_up.owner_id,
        follow_up.due_on,
        follow_up.state,
        follow_up.result,
    ).where(follow_up.deleted_at.is_(None))
    return union_all(obstacles, follow_ups).subquery("owed")


def _content(what: str, kind: str, content: str) -> str:
    return f"{label_of('obstacle_kind' if what == _OBSTACLE else 'followup_kind', kind)}：{content}"


def _state(what: str, state: str) -> str:
    return label_of("obstacle_state" if what == _OBSTACLE else "task_state", state)
