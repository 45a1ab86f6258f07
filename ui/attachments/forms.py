"""What is said about a file: when it is added, and later."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from app.attachments.records import (
    AttachmentRow,
    add_attachments,
    adding_fields,
    caption_fields,
    change_caption,
    keep_file,
)
from app.context import App
from app.forms.model import Field
from ui.dialogs.form import FormDialog
from ui.forms.record_form import RecordForm
from ui.shell.desk import Desk

_SIZE = QSize(560, 290)
_LONG = "caption"
_NAMED = 3


def add_dialog(
    desk: Desk, owner: tuple[str, int], files: Sequence[Path], kind: str, uid: str, parent: QWidget
) -> FormDialog:
    """Asks for kind, caption and day, the same for all files; `result_of_save` are the ids of those that were new."""
    form = _form(desk, adding_fields())
    title = "添加附件" if len(files) == 1 else f"添加 {len(files)} 个附件"
    dialog = FormDialog(title, _names(files), "添加", form, size=_SIZE, parent=parent)
    dialog.start({"kind": kind}, partial(_add, desk.app, owner, files, uid), whole=True)
    return dialog


def caption_dialog(desk: Desk, shown: AttachmentRow, uid: str, parent: QWidget) -> FormDialog:
    """Changes kind, caption, day and the sensitive mark; `result_of_save` is None when nothing was changed."""
    form = _form(desk, caption_fields())
    dialog = FormDialog("改附件说明", shown.file.file_name, "保存", form, size=_SIZE, parent=parent)
    values = {name: getattr(shown, name) for name in ("kind", "caption", "taken_on", "is_sensitive")}
    dialog.start(values, partial(_change, desk.app, shown, uid))
    return dialog


def _form(desk: Desk, fields: Sequence[Field]) -> RecordForm:
    names = [field.name for field in fields if field.name != _LONG]
    sections = [("附件说明", [*names, _LONG])]
    return RecordForm(desk.jobs, fields, today=desk.app.today, sections=sections, wide=(_LONG,))


def _add(app: App, owner: tuple[str, int], files: Sequence[Path], uid: str, values: dict[str, Any]) -> tuple[int, ...]:
    kept = [keep_file(app, owner[0], file) for file in files]
    return add_attachments(app, *owner, kept, values, uid=uid)


def _change(app: App, shown: AttachmentRow, uid: str, values: dict[str, Any]) -> int:
    change_caption(app, shown.id, shown.row_version, values, uid=uid)
    return shown.id


def _names(files: Sequence[Path]) -> str:
    """The files' names, the first few of many."""
    named = "、".join(file.name for file in files[:_NAMED])
    return f"{named}等 {len(files)} 个文件" if len(files) > _NAMED else named
