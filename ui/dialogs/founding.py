"""The first start with an empty database: the company, the office, the first account."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from app.choices import options
from app.forms.model import Choice
from ui.dialogs.form import FormDialog
from ui.forms.record_form import RecordForm
from ui.jobs import Jobs

if TYPE_CHECKING:
    from app.context import App

_SECTIONS = (
    ("公司", ("company_name", "short_name", "brand_name")),
    ("办事处", ("branch_name", "branch_code", "region_text")),
    ("第一个账号", ("person_name", "username", "role", "password")),
)
_TEXT = (
    "这是一个空库，填好下面几项就能开始。另外会建一个管理员账号 admin，口令和下面填的相同："
    "加员工、市场和品牌用它登录，平时录入用下面这个账号。口令可以不设。"
)


class FoundingDialog(FormDialog):
    """Asks until the office is founded or the person gives up; `app` has nobody signed in yet."""

    def __init__(self, app: App, parent: QWidget | None = None) -> None:
        from app.founding.office import founding_fields

        self._app, self._jobs = app, Jobs()
        form = RecordForm(
            self._jobs,
            founding_fields(),
            today=app.today,
            sections=_SECTIONS,
            references={"role": _roles},
        )
        super().__init__("建立办事处", _TEXT, "建立办事处", form, size=QSize(680, 656), parent=parent)
        self.start({"role": "clerk"}, self._found, whole=True)

    def found(self) -> bool:
        """Show it and wait; whether the office is founded."""
        return self.ask() == "save"

    def done(self, result: int) -> None:
        """The pool goes with the dialog."""
        self._jobs.close()
        super().done(result)

    def _found(self, values: dict[str, Any]) -> str:
        from app.founding.office import FoundingInput, found_office

        found_office(self._app, FoundingInput(**values))
        return str(values["branch_name"])


def _roles() -> Sequence[Choice]:
    from app.founding.office import FOUNDING_ROLES

    return [choice for choice in options("role") if choice.code in FOUNDING_ROLES]
