"""One tab of the office's data: the list at the left, the form of the chosen record at the right."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from app.errors import KnownError
from app.forms.model import Choice
from app.people.kept import Opened
from app.tasks import Task
from ui.dialogs.form import discard_question
from ui.dialogs.message import MessageDialog
from ui.forms.record_form import RecordForm, Save
from ui.pages.office.kinds import Kind, Options
from ui.shell.desk import Desk
from ui.tables.view import RecordTable
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.frames import EmptyState
from ui.widgets.layout import column, frame, label, row

_PANEL = 580
_LOOKING, _NEW, _EDITING = "", "new", "edit"


class OfficeTab(QWidget):
    """`state_changed` comes when typing begins or ends; while something is typed the list stands still."""

    state_changed = Signal()

    def __init__(self, desk: Desk, kind: Kind) -> None:
        super().__init__()
        self.desk, self.kind = desk, kind
        self.state = _LOOKING
        self.count = 0
        self._options: Options = {}
        self._opened: Opened | None = None
        self._wanted: int | None = None
        self._question: MessageDialog | None = None
        self.table = RecordTable(kind.columns)
        self.table.setAccessibleName(kind.name)
        self.table.current_changed.connect(self._choose)
        self.table.opened.connect(lambda _row: self.edit())
        self.empty = EmptyState(kind.icon, f"还没有{kind.name}", kind.empty)
        left = QWidget()
        column(left, self.table, self.empty, gap=0)
        row(self, left, self._panel(), gap=0).setStretch(0, 1)
        self._enter(_LOOKING)

    def _panel(self) -> QFrame:
        fields = self.kind.fields()
        offered = {f.name: partial(self._offered, f.name) for f in fields if f.references}
        self.form = RecordForm(
            self.desk.jobs, fields, today=self.desk.app.today, sections=self.kind.sections, references=offered
        )
        self.form.saved.connect(self._saved)
        self.form.busy.connect(lambda _busy: self._show_buttons())
        self.heading = label("", "title")
        self.keep = Button("保存", self.form.save, icon="floppy-disk", key="Ctrl+S", kind="primary")
        self.give_up = Button("取消", self.cancel, key="Esc")
        panel, head = frame("side"), QWidget()
        head.setFixedHeight(theme().px(48))
        row(head, self.heading, None, self.give_up, self.keep)
        column(panel, head, self.form, gap=4, margins=(12, 0, 12, 12))
        panel.setFixedWidth(theme().px(_PANEL))
        return panel

    def reload(self) -> None:
        """Read list and options anew; what is being typed stays."""
        self.desk.jobs.reread(self, "all", self._read_all, self._show_all, failed=self.desk.complain)

    def add(self) -> None:
        """Begin a new record."""
        if self.state == _LOOKING:
            self.desk.jobs.reread(self, "new", lambda _task: self.kind.new(self.desk.app), self._begin_new)

    def edit(self) -> None:
        """Correct the chosen record."""
        if self.state == _LOOKING and self._opened is not None:
            opened = self._opened
            self.form.start(opened.values, partial(self._edited, opened), reread=partial(self._read_again, opened.id))
            self._enter(_EDITING)

    def cancel(self) -> bool:
        """Stop typing, after asking when something would be lost; False when nothing is being typed."""
        if self.state == _LOOKING or self.form.is_saving:
            return self.form.is_saving
        if not self.form.changes():
            self._stop()
        else:
            self._question = discard_question("不保存就回到原来的内容。接着填不会丢。", self.window())
            self._question.finished.connect(self._answered)
            self._question.open()
        return True

    def why_no_edit(self) -> str:
        """Why the chosen record cannot be corrected now."""
        if self.state != _LOOKING:
            return "正在填，先保存或取消。"
        return "" if self._opened else f"先在列表里选一行{self.kind.name}。"

    def why_no_save(self) -> str:
        """Why there is nothing to save now."""
        return "" if self.state != _LOOKING else "没有在填的内容。按 Ctrl+N 新建，或按 F2 修改。"

    def first_stop(self) -> QWidget:
        """Where the focus goes first."""
        return self.table

    def _read_all(self, _task: Task) -> tuple[Sequence[Any], Options]:
        return self.kind.rows(self.desk.app), self.kind.options(self.desk.app)

    def _show_all(self, read: tuple[Sequence[Any], Options]) -> None:
        (rows, self._options), wanted = read, self._wanted
        self.count = len(rows)
        self.table.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self.table.show_rows(rows)
        place = next((n for n, each in enumerate(rows) if each.id == wanted), None)
        if place is not None:
            self.table.select_row(place)
        if self.state == _LOOKING:
            self._choose(self.table.current_row())
        self.state_changed.emit()

    def _choose(self, chosen: Any) -> None:
        if self.state != _LOOKING:
            return
        self._wanted = chosen.id if chosen else None
        if chosen is None:
            self.desk.jobs.forget(self, "one")
            self._opened = None
            self._enter(_LOOKING)
        else:
            self.desk.jobs.reread(
                self, "one", lambda _task: self.kind.read(self.desk.app, chosen.id), self._show_one, failed=self._gone
            )

    def _show_one(self, opened: Opened) -> None:
        if self.state == _LOOKING:
            self._opened = opened
            self.form.show_values(opened.values)
            self._enter(_LOOKING)

    def _gone(self, error: KnownError) -> None:
        self.desk.complain(error)
        self.reload()

    def _begin_new(self, values: dict[str, Any]) -> None:
        if self.state == _LOOKING:
            self.form.start(values, self._added, whole=True)
            self._enter(_NEW)

    def _added(self, values: dict[str, Any]) -> tuple[int, str]:
        return self.kind.add(self.desk.app, values), str(values["name"]).strip()

    def _read_again(self, record_id: int) -> tuple[dict[str, Any], Save]:
        opened = self.kind.read(self.desk.app, record_id)
        return opened.values, partial(self._edited, opened)

    def _edited(self, opened: Opened, changes: dict[str, Any]) -> tuple[int, str]:
        self.kind.edit(self.desk.app, opened.id, opened.row_version, changes)
        return opened.id, str(changes.get("name", opened.values["name"])).strip()

    def _saved(self, result: object) -> None:
        if isinstance(result, tuple):
            self._wanted, name = result
            self.desk.toast(f"已保存{self.kind.name}「{name}」")
            self._opened = None
        self._stop()
        if isinstance(result, tuple):
            self.desk.changes.tell(*self.kind.tells)

    def _answered(self, _code: int) -> None:
        if self._question and self._question.answer == "drop":
            self._stop()

    @property
    def is_typing(self) -> bool:
        """Whether a record is being written or changed."""
        return self.state != _LOOKING

    def _stop(self) -> None:
        self._enter(_LOOKING)
        if self._opened is not None:
            self.form.show_values(self._opened.values)
        self.table.setFocus()

    def _enter(self, state: str) -> None:
        self.state = state
        name = str(self._opened.values["name"]) if self._opened else ""
        self.heading.setText({_NEW: f"新{self.kind.name}", _EDITING: f"改「{name}」"}.get(state, name))
        self.table.setEnabled(state == _LOOKING)
        self.form.setVisible(state != _LOOKING or self._opened is not None)
        self._show_buttons()
        if state != _LOOKING:
            self.form.form.focus_first()
        self.state_changed.emit()

    def _show_buttons(self) -> None:
        for button in (self.keep, self.give_up):
            button.setVisible(self.state != _LOOKING)
            button.set_reason("正在保存……" if self.form.is_saving else "")

    def _offered(self, name: str) -> list[Choice]:
        return [Choice(str(each), text) for each, text in self._options.get(name, ())]
