"""The states of a complaint and the ways between them, as rule R09's table has them; everything else reads this."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.calendar import WorkCalendar
from app.choices import label_of
from app.complaints.limits import CONFIRM_DAYS, OPEN_STATES, REOPEN_DAYS, RUNNING_STATES
from app.context import App

LANES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("待受理", ("registered",)),
    ("处理中", ("accepted", "processing", "waiting")),
    ("待客户确认", ("resolved",)),
    ("已结案", ("closed", "rejected", "withdrawn")),
)
"""The columns of the board and the states in each."""

LANE_OF: Mapping[str, int] = {state: place for place, (_, states) in enumerate(LANES) for state in states}

CONTACTS_NEEDED = 2
"""Attempts on record before a customer counts as unreachable (rule R09)."""


class Who(StrEnum):
    """Who may make a move: holders of a right of rule R22, the handler, or a closer who is not the handler."""

    VIEWER = "complaint.view"
    REGISTRAR = "complaint.register"
    ACCEPTOR = "complaint.accept"
    SUPERVISOR = "complaint.approve"
    CLOSER = "complaint.close"
    SECOND_CLOSER = "closer who is not the handler"
    HANDLER = "handler"
    PASSER_ON = "handler or who distributes"


_WORDS: Mapping[Who, str] = {
    Who.VIEWER: "能看投诉的人",
    Who.REGISTRAR: "登记投诉的人",
    Who.ACCEPTOR: "客服、内勤或主管",
    Who.SUPERVISOR: "主管",
    Who.CLOSER: "客服或主管",
    Who.SECOND_CLOSER: "客服或主管",
    Who.PASSER_ON: "承办人、客服或主管",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One way: its code, the verb on its button, from which states, to which (none: it stays), who, and what is asked."""

    code: str
    verb: str
    from_states: tuple[str, ...]
    to_state: str | None
    who: Who
    needs: tuple[str, ...]


_RULES = (
    Rule("accept", "受理", ("registered",), "accepted", Who.ACCEPTOR, ("handler_id", "content")),
    Rule("reject", "不予受理", ("registered",), "rejected", Who.SUPERVISOR, ("reject_reason", "content")),
    Rule("start", "开始处理", ("accepted",), "processing", Who.HANDLER, ("content",)),
    Rule("wait", "等待客户", ("processing",), "waiting", Who.HANDLER, ("content",)),
    Rule("resume", "继续处理", ("waiting",), "processing", Who.HANDLER, ("content",)),
    Rule(
        "resolve",
        "给出方案，待确认",
        ("processing",),
        "resolved",
        Who.HANDLER,
        ("is_valid", "cause_kind", "cause_analysis", "responsible", "remedies", "resolution", "remedy_amount"),
    ),
    Rule(
        "close",
        "结案",
        ("resolved",),
        "closed",
        Who.SECOND_CLOSER,
        ("customer_confirmed", "confirmed_by", "confirmed_on", "satisfaction", "content"),
    ),
    Rule("disagree", "客户不认可", ("resolved",), "processing", Who.CLOSER, ("content",)),
    Rule("withdraw", "客户撤诉", OPEN_STATES, "withdrawn", Who.CLOSER, ("content",)),
    Rule("reopen", "重开", ("closed",), "processing", Who.SUPERVISOR, ("content",)),
    Rule("note", "记一笔", OPEN_STATES, None, Who.REGISTRAR, ("content", "is_customer_contact")),
    Rule("hand_over", "转办", RUNNING_STATES[1:], None, Who.PASSER_ON, ("handler_id", "content")),
    Rule("change_severity", "改程度", RUNNING_STATES, None, Who.ACCEPTOR, ("severity", "content")),
    Rule("propose_remedy", "报批补偿", ("accepted", "processing"), None, Who.HANDLER, ("remedy_amount", "content")),
    Rule(
        "approve_remedy",
        "批准补偿",
        ("accepted", "processing", "waiting"),
        None,
        Who.SUPERVISOR,
        ("remedy_amount", "content"),
    ),
    Rule("edit", "改登记", OPEN_STATES, None, Who.REGISTRAR, ()),
)

