"""批量修改: the same values for all picked customers, in one deed that can be taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QWidget

from app.errors import Cancelled, KnownError
from app.forms.model import Choice, Field, Kind
from app.tasks import Task
from ui.dialogs.form import FormDialog
from ui.forms.record_form import RecordForm
from ui.shell.desk import Desk
from ui.widgets.layout import label

if TYPE_CHECKING:
    from app.context import App
    from app.customers.bulk import BulkOffer

_REASON = "reason"
_AT_ONCE = 512
_MANY = 1000
"""From so many on the status bar shows how far reading them is."""
_WIDTH, _AROUND, _LINE = 640, 250, 18
"""Pixels of the dialog: what stands around the fields, and half a line, as two fields share one."""
_WHAT = "只填要改的项，空着的不动。改完按 Ctrl+Z 能整批撤销。"


@dataclass(frozen=True, slots=True)
class _Read:
    """What can be changed, and the versions of the customers as they were picked."""

    offer: BulkOffer
    seen: Mapping[int, int]


def edit_many(desk: Desk, ids: Sequence[int], parent: QWidget) -> None:
    """Ask what to change of these customers, and change it."""
    if not ids:
        desk.complain("还没有选客户。按空格勾选，或按 Ctrl+A 全选，再来批量修改。")
        return
    title = "读取要改的客户" if len(ids) >= _MANY else ""
    done = partial(_open, desk, parent)
    desk.jobs.start(parent, partial(_read, desk.app, ids), done, failed=desk.complain, title=title)


def _read(app: App, ids: Sequence[int], task: Task) -> _Read:
    from app.customers.bulk import bulk_offer
    from app.customers.listing import customers_by_id

    seen: dict[int, int] = {}
    for start in range(0, len(ids), _AT_ONCE):
        task.step(start, len(ids))
        seen.update((row.id, row.row_version) for row in customers_by_id(app, ids[start : start + _AT_ONCE]))
    return _Read(bulk_offer(app), seen)


def _open(desk: Desk, parent: QWidget, read: _Read) -> None:
    BulkDialog(desk, read.offer, read.seen, parent).open()


class BulkDialog(FormDialog):
    """Says how many customers are changed and how far it is; Esc stops it, and then nothing was changed."""

    stepped = Signal(object, object)

    def __init__(self, desk: Desk, offer: BulkOffer, seen: Mapping[int, int], parent: QWidget) -> None:
        self._desk, self._seen, self._task = desk, seen, Task()
        fields = [replace(field, required=False, section="") for field in offer.fields]
        fields.append(Field(name=_REASON, label="理由", kind=Kind.TEXT, max_length=200, help="改等级、换业务员要写明"))
        form = RecordForm(
            desk.jobs,
            fields,
            today=desk.app.today,
            sections=(("要改的", [field.name for field in fields]),),
            references={name: partial(_choices, pairs) for name, pairs in offer.choices.items()},
            wide=(_REASON,),
        )
        size = QSize(_WIDTH, _AROUND + _LINE * (len(fields) + 2))
        super().__init__(
            f"批量修改 {len(seen):,} 家客户", _WHAT, f"改 {len(seen):,} 家", form, size=size, parent=parent
        )
        self.progress = label("", "sub")
        self.body.addWidget(self.progress)
        self.stepped.connect(self._show_step)
        self.accepted.connect(self._tell)
        self.finished.connect(self.deleteLater)
        self.start({}, self._save)

    def choose(self, name: str) -> None:
        """Save, or stop what is being saved."""
        if not name and self.form.is_saving:
            self._task.cancel()
        else:
            super().choose(name)

    def reject(self) -> None:
        """Esc stops what is being saved, else closes."""
        if self.form.is_saving:
            self._task.cancel()
        else:
            super().reject()

    def _save(self, typed: dict[str, Any]) -> object:
        """In the pool."""
        from app.customers.bulk import bulk_edit

        uid = str(uuid4())
        self._task = Task(lambda done, total, _note: self.stepped.emit(done, total))
        changes = {name: value for name, value in typed.items() if name != _REASON and value not in ("", ())}
        reason = str(typed.get(_REASON) or "")
        try:
            changed = bulk_edit(self._desk.app, self._seen, changes, reason=reason, task=self._task, uid=uid)
        except Cancelled as stopped:
            raise KnownError("已停下，一家也没有改。改好要改的项，可以再来一次，或按 Esc 关掉。") from stopped
        return uid, changed

    def _show_step(self, done: int, total: int) -> None:
        self.progress.setText(f"正在改 {done:,} / {total:,} 家" if done < total else "")

    def _show_busy(self, busy: bool) -> None:
        super()._show_busy(busy)
        self.buttons[""].set_reason("")
        if not busy:
            self.progress.setText("")

    def _tell(self) -> None:
        if isinstance(self.result_of_save, tuple):
            uid, changed = self.result_of_save
            self._desk.done(f"已改 {changed:,} 家客户", f"批量修改 {changed:,} 家客户", uid, "customers")


def _choices(pairs: Sequence[tuple[int, str]]) -> list[Choice]:
    return [Choice(str(each), name) for each, name in pairs]
