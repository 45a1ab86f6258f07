"""What RP09 投诉处理单 and RP10 投诉台账 need, as plain values with labels in place of codes (records.md §10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from app.reports.heading import Heading
from app.reports.model import Pictures


@dataclass(frozen=True, slots=True)
class HandlingStep:
    """One line of the record: when, by whom, the states it led between (empty when it stayed), what was done."""

    at: datetime
    who: str
    way: str
    content: str
    is_contact: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintData:
    """One complaint for RP09. `accepted`, `resolved` and `ended` say how far it has come: cells of a stage still to
    come stay empty to be written in. The phone is masked by the builder when the heading says so.

    `late_response` and `late_resolve` are the words printed red beside the times (超时, 逾期 2 天), empty when in time.
    """

    heading: Heading
    complaint_no: str
    accepted: bool
    resolved: bool
    ended: bool
    received_at: datetime
    channel: str
    receiver: str
    customer: str
    customer_short_name: str
    complainant: str
    phone: str
    owner: str
    kind: str
    severity: str
    product: str
    batch_no: str
    involved_amount: Decimal | None
    description: str
    demand: str
    department: str
    handler: str
    response_due_at: datetime
    responded_at: datetime | None
    late_response: str
    resolve_due_at: datetime
    resolved_at: datetime | None
    late_resolve: str
    waiting_minutes: int
    reject_reason: str
    steps: tuple[HandlingStep, ...]
    is_valid: str
    cause_kind: str
    cause_analysis: str
    responsible: str
    remedies: str
    resolution: str
    remedy_amount: Decimal | None
    remedy_approver: str
    remedy_approved_on: date | None
    improvements: tuple[str, ...]
    confirmed: str
    confirmed_by: str
    confirmed_on: date | None
    satisfaction: int | None
    reopen_count: int
    closed_by: str
    closed_on: date | None
    photos: tuple[Pictures, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """One complaint of RP10. `response` and `resolve` are 按时, 超时 or 未; `overdue` is printed red behind the state."""

    complaint_no: str
    received_at: datetime
    customer_no: str
    customer: str
    market: str
    channel: str
    kind: str
    severity: str
    product_batch: str
    description: str
    demand: str
    involved_amount: Decimal | None
    handler: str
    response_due_at: datetime
    responded_at: datetime | None
    response: str
    resolve_due_at: datetime
    resolved_at: datetime | None
    resolve: str
    state: str
    is_valid: str
    cause: str
    remedies: str
    remedy_amount: Decimal | None
    confirmed: str
    satisfaction: int | None
    closed_on: date | None
    days_late: int | None
    owner: str
    overdue: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerFigures:
    """The key figures of a period as rule R09 defines them; rates are fractions of 1, None where nothing is counted."""

    registered: int = 0
    open: int = 0
    response_rate: Decimal | None = None
    resolve_rate: Decimal | None = None
    closing_rate: Decimal | None = None
    mean_days: Decimal | None = None
    valid_rate: Decimal | None = None
    mean_satisfaction: Decimal | None = None
    remedies: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """One month of the trend (2026-11)."""

    month: str
    figures: LedgerFigures


@dataclass(frozen=True, slots=True)
class ProductLine:
    """Complaints about the quality of one product: how many, of them found true, batches, what they cost."""

    product: str
    count: int
    valid: int
    batches: str
    remedies: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerData:
    """RP10 of a period; `lines` come latest first, `months` the earliest first. `kinds` has the counts of each kind
    by severity, in the order of `severities`.
    """

    heading: Heading
    number: str
    first: date
    last: date
    lines: tuple[LedgerLine, ...]
    figures: LedgerFigures
    severities: tuple[str, ...]
    kinds: tuple[tuple[str, tuple[int, ...]], ...]
    months: tuple[MonthFigures, ...]
    products: tuple[ProductLine, ...]
