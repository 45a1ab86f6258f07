"""A record's form that saves: off the GUI thread, problems at their fields, what was typed kept whatever happens."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from app.errors import Conflict, Invalid, KnownError
from app.forms.model import Field
from ui.forms.form_view import FormView, Options
from ui.jobs import Jobs
from ui.theme import set_state, theme
from ui.widgets.button import Button
from ui.widgets.layout import column, label, row, scrolled

Save = Callable[[dict[str, Any]], object]
Reread = Callable[[], tuple[Mapping[str, Any], Save]]
"""The record as it is now, and what saves from there; both run on a worker thread."""


class RecordForm(QWidget):
    """Scrolls where it must. `saved` carries what the save returned, None when there was nothing to save; `busy` says
    whether it is saving; `changed` carries a field's name, `refused` the error that kept it from being saved, said here
    already. Enter in the last field saves.
    """

    saved = Signal(object)
    refused = Signal(object)
    busy = Signal(bool)
    changed = Signal(str)

    def __init__(
        self,
        jobs: Jobs,
        fields: Sequence[Field],
        *,
        today: Callable[[], date],
        sections: Sequence[tuple[str, Sequence[str]]] = (),
        references: Mapping[str, Options] | None = None,
        wide: Sequence[str] = (),
        notes: Mapping[str, str] | None = None,
        shut: Collection[str] = (),
    ) -> None:
        super().__init__()
        self._jobs = jobs
        self._names = [field.name for field in fields]
        self._before: dict[str, Any] = {}
        self._save: Save | None = None
        self._reread: Reread | None = None
        self._whole = self._saving = False
        self.form = FormView(
            fields, today=today, sections=sections, references=references, wide=wide, notes=notes, shut=shut
        )
        self.form.finished.connect(self.save)
        self.form.changed.connect(self.changed)
        self._area = scrolled(self.form)
        self._problem = label("", "aux", "danger", wrap=True)
        self._fresh = Button("取来最新的再改", self._fetch, icon="arrows-clockwise", small=True)
        foot = row(None, self._problem, self._fresh)
        foot.setStretch(0, 1)
        column(self, self._area, foot, gap=6)
        for field in fields:
            editor = self.form.editor(field.name)
            editor.says.focused.connect(partial(self._keep_in_sight, editor))
            if field.name == "password" and isinstance(editor, QLineEdit):
                editor.setEchoMode(QLineEdit.EchoMode.Password)
        self._say("")

    def start(
        self, values: Mapping[str, Any], save: Save, *, whole: bool = False, reread: Reread | None = None
    ) -> None:
        """Begin with these values; `save` gets those changed, with `whole` every one, on a worker thread.

        With `reread` a Conflict can be got over: the record is read again, and what was typed put on top.
        """
        self._save, self._whole, self._reread = save, whole, reread
        self._mark_shown(False)
        self.form.set_values(values)
        self._before = self.form.values()
        self._say("")

    def show_values(self, values: Mapping[str, Any]) -> None:
        """Only show a record."""
        self._save = None
        self._mark_shown(True)
        self.form.set_values(values, closed=True)
        self._before = self.form.values()
        self._say("")

    @property
    def problem(self) -> str:
        """What is said below the form, empty when nothing is wrong."""
        return self._problem.text()

    @property
    def is_saving(self) -> bool:
        """Whether a save is under way."""
        return self._saving

    def changes(self) -> dict[str, Any]:
        """What is typed now and was not there at the start."""
        now = self.form.values()
        return {name: value for name, value in now.items() if value != self._before.get(name)}

    def save(self) -> None:
        """Hand over what was typed, unless a save is under way."""
        if self._save is None or self._saving:
            return
        changes, save = self.changes(), self._save
        typed = self.form.values() if self._whole else changes
        if not typed:
            self.saved.emit(None)
            return
        self._set_saving(True)
        self._jobs.start(self, lambda _task: save(typed), self._done, failed=self._refused)

    def _done(self, result: object) -> None:
        self._set_saving(False)
        self._say("")
        self.saved.emit(result)

    def _refused(self, error: KnownError) -> None:
        self._set_saving(False)
        problems = error.problems if isinstance(error, Invalid) else {}
        here = problems and set(problems) <= set(self._names)
        self._say(f"有 {len(problems)} 项要改，原因写在那一项下面。内容都还在。" if here else str(error))
        self.form.show_problems(problems)
        self._fresh.setVisible(isinstance(error, Conflict) and self._reread is not None)
        self.refused.emit(error)

    def _fetch(self) -> None:
        reread = self._reread
        if reread is not None and not self._saving:
            self._set_saving(True)
            self._jobs.start(self, lambda _task: reread(), self._go_on, failed=self._refused)

    def _go_on(self, fresh: tuple[Mapping[str, Any], Save]) -> None:
        self._set_saving(False)
        changes, (values, save) = self.changes(), fresh
        self.start(values, save, whole=self._whole, reread=self._reread)
        for name, value in changes.items():
            self.form.set_value(name, value)
        self._say("已换成最新的内容，你改过的几项还在。请对照着看一遍，再保存。", "ok")

    def _set_saving(self, saving: bool) -> None:
        self._saving = saving
        self.busy.emit(saving)

    def _say(self, text: str, tone: str = "danger") -> None:
        self._problem.setText(text)
        self._problem.setVisible(bool(text))
        set_state(self._problem, tone=tone)
        self._fresh.hide()

    def _mark_shown(self, shown: bool) -> None:
        """Values only shown are written like text, not like what is switched off."""
        for name in self._names:
            set_state(self.form.editor(name), shown=shown)

    def _keep_in_sight(self, editor: QWidget) -> None:
        row = theme().px(36)
        self._area.ensureWidgetVisible(editor, 0, row)
