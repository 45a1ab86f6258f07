"""Writing one rep's report of one day: the day's figures and visits above, what a person adds below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from app.context import App
from app.errors import Invalid, KnownError
from app.reports.daily_data import DailyData, DailyFigures
from app.reports.model import ValueKind
from app.reports.values import printed
from app.sweep.daily import DailyInput, daily_data, daily_fields, read_daily, save_daily, submit_daily
from app.visits.records import list_visits
from ui.dialogs.message import Dialog
from ui.forms.form_view import FormView
from ui.pages.reports.feedback import FeedbackRows
from ui.shell.desk import Desk
from ui.tables.columns import Column
from ui.tables.view import RecordTable
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.dates import date_text
from ui.widgets.layout import column, frame, label, row, scrolled

_WIDTH, _LEAST, _MOST_ROWS = 860, 500, 5
_SECTIONS = (
    ("当日", ("weather",)),
    ("反馈汇报", ("feedback",)),
    ("小结和明日计划", ("problems", "self_comment", "tomorrow_plan")),
)
_COLUMNS = (
    Column(key="seq", title="序", width=44, kind="number"),
    Column(key="customer_name", title="客户", width=180, stretch=True),
    Column(key="time", title="时段", width=110, value=lambda line: f"{line.start_at:%H:%M}–{line.end_at:%H:%M}"),
    Column(key="result_label", title="结果", width=100),
    Column(key="intent_label", title="意向", width=76),
    Column(key="situation", title="基本情况", width=180, stretch=True, quiet=True),
)


@dataclass(frozen=True, slots=True)
class DailyDraft:
    """What the editor begins with."""

    data: DailyData
    written: DailyInput
    customers: tuple[tuple[int, str], ...]


def read_draft(app: App, employee_id: int, day: date) -> DailyDraft:
    """The day as it stands, what was written so far, and the customers visited."""
    visits = list_visits(app, day, day, employee_id=employee_id)
    customers = tuple(dict.fromkeys((visit.customer_id, visit.customer) for visit in visits))
    return DailyDraft(daily_data(app, employee_id, day), read_daily(app, employee_id, day), customers)


def edit_daily(
    desk: Desk, employee_id: int, name: str, day: date, parent: QWidget, *, problems: Mapping[str, str] | None = None
) -> None:
    """Read the day in the background, then open the editor on it; `problems` are shown at once."""

    def show(draft: DailyDraft) -> None:
        editor = DailyEditor(f"{name}　{date_text(day)}　日报", draft, desk, parent)
        editor.wanted.connect(lambda written, submit: _keep(desk, editor, employee_id, day, written, submit))
        editor.finished.connect(editor.deleteLater)
        editor.open()
        if problems:
            editor.show_problems(problems)

    desk.jobs.reread(
        parent, "daily draft", lambda _: read_draft(desk.app, employee_id, day), show, failed=desk.complain
    )


def _keep(desk: Desk, editor: DailyEditor, employee_id: int, day: date, written: DailyInput, submit: bool) -> None:
    def done(_: int) -> None:
        editor.accept()
        desk.toast("日报已提交，当日拜访已锁定" if submit else "日报已保存，还没有提交")
        desk.changes.tell("daily_reports", "visits")

    def failed(error: KnownError) -> None:
        editor.show_problems(error.problems if isinstance(error, Invalid) else {}, str(error))

    work = submit_daily if submit else save_daily
    editor.set_busy()
    desk.jobs.start(editor, lambda _: work(desk.app, employee_id, day, written), done, failed=failed)


class DailyEditor(Dialog):
    """Ctrl+S saves, Ctrl+Enter hands in, Esc leaves and saves what was changed.

    `wanted` carries a DailyInput and whether to hand it in; the dialog stays open until it is told that it worked.
    """

    wanted = Signal(object, bool)

    def __init__(self, title: str, draft: DailyDraft, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(title, "", (), parent=parent)
        self._draft = draft
        self.feedback = FeedbackRows(draft.customers)
        self.form = FormView(
            daily_fields(), today=desk.app.today, sections=_SECTIONS, widgets={"feedback": self.feedback}
        )
        self.feedback.grown.connect(self.form.arrange)
        self.feedback.passed.connect(lambda by: self.form.step("feedback", by))
        self.problem = label("", "", "danger", wrap=True)
        self.problem.hide()
        self.buttons = {
            "": Button("关闭", self.reject, key="Esc"),
            "save": Button("保存", lambda: self.choose("save"), icon="floppy-disk", key="Ctrl+S"),
            "submit": Button(
                "提交日报", lambda: self.choose("submit"), icon="check", key="Ctrl+Return", kind="primary"
            ),
        }
        self._fill()
        self._lay_out(parent)
        for key, name in (("Ctrl+S", "save"), ("Ctrl+Return", "submit"), ("Ctrl+Enter", "submit")):
            QShortcut(QKeySequence(key), self, lambda chosen=name: self.choose(chosen))
        self.form.finished.connect(lambda: self.buttons["submit"].setFocus(Qt.FocusReason.TabFocusReason))

    def written(self) -> DailyInput:
        """What stands in the fields."""
        values: dict[str, Any] = self.form.values()
        return DailyInput(**values, feedback=self.feedback.lines(), discussion_id=self._draft.written.discussion_id)

    def choose(self, name: str) -> None:
        """Hand over what was written."""
        self.wanted.emit(self.written(), name == "submit")

    def reject(self) -> None:
        """Esc asks for nothing and loses nothing: what was changed is saved. Where that failed, it leaves."""
        if self.written() != self._begun and self.problem.isHidden():
            self.choose("save")
        else:
            super().reject()

    def show_problems(self, problems: Mapping[str, str], sentence: str = "") -> None:
        """It was not taken: say why, at the fields and above the buttons."""
        for button in self.buttons.values():
            button.setEnabled(True)
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        self.feedback.show_problems(problems)
        self.form.show_problems(problems)

    def set_busy(self) -> None:
        """It is being written."""
        for button in self.buttons.values():
            button.setEnabled(False)

    def _fill(self) -> None:
        written = self._draft.written
        self.form.set_values(
            {
                "weather": written.weather,
                "problems": written.problems,
                "self_comment": written.self_comment,
                "tomorrow_plan": written.tomorrow_plan or self._draft.data.tomorrow_plan,
            }
        )
        self.feedback.show_lines(written.feedback)
        self._begun = self.written()

    def _lay_out(self, parent: QWidget | None) -> None:
        px = theme().px
        lines = self._draft.data.lines
        table = RecordTable(_COLUMNS)
        table.show_rows(lines)
        table.setAccessibleName("当日拜访")
        table.setFixedHeight(px(28) + max(1, min(len(lines), _MOST_ROWS)) * theme().row_height + 2)
        surface = frame("panel")
        column(surface, table, margins=(1, 1, 1, 1))
        content = QWidget()
        column(content, self.form, gap=0)
        self.body.addWidget(FigureStrip(self._draft.data.figures))
        self.body.addWidget(surface)
        self.body.addWidget(scrolled(content), 1)
        self.body.addWidget(self.problem)
        self.body.addLayout(row(None, None, *self.buttons.values()))
        room = parent.window().size() if parent else self.sizeHint()
        self.setFixedSize(min(px(_WIDTH), room.width() - px(40)), max(px(_LEAST), room.height() - px(60)))
        self.form.focus_first()


class FigureStrip(QFrame):
    """The twelve figures of the report (reports RP01), label over value, six in a row."""

    def __init__(self, figures: DailyFigures) -> None:
        super().__init__()
        self.setProperty("kind", "panel")
        grid = QGridLayout(self)
        grid.setContentsMargins(*[theme().px(10)] * 4)
        grid.setHorizontalSpacing(theme().px(12))
        grid.setVerticalSpacing(theme().px(2))
        for number, (name, value) in enumerate(_figures(figures)):
            line, place = divmod(number, 6)
            grid.addWidget(label(name, "aux"), 2 * line, place)
            grid.addWidget(label(value, "head"), 2 * line + 1, place)


def _figures(figures: DailyFigures) -> Sequence[tuple[str, str]]:
    percent = ValueKind.PERCENT
    minutes = "—" if figures.mean_minutes is None else str(figures.mean_minutes)
    return (
        ("计划家次", str(figures.planned)),
        ("完成", str(figures.done)),
        ("完成率", printed(figures.done_rate, percent)),
        ("实访家次", str(figures.visited)),
        ("计划外", str(figures.unplanned)),
        ("有效面谈率", printed(figures.effective_rate, percent)),
        ("新增客户", str(figures.new_customers)),
        ("新建调查表", str(figures.new_sheets)),
        ("当期填全", str(figures.completed_sheets)),
        ("意向家／意向率", f"{figures.interested}／{printed(figures.interest_rate, percent)}"),
        ("未达预期", str(figures.unmet)),
        ("平均时长(分)", minutes),
    )
