"""Improvement actions of a complaint: ordered, done by one and verified by another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from PySide6.QtWidgets import QWidget

from app.choices import codes_of
from app.complaints.detail import read_complaint
from app.complaints.improvements import (
    ImprovementRow,
    begin_improvement,
    create_improvement,
    edit_improvement,
    finish_improvement,
    improvement_fields,
    verify_improvement,
)
from app.forms.clean import clean
from app.forms.model import Field, Kind
from ui.dialogs.form import FormDialog
from ui.dialogs.message import Answer, Dialog
from ui.forms.record_form import RecordForm
from ui.pages.complaints.moves import CHANGED, size_of
from ui.pages.complaints.offers import Offers
from ui.shell.desk import Desk
from ui.tables.columns import Column, Status
from ui.tables.view import RecordTable
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.layout import column, frame, row

if TYPE_CHECKING:
    from app.complaints.detail import ComplaintDetail

_WIDTH, _HEIGHT = 760, 190
_TONES = {"open": "", "doing": "link", "done": "warn", "verified": "ok", "ineffective": "danger"}
_COLUMNS = (
    Column(key="imp_no", title="措施号", width=130, quiet=True),
    Column(key="measure", title="措施", width=200, stretch=True, strong=True),
    Column(key="owner", title="责任人", width=72),
    Column(key="due_on", title="期限", width=64, kind="date"),
    Column(key="done_on", title="完成", width=64, kind="date"),
    Column(
        key="state", title="状态", width=150, kind="status",
        value=lambda row: Status(word=row.state, tone=_TONES[row.state_code]),
    ),
)  # fmt: skip
_VERIFIED = (
    Field(name="effective", label="有效", kind=Kind.BOOL, required=True),
    Field(name="result", label="验证结果", kind=Kind.LONG_TEXT, required=True),
)
_FINISHED = (Field(name="done_on", label="完成日", kind=Kind.DATE, required=True),)
_DOABLE = ("open", "doing", "ineffective")
Done = Callable[[], object]


class ImprovementsDialog(Dialog):
    """The list, and what can be done with the chosen one; each step has its key."""

    def __init__(self, desk: Desk, detail: ComplaintDetail, offers: Offers, parent: QWidget) -> None:
        super().__init__(
            "改进措施", f"{detail.row.complaint_no}　{detail.row.customer}", [Answer("", "关闭")], parent=parent
        )
        self.setFixedWidth(theme().px(_WIDTH))
        self._desk, self._complaint, self._offers = desk, detail.row, offers
        self.table = RecordTable(_COLUMNS)
        self.table.setAccessibleName("改进措施")
        self.table.setFixedHeight(theme().px(_HEIGHT))
        self.table.current_changed.connect(lambda _: self._show_reasons())
        self.table.opened.connect(lambda _: self._edit())
        surface = frame("panel")
        column(surface, self.table, margins=(1, 1, 1, 1))
        self.steps = {
            "new": Button("新措施…", self._new, icon="plus", key="Ctrl+N"),
            "edit": Button("修改…", self._edit, icon="pencil-simple", key="F2"),
            "begin": Button("开始整改", self._begin, key="Alt+1"),
            "finish": Button("已完成…", self._finish, key="Alt+2"),
            "verify": Button("验证…", self._verify, key="Alt+3"),
        }
        for button, key in zip(self.steps.values(), ("Ctrl+N", "F2", "Alt+1", "Alt+2", "Alt+3"), strict=True):
            button.setShortcut(key)
        self.body.addWidget(surface)
        self.body.addLayout(row(None, *self.steps.values(), None))
        self.finished.connect(self.deleteLater)
        self._show(detail.improvements)
        self.table.setFocus()

    def _show(self, rows: Sequence[ImprovementRow]) -> None:
        self.table.show_rows(list(rows))
        self._show_reasons()

    def _show_reasons(self) -> None:
        chosen = self._chosen
        state = chosen.state_code if chosen else ""
        for name, reason in _reasons(state).items():
            self.steps[name].set_reason(reason)
        may = "" if self._desk.app.may("complaint.accept") else "改进措施由客服、内勤或主管登记和验证。"
        for name in ("new", "edit", "verify"):
            if may:
                self.steps[name].set_reason(may)

    @property
    def _chosen(self) -> ImprovementRow | None:
        found: ImprovementRow | None = self.table.current_row()
        return found

    def _ask(self, title: str, verb: str, fields: Sequence[Field], values: dict[str, Any], save: Any) -> None:
        form = RecordForm(
            self._desk.jobs,
            fields,
            today=self._desk.app.today,
            sections=(("要填的", [field.name for field in fields]),),
            references=self._offers.references(fields),
        )
        dialog = FormDialog(title, "", verb, form, size=size_of(fields), parent=self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.accepted.connect(self._reread)
        dialog.start(values, save, whole=True)
        dialog.open()

    def _new(self) -> None:
        app, source = self._desk.app, self._complaint
        begun = {"problem": source.summary[:200]}
        self._ask(
            "新改进措施", "登记", improvement_fields(), begun,
            lambda values: create_improvement(app, source.id, values, uid=str(uuid4())),
        )  # fmt: skip

    def _edit(self) -> None:
        app, chosen = self._desk.app, self._chosen
        if chosen is None or not self.steps["edit"].isEnabled():
            return
        fields = improvement_fields()
        begun = {field.name: getattr(chosen, field.name) for field in fields}
        self._ask(f"改 {chosen.imp_no}", "保存", fields, begun, partial(_edited, app, chosen))

    def _begin(self) -> None:
        app, chosen = self._desk.app, self._chosen
        if chosen is not None:
            self._desk.jobs.start(
                self,
                lambda _: begin_improvement(app, chosen.id, chosen.row_version),
                lambda _: self._reread(),
                failed=self._desk.complain,
            )

    def _finish(self) -> None:
        app, chosen = self._desk.app, self._chosen
        if chosen is not None:
            self._ask(
                f"{chosen.imp_no} 完成", "已完成", _FINISHED, {"done_on": app.today()}, partial(_finished, app, chosen)
            )

    def _verify(self) -> None:
        app, chosen = self._desk.app, self._chosen
        if chosen is not None:
            self._ask(f"验证 {chosen.imp_no}", "验证", _VERIFIED, {"effective": True}, partial(_verified, app, chosen))

    def _reread(self) -> None:
        app, source = self._desk.app, self._complaint
        self._desk.changes.tell(*CHANGED)
        self._desk.jobs.reread(
            self,
            "improvements",
            lambda _: read_complaint(app, source.id).improvements,
            self._show,
            failed=self._desk.complain,
        )


def _reasons(state: str) -> dict[str, str]:
    """Why the steps cannot be taken in a state; empty texts where they can."""
    if not state:
        return {"new": "", **dict.fromkeys(("edit", "begin", "finish", "verify"), "还没有改进措施，先按 Ctrl+N 登记。")}
    doable = "" if state in _DOABLE else "已经完成，不能再改。"
    return {
        "new": "",
        "edit": doable,
        "begin": "" if state in ("open", "ineffective") else "已经开始了。",
        "finish": doable,
        "verify": "" if state == "done" else "完成以后才能验证。",
    }


def _edited(app: Any, chosen: ImprovementRow, values: dict[str, Any]) -> object:
    edit_improvement(app, chosen.id, chosen.row_version, values)
    return True


def _finished(app: Any, chosen: ImprovementRow, values: dict[str, Any]) -> object:
    day = clean(_FINISHED, values, codes_of)["done_on"]
    finish_improvement(app, chosen.id, chosen.row_version, day)
    return True


def _verified(app: Any, chosen: ImprovementRow, values: dict[str, Any]) -> object:
    verify_improvement(app, chosen.id, chosen.row_version, effective=bool(values["effective"]), result=values["result"])
    return True
