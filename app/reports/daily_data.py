"""What RP01 客户扫街日报表 needs, as plain values (records.md DailySweepReport, rule R18)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from app.reports.model import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyFigures:
    """The day's counts as rule R18 defines them; rates are fractions of 1, None where the denominator is 0."""

    planned: int = 0
    done: int = 0
    done_rate: Decimal | None = None
    visited: int = 0
    unplanned: int = 0
    effective_rate: Decimal | None = None
    new_customers: int = 0
    new_sheets: int = 0
    completed_sheets: int = 0
    interested: int = 0
    interest_rate: Decimal | None = None
    unmet: int = 0
    mean_minutes: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyLine:
    """One visit of the day, ordered by start (DailySweepLine with its row snapshot).

    Codes are those of records.md: `intent_level` (strong …), `four_step` (s1 … maintain), `result`,
    `failure_reasons` (a … z). `visit_mode`, `purposes`, `channel_type` and `*_label` hold the options' labels.
    `contact_name` and `contact_phone` are empty when nobody known was met; `met_text` then says who.
    `completeness` is a fraction of 1 (rule R13).
    """

    seq: int
    visit_no: str
    customer_no: str
    customer_name: str
    customer_short_name: str = ""
    is_new: bool = False
    is_supplement: bool = False
    market_area: str = ""
    address: str = ""
    channel_type: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    met_text: str = ""
    start_at: time | None = None
    end_at: time | None = None
    minutes: int | None = None
    visit_mode: str = ""
    visit_round: int = 1
    four_step: str = ""
    four_step_label: str = ""
    purposes: tuple[str, ...] = ()
    main_brand: str = ""
    monthly_volume_wan: Decimal | None = None
    intent_level: str = ""
    intent_label: str = ""
    result: str = ""
    result_label: str = ""
    failure_reasons: tuple[str, ...] = ()
    failure_labels: tuple[str, ...] = ()
    competitor_note: str = ""
    situation: str = ""
    countermeasure: str = ""
    next_step: str = ""
    next_visit_on: date | None = None
    is_planned: bool = False
    sheet_no: str = ""
    completeness: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyFeedback:
    """One reported feedback; `kind` is need_change, product or competitor, `customer` the short name or empty."""

    kind: str
    content: str
    customer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Discussion:
    """The evening discussion (DiscussionNote); the report prints 当晚未讨论 when there is none.

    `decisions` are those about this rep's customers, each in words.
    """

    discussed_on: date
    conclusions: str
    topics: str = ""
    start_at: time | None = None
    place: str = ""
    attendees: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedVisit:
    """One visit planned for tomorrow (VisitPlanItem), for `tomorrow_text`."""

    plan_date: date
    customer: str
    start_at: time | None = None
    goal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyData:
    """Everything RP01 prints, as plain values; the database fills it, a frozen report keeps it.

    `state` is the label (已提交), `is_draft` prints 草稿. Phones are masked by the builder unless `masked` is False;
    an unmasked report carries the watermark of rule R22. `issue` is 1 for the first issue, 2 for the first reissue,
    whose `changes` come from `differences`. `tomorrow_plan` is the stored text (see `tomorrow_text`).
    """

    company: str
    office: str
    employee_no: str
    employee_name: str
    report_date: date
    report_no: str
    state: str
    is_draft: bool
    figures: DailyFigures
    weather: str = ""
    market_areas: tuple[str, ...] = ()
    submitted_at: datetime | None = None
    is_late: bool = False
    lines: tuple[DailyLine, ...] = ()
    feedback: tuple[DailyFeedback, ...] = ()
    problems: str = ""
    discussion: Discussion | None = None
    tomorrow_plan: str = ""
    reviewer_name: str = ""
    reviewed_on: date | None = None
    review_opinion: str = ""
    archiver_name: str = ""
    archived_at: datetime | None = None
    issue: int = 1
    changes: tuple[Change, ...] = ()
    masked: bool = True
    footer_text: str = ""
    printed_by: str = ""
    printed_at: datetime | None = None
    purpose: str = ""
