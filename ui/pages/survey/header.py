"""Whose sheet is being typed, who surveyed, and whether the draft is on disk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from ui.theme import set_state
from ui.widgets.button import Button
from ui.widgets.frames import IconLabel
from ui.widgets.layout import label, row, rule
from ui.widgets.marks import GradeBadge

if TYPE_CHECKING:
    from app.people.offices import EmployeeRow
    from app.surveys.entry import Entry

GRADES = {"core": "A", "general": "B", "potential": "C"}
NEW_CUSTOMER = "新客户"


class EntryHeader(QWidget):
    """Stands between title and buttons of the page's header."""

    def __init__(self, choose_surveyor: Callable[[int], object]) -> None:
        super().__init__()
        self._choose = choose_surveyor
        self._reps: Sequence[EmployeeRow] = ()
        self.badge = GradeBadge()
        self.name = label("", "head")
        self.surveyor = Button("", self.open_menu, key="Alt+R", kind="quiet", small=True)
        self._sign = IconLabel("check-circle-fill", "ok", 16)
        self.state = label("", "sub")
        self._sign.hide()
        row(self, rule(vertical=True), self.badge, self.name, self.surveyor, None, self._sign, self.state, gap=8)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHorizontalStretch(9)
        self.setSizePolicy(policy)

    def show_sheet(self, entry: Entry, reps: Sequence[EmployeeRow], fixed: bool) -> None:
        """Name the customer and the surveyor; `fixed` when only the signed-in rep may be it."""
        self._reps = reps
        self.badge.set_grade(entry.opened.primary_class if len(entry.opened.primary_class) == 1 else "")
        self.badge.setVisible(bool(entry.opened.customer_id))
        self.name.setText(entry.opened.customer_name or NEW_CUSTOMER)
        self.show_surveyor(entry.surveyor_id)
        self.surveyor.setEnabled(not fixed)

    def show_surveyor(self, surveyor_id: int | None) -> None:
        """Name who surveyed."""
        name = next((rep.name for rep in self._reps if rep.id == surveyor_id), "")
        self.surveyor.setText(f"{name} 调查" if name else "选调查人")
        self.surveyor.setAccessibleName(f"调查人 {name or '未选'}")
        self.surveyor.updateGeometry()

    def open_menu(self) -> None:
        """The reps, each with a digit."""
        menu = QMenu(self)
        for place, rep in enumerate(self._reps, 1):
            menu.addAction(f"&{place}  {rep.name}　{rep.emp_no}", partial(self._choose, rep.id))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.surveyor.mapToGlobal(QPoint(0, self.surveyor.height())))

    def show_saving(self) -> None:
        """The draft is about to be written."""
        self._sign.hide()
        self._say("正在保存…", "")

    def show_saved(self, at: datetime) -> None:
        """It is on disk."""
        self._sign.show()
        self._say(f"草稿已保存 {at:%H:%M}", "")

    def show_failed(self) -> None:
        """It is not."""
        self._sign.hide()
        self._say("草稿没有存上", "danger")

    def clear_state(self) -> None:
        """Nothing typed yet."""
        self._sign.hide()
        self._say("", "")

    def _say(self, text: str, tone: str) -> None:
        self.state.setText(text)
        set_state(self.state, tone=tone)
