"""The smaller conditions: reps to tick, copies, edition, photos, phone numbers and purpose."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from app.choices import options
from app.security.exporting import FULL_PURPOSES
from app.surveys.printing import MOST_COPIES
from ui.pages.reports.block import Block
from ui.pages.reports.kind import ReportKind
from ui.pages.reports.rep_list import RepList
from ui.pages.reports.sheets import list_reps_of
from ui.pages.reports.wanted import Wanted
from ui.shell.targets import ReportTarget
from ui.theme import theme
from ui.widgets.choices import Segment
from ui.widgets.fields import LineEdit
from ui.widgets.layout import column, frame, label, row


class RepsBlock(Block):
    """The reps whose daily sheets are wanted."""

    pane = True

    def __init__(self) -> None:
        super().__init__()
        self.read = lambda app, wanted: list_reps_of(app, wanted.period, wanted.branch_id)
        self.reps = RepList()
        self._only: int | None = None
        box = frame("panel")
        column(box, self.reps, margins=(1, 1, 1, 1))
        self.lay_out("业务员", box)
        self.reps.ticked.connect(self.changed)

    @property
    def is_bare(self) -> bool:
        """Nobody has anything in the period."""
        return not any(rep.has_sheets for rep in self.reps.reps)

    def apply(self, wanted: Wanted) -> Wanted:
        """Put the ticked ones in."""
        return replace(wanted, employee_ids=self.reps.ticked_ids())

    def show_found(self, found: Any) -> None:
        """Show the reps of the period, only one ticked when a target named it."""
        self.reps.show_reps(found)
        if self._only is not None:
            self.reps.tick_only(self._only)
            self._only = None

    def take(self, target: ReportTarget) -> None:
        """Tick only this rep, as soon as they are there."""
        self._only = target.employee_id

    def stops(self) -> Sequence[QWidget]:
        """The list."""
        return [self.reps]


class CopiesBlock(Block):
    """How many blank sheets."""

    def __init__(self) -> None:
        super().__init__()
        self.field = LineEdit("1", unit="份", latin=True)
        self.field.setAccessibleName("份数")
        self.field.setFixedWidth(theme().px(80))
        self._problem = label("", "aux", "danger", wrap=True)
        self._problem.hide()
        self.lay_out("份数", row(None, self.field, None), self._problem)
        self.field.left.connect(self._taken)
        self.field.returnPressed.connect(self._taken)
        self._copies = 1

    def apply(self, wanted: Wanted) -> Wanted:
        """Put the last good number in."""
        return replace(wanted, copies=self._copies)

    def stops(self) -> Sequence[QWidget]:
        """The field."""
        return [self.field]

    def _taken(self) -> None:
        typed = unicodedata.normalize("NFKC", self.field.text()).strip()
        good = typed.isdecimal() and 1 <= int(typed) <= MOST_COPIES
        self._problem.setText("" if good else f"份数应是 1–{MOST_COPIES} 的整数，请改正。")
        self._problem.setVisible(not good)
        self.field.set_state("" if good else "error")
        if good and int(typed) != self._copies:
            self._copies = int(typed)
            self.changed.emit()


class SwitchBlock(Block):
    """One of two views of a paper, by a segment; the second one sets the Wanted's field."""

    def __init__(self, title: str, field: str, texts: tuple[str, str]) -> None:
        super().__init__()
        self._field = field
        self.segment = Segment(texts)
        self.lay_out(title, row(None, self.segment, None))
        self.segment.chosen.connect(self.changed)

    def apply(self, wanted: Wanted) -> Wanted:
        """Put it in."""
        return wanted.having(self._field, self.segment.current == 1)

    def stops(self) -> Sequence[QWidget]:
        """The segment."""
        return [self.segment]


class PhotosBlock(Block):
    """Whether a record's photos follow at the end; only for those who see them, and never outside."""

    def __init__(self, may_see: Callable[[str], bool]) -> None:
        super().__init__()
        self._may_see, self._may = may_see, False
        self.wanted = QCheckBox("附照片")
        self.wanted.setChecked(True)
        self.wanted.setToolTip("照片附在最后，每页 4 张。敏感的只附在显示完整手机号的版本里，对外版不附。")
        column(self, self.wanted, margins=(0, 0, 0, 6))
        self.wanted.toggled.connect(self.changed)

    def fit(self, kind: ReportKind) -> None:
        """Offer photos to who may see those of such records."""
        self._may = bool(kind.photos_of) and self._may_see(kind.photos_of)
        self.wanted.setVisible(self._may)

    def apply(self, wanted: Wanted) -> Wanted:
        """Put it in."""
        return replace(wanted, photos=self._may and self.wanted.isChecked())

    def stops(self) -> Sequence[QWidget]:
        """The box."""
        return [self.wanted]


class OutputBlock(Block):
    """Phones masked or complete, and what the paper is for; complete numbers only for the purposes that have them."""

    def __init__(self, may_show_phones: Callable[[ReportKind], bool]) -> None:
        super().__init__()
        self._has_phones = False
        self._purposes = options("export_purpose")
        self._may_show_phones = may_show_phones
        self.whole_phones = QCheckBox("显示完整手机号")
        self.purpose = QComboBox()
        self.purpose.setAccessibleName("用途")
        self.purpose.addItems([purpose.label for purpose in self._purposes])
        column(self, self.whole_phones, label("用途", "sub"), self.purpose, gap=6, margins=(0, 0, 0, 6))
        self.whole_phones.toggled.connect(self.changed)
        self.purpose.currentIndexChanged.connect(self._purpose_chosen)

    def fit(self, kind: ReportKind) -> None:
        """Offer complete numbers where there are any, and who may see them."""
        self._has_phones = kind.has_phones
        self.whole_phones.setVisible(kind.has_phones and self._may_show_phones(kind))

    def apply(self, wanted: Wanted) -> Wanted:
        """Put purpose and masking in."""
        whole = self._has_phones and self.whole_phones.isChecked() and self.whole_phones.isEnabled()
        return replace(wanted, masked=not whole, purpose=self._code)

    def stops(self) -> Sequence[QWidget]:
        """Both."""
        return [self.purpose, self.whole_phones]

    @property
    def _code(self) -> str:
        return self._purposes[self.purpose.currentIndex()].code

    def _purpose_chosen(self) -> None:
        allowed = self._code in FULL_PURPOSES
        self.whole_phones.setEnabled(allowed)
        self.whole_phones.setToolTip("" if allowed else "这个用途只印掩码版。")
        self.changed.emit()
