"""Why a visit was not made, picked by its digit."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from app.choices import codes_of
from app.forms.clean import clean
from app.forms.model import Field, Kind
from ui.dialogs.form import FormDialog
from ui.forms.record_form import RecordForm
from ui.shell.desk import Desk

_REASON = Field(name="miss_reason", label="没去成的原因", kind=Kind.ONE, choices="miss_reason", required=True)


class MissDialog(FormDialog):
    """`result_of_save` is the code of the reason."""

    def __init__(self, desk: Desk, customer: str, parent: QWidget) -> None:
        form = RecordForm(desk.jobs, (_REASON,), today=desk.app.today)
        text = "记下原因后这家算未去成，会再回到到期名单。"
        super().__init__(f"「{customer}」没去成？", text, "记下", form, size=QSize(420, 230), parent=parent)
        self.start({}, lambda values: clean((_REASON,), values, codes_of)["miss_reason"], whole=True)
