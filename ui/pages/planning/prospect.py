"""A visit to a shop that is not on record yet: its name, where it is, what for."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from app.choices import codes_of
from app.forms.clean import clean
from app.forms.model import Field
from ui.dialogs.form import FormDialog
from ui.forms.record_form import RecordForm
from ui.shell.desk import Desk

_FIELDS = (
    Field(name="prospect_name", label="店名", max_length=40, required=True),
    Field(name="place", label="地点", max_length=80, required=True),
    Field(name="goal", label="访问目标", max_length=100),
)


class ProspectDialog(FormDialog):
    """`result_of_save` maps prospect_name, place and goal to what was typed."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        form = RecordForm(desk.jobs, _FIELDS, today=desk.app.today, sections=[("店", [f.name for f in _FIELDS])])
        text = "去过以后录调查表，档案随之建立。"
        super().__init__("排一家还没建档的", text, "排进去", form, size=QSize(420, 320), parent=parent)
        self.start({}, self._taken, whole=True)

    def _taken(self, values: dict[str, Any]) -> dict[str, str]:
        return {name: value or "" for name, value in clean(_FIELDS, values, codes_of).items()}
