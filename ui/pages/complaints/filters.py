"""What narrows the complaints shown: a search and three chips."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.choices import options
from app.complaints.rows import ComplaintFilter
from ui.pages.complaints.offers import Offers
from ui.theme import theme
from ui.widgets.choices import FilterChip
from ui.widgets.fields import SearchField


class Filters(QObject):
    """`changed` when other complaints are asked for."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.search = SearchField("客户、编号、内容", "Ctrl+F")
        self.search.setMinimumWidth(theme().px(200))
        self.search.searched.connect(lambda _: self.changed.emit())
        self.branch, self.kind, self.handler = FilterChip("办事处"), FilterChip("类别"), FilterChip("责任人")
        self.kind.set_choices([(choice.code, choice.label) for choice in options("complaint_kind")])
        self.chips = (self.branch, self.kind, self.handler)
        for chip in self.chips:
            chip.setProperty("spare", True)
            chip.chosen.connect(lambda _: self.changed.emit())

    @property
    def is_filtering(self) -> bool:
        """Whether anything is left out."""
        return bool(self.search.text().strip()) or any(chip.value is not None for chip in self.chips)

    def wanted(self) -> ComplaintFilter:
        """What is asked for."""
        return ComplaintFilter(
            text=self.search.text(),
            kinds=(self.kind.value,) if self.kind.value else (),
            handler_id=self.handler.value,
            branch_id=self.branch.value,
        )

    def offer(self, offers: Offers) -> None:
        """Offices and people to choose from."""
        self.branch.set_choices(offers.branches)
        self.handler.set_choices(offers.people)