RULES: Mapping[str, Rule] = {rule.code: rule for rule in _RULES}
"""Every way by its code; those with a `to_state` are rule R09's table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What decides who may do what next. `contacts` counts the words with the customer since it was resolved."""

    state: str
    receiver_id: int | None = None
    handler_id: int | None = None
    handler: str = ""
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    contacts: int = 0


@dataclass(frozen=True, slots=True)
class Move:
    """One thing that can be done with a complaint now; `why_not` is empty when this person may do it.

    `needs` names what is asked for: fields of ComplaintLog, `content` for the words of the step, and
    `is_customer_contact`.
    """

    code: str
    verb: str
    to_state: str | None
    needs: tuple[str, ...]
    why_not: str

    @property
    def allowed(self) -> bool:
        """Whether it can be done."""
        return not self.why_not


def moves_for(app: App, standing: Standing) -> list[Move]:
    """What can be done in this state, R09's ways first; those closed to the signed-in user say why."""
    return [
        Move(rule.code, rule.verb, rule.to_state, rule.needs, why_not(app, standing, rule))
        for rule in _RULES
        if standing.state in rule.from_states
    ]


def why_not(app: App, standing: Standing, rule: Rule) -> str:
    """Why this person may not make a move now, as a sentence; empty when it may be made."""
    return next(_obstacles(app, standing, rule), "")


def wrong_state(standing: Standing, rule: Rule) -> str:
    """Why a move cannot be made in this state, whoever asks; empty when it can."""
    if standing.state in rule.from_states:
        return ""
    return f"投诉现在是“{label_of('complaint_state', standing.state)}”，不能“{rule.verb}”"


def _obstacles(app: App, standing: Standing, rule: Rule) -> Iterator[str]:
    if wrong := wrong_state(standing, rule):
        yield wrong
    if not _is_one(app, standing, rule.who):
        yield f"这一步由{_words(standing, rule.who)}办理"
    if rule.who is Who.SECOND_CLOSER and standing.handler_id == app.user.employee_id:
        yield "结案的人不能是承办人自己，请另一位客服或主管结案"
    if rule.code == "edit" and app.user.role == "rep" and standing.receiver_id != app.user.employee_id:
        yield "这件不是自己登记的，请内勤或客服来改"
    if rule.code == "reopen" and standing.closed_at and app.now() > standing.closed_at + timedelta(days=REOPEN_DAYS):
        yield f"结案已超过 {REOPEN_DAYS} 天，不能重开，请另登记一件"


def _is_one(app: App, standing: Standing, who: Who) -> bool:
    is_handler = standing.handler_id is not None and standing.handler_id == app.user.employee_id
    match who:
        case Who.HANDLER:
            return is_handler
        case Who.PASSER_ON:
            return is_handler or app.may("complaint.handle") or app.may(Who.SUPERVISOR)
        case Who.SECOND_CLOSER:
            return app.may(Who.CLOSER)
        case _:
            return app.may(who)


def _words(standing: Standing, who: Who) -> str:
    return f"承办人{standing.handler}" if who is Who.HANDLER else _WORDS[who]


def may_be_unreachable(standing: Standing, now: datetime, calendar: WorkCalendar) -> str:
    """Why a customer does not count as unreachable yet, as a sentence; empty when closing without a word is allowed."""
    if standing.resolved_at is None:
        return "还没有给出方案"
    missing = CONTACTS_NEEDED - standing.contacts
    if missing > 0:
        return f"联系不上要有解决后至少 {CONTACTS_NEEDED} 次联系客户的记录，还差 {missing} 次"
    day = calendar.nth_workday(standing.resolved_at.date(), CONFIRM_DAYS)
    from_then = datetime.combine(day, standing.resolved_at.time())
    return "" if now >= from_then else f"联系不上要满 {CONFIRM_DAYS} 个工作日，{from_then:%m-%d %H:%M} 以后才能结案"
