"""The visit under the cursor with all that was written about it, and what the meeting decides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.choices import codes_of
from app.errors import Invalid
from app.forms.clean import clean
from app.forms.model import Choice
from app.meetings.evening import Evening, MeetingVisit
from app.meetings.fields import decision_fields
from ui.forms.form_view import FormView
from ui.pages.meeting.draft import USUAL_KIND, Decision
from ui.widgets.button import Button
from ui.widgets.layout import column, label, row, scrolled
from ui.widgets.marks import GradeBadge


class DecisionPanel(QWidget):
    """`decided` carries the cleaned values, or None when the field 决定 was left empty; `sheet_wanted` opens the sheet."""

    decided = Signal(object)
    dropped = Signal()
    sheet_wanted = Signal()

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self._people: list[Choice] = []
        self.visit: MeetingVisit | None = None
        self._grade, self._name = GradeBadge(""), label("", "title")
        self._facts, self._texts = label("", "sub", wrap=True), label("", wrap=True)
        self._missed = label("", "aux", "warn", wrap=True)
        fields = decision_fields()
        self.form = FormView(
            fields,
            today=today,
            sections=(("会上决定", [field.name for field in fields]),),
            references={"owner_id": lambda: self._people},
            wide=("title",),
        )
        self.take = Button("记下，看下一家", self.decide, icon="check", key="Ctrl+Return")
        self.drop = Button("不要这条", self.dropped.emit, icon="trash")
        self.sheet = Button("打开调查表", self.sheet_wanted.emit, icon="clipboard-text", small=True)
        content = QWidget()
        head = row(None, self._grade, self._name, None)
        column(
            content,
            *(head, self._facts, self._texts, row(None, self.sheet, None), self._missed, 4, self.form),
            *(row(None, self.take, self.drop, None), None),
            gap=8,
            margins=(14, 12, 14, 12),
        )
        column(self, scrolled(content), gap=0)
        self.form.finished.connect(self.decide)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self, self.decide)

    def show_evening(self, read: Evening) -> None:
        """Offer the office's people."""
        self._people = [Choice(str(number), name) for number, name in read.people]

    def show_visit(self, visit: MeetingVisit | None, decision: Decision | None, rep_id: int, missed: str) -> None:
        """Show a visit and what is decided so far; with none, what its own notes suggest."""
        self.visit = visit
        self.form.setEnabled(visit is not None)
        self._missed.setText(missed)
        self._missed.setVisible(bool(missed))
        for part in (self._grade, self._facts, self._texts, self.sheet, self.form, self.take, self.drop):
            part.setVisible(visit is not None)
        self._name.setText(visit.customer if visit else "这一天没有拜访")
        if visit is None:
            return
        self._grade.set_grade(visit.primary_class)
        self._facts.setText(_facts(visit))
        self._texts.setText(_texts(visit))
        self.sheet.setVisible(visit.sheet_id is not None)
        self.sheet.setText(_sheet(visit))
        self.drop.set_reason("" if decision else "这家还没有决定，没有可去掉的。")
        self.form.set_values(_values(visit, decision, rep_id))

    def decide(self) -> None:
        """Hand over what is written; with nothing written there is no decision."""
        values = self.form.values()
        if self.visit is None:
            return
        if not str(values["title"]).strip():
            self.decided.emit(None)
            return
        try:
            cleaned = clean(decision_fields(), values, codes_of)
            if cleaned["due_on"] <= self._today():
                raise Invalid("", {"due_on": "下次日期要晚于今天"})
        except Invalid as error:
            self.form.show_problems(error.problems)
        else:
            self.decided.emit(cleaned)

    @property
    def is_typing(self) -> bool:
        """Whether something is written that was not handed over."""
        return self.visit is not None and self.form.is_changed


def _values(visit: MeetingVisit, decision: Decision | None, rep_id: int) -> Mapping[str, Any]:
    if decision is not None:
        return {
            "title": decision.text,
            "owner_id": decision.owner_id,
            "due_on": decision.due_on,
            "kind": decision.kind,
        }
    return {"title": "", "owner_id": rep_id, "due_on": visit.next_visit_on, "kind": USUAL_KIND}


def _facts(visit: MeetingVisit) -> str:
    parts = (
        f"{visit.start_at:%H:%M} 起 {visit.minutes} 分钟",
        f"第 {visit.visit_round} 次",
        f"意向{visit.intent}" if visit.intent else "",
        visit.failures or visit.result,
    )
    return "　".join(part for part in parts if part)


def _texts(visit: MeetingVisit) -> str:
    following = f"{visit.next_step or '没有写'}{f'，{visit.next_visit_on:%m-%d}' if visit.next_visit_on else ''}"
    return f"情况：{visit.situation or '没有写'}\n对策：{visit.countermeasure or '没有写'}\n下一步：{following}"


def _sheet(visit: MeetingVisit) -> str:
    if visit.completeness_pct is None:
        return "打开调查表"
    missing = f"，缺 {visit.missing_required} 必答" if visit.missing_required else ""
    return f"调查表 {visit.sheet_no}　{visit.completeness_pct:.0f}%{missing}"
