"""Every step of a complaint with the form for what it requires (rule R09); the rule's own words say who may take it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from app.complaints.closing import close, close_fields, disagree, reopen, resolve, resolve_fields, withdraw
from app.complaints.detail import read_complaint
from app.complaints.handling import accept, approve_remedy, hand_over, propose_remedy, reject, resume, start, wait
from app.complaints.registering import change_severity
from app.complaints.steps import asked
from app.context import App
from app.forms.model import Field, Kind
from ui.dialogs.form import FormDialog
from ui.forms.record_form import RecordForm, Save
from ui.pages.complaints.offers import Offers
from ui.shell.desk import Desk

if TYPE_CHECKING:
    from app.complaints.detail import ComplaintDetail
    from app.complaints.states import Move

CHANGED = ("complaints", "customers")
NEXT = {
    "registered": "accept",
    "accepted": "start",
    "processing": "resolve",
    "waiting": "resume",
    "resolved": "close",
}
"""The usual way on from a state."""

BACK = {"resolved": "disagree", "closed": "reopen"}
"""The way back, where there is one."""

_WIDTH, _FIRST, _LINE, _LONG = 480, 252, 36, 58
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """How a step is asked for and taken: what its words are called, what was done, and the service function."""

    words: str
    done: str
    take: Any


def _by_content(function: Any) -> Any:
    return lambda app, at, version, v, uid: function(app, at, version, v["content"], uid=uid)


def _by_values(function: Any) -> Any:
    return lambda app, at, version, v, uid: function(app, at, version, v, uid=uid)


def _by_names(function: Any, **names: str) -> Any:
    """A function whose keywords are the fields' names, or called otherwise."""

    def take(app: App, at: int, version: int, v: Values, uid: str) -> None:
        function(app, at, version, uid=uid, **{names.get(name, name): value for name, value in v.items()})

    return take


STEPS = {
    "accept": Step("首次联系客户的记录", "已受理", _by_names(accept)),
    "reject": Step("告知客户的记录", "已不予受理", _by_names(reject)),
    "start": Step("处理记录", "已开始处理", _by_content(start)),
    "wait": Step("等什么", "已改为等待客户", _by_content(wait)),
    "resume": Step("处理记录", "已继续处理", _by_content(resume)),
    "resolve": Step("", "已给出方案", _by_values(resolve)),
    "close": Step("结案说明", "已结案", _by_values(close)),
    "disagree": Step("客户不认可什么", "已退回处理", _by_content(disagree)),
    "withdraw": Step("撤诉说明", "已记客户撤诉", _by_content(withdraw)),
    "reopen": Step("重开的理由", "已重开", _by_content(reopen)),
    "hand_over": Step("转办的理由", "已转办", _by_names(hand_over)),
    "change_severity": Step("改程度的理由", "已改程度", _by_names(change_severity)),
    "propose_remedy": Step("报批补偿的理由", "已报批补偿", _by_names(propose_remedy, remedy_amount="amount")),
    "approve_remedy": Step("审批意见", "已批准补偿", _by_names(approve_remedy, remedy_amount="amount")),
}
"""By the code of `Move`; note and edit have forms of their own."""


def fields_of(move: Move) -> tuple[Field, ...]:
    """What is asked for a step."""
    match move.code:
        case "resolve":
            return resolve_fields()
        case "close":
            return close_fields()
        case _:
            return asked(move.needs, needed=move.needs, words=STEPS[move.code].words)


class MoveDialog(FormDialog):
    """Asks what a step needs and takes it; a conflict can be got over there. `text` is what was written already."""

    def __init__(
        self, desk: Desk, detail: ComplaintDetail, move: Move, offers: Offers, parent: QWidget, text: str = ""
    ) -> None:
        fields = fields_of(move)
        form = RecordForm(
            desk.jobs,
            fields,
            today=desk.app.today,
            sections=(("要填的", [field.name for field in fields]),),
            references=offers.references(fields),
        )
        row = detail.row
        words = f"{row.complaint_no}　{row.customer}　{row.summary}"
        super().__init__(move.verb, words[:80], move.verb, form, size=size_of(fields), parent=parent)
        self._desk, self._row, self._code = desk, row, move.code
        self._uid = str(uuid4())
        self.finished.connect(self.deleteLater)
        self.accepted.connect(self._tell)
        self.start(
            _begun(desk.app, detail, move, text), partial(self._take, row.row_version), whole=True, reread=self._reread
        )
        form.form.focus_field(_first_empty(form, fields))

    def _take(self, version: int, values: Values) -> object:
        STEPS[self._code].take(self._desk.app, self._row.id, version, values, self._uid)
        return True

    def _reread(self) -> tuple[Values, Save]:
        """The same words again, on the complaint as it is now."""
        fresh = read_complaint(self._desk.app, self._row.id)
        return dict(self._begun_values), partial(self._take, fresh.row.row_version)

    def start(self, values: Values, save: Save, **more: Any) -> None:
        """Begin, and remember with what."""
        self._begun_values = values
        super().start(values, save, **more)

    def _tell(self) -> None:
        said = STEPS[self._code].done
        self._desk.done(f"{said}「{self._row.customer}」的投诉", f"投诉{said[1:]}", self._uid, *CHANGED)


def _begun(app: App, detail: ComplaintDetail, move: Move, text: str) -> dict[str, Any]:
    """What a step's form begins with: what is known already, and what is usual."""
    values = {name: detail.values.get(name) for name in move.needs if name in detail.values}
    if move.code in ("accept", "hand_over", "propose_remedy"):
        values = {"handler_id": app.user.employee_id if move.code == "accept" else None}
    if move.code == "close":
        values = {"customer_confirmed": "agreed", "confirmed_by": detail.row.complainant, "confirmed_on": app.today()}
    return {name: value for name, value in values.items() if name in move.needs} | {"content": text}


def _first_empty(form: RecordForm, fields: Sequence[Field]) -> str:
    return next((f.name for f in fields if not form.form.value(f.name)), fields[0].name)


def size_of(fields: Sequence[Field]) -> QSize:
    """How large a dialog with these fields is: as high as they are, with room for a reason below one of them."""
    long = sum(field.kind is Kind.LONG_TEXT for field in fields)
    return QSize(_WIDTH, _FIRST + _LONG * long + _LINE * (len(fields) - long))
