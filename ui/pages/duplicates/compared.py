"""并排对比: two customers beside each other, what differs marked, who wrote it and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ui.tables.columns import Column
from ui.tables.view import RecordTable
from ui.widgets.frames import EmptyState
from ui.widgets.layout import column, frame, label, row
from ui.widgets.marks import OneLine, tag

if TYPE_CHECKING:
    from app.customers.comparing import Compared, Comparison, Trace

_ALWAYS = frozenset({"customer_no", "name", "market_area_id", "address", "phone", "owner_id"})
"""What tells two shops apart shows even where it is the same."""


def _written(trace: Trace) -> str:
    return f"{trace.who} {trace.at:%m-%d}" if trace.at else ""


def _tone(row: Compared) -> str:
    return "warn" if row.differs else "text2"


def columns() -> tuple[Column, ...]:
    """Label, both values, and small beside each who wrote it."""
    return (
        Column(key="label", title="项目", width=112, quiet=True),
        Column(
            key="one",
            title="甲",
            width=120,
            stretch=True,
            value=lambda r: r.texts[0],
            tone=_tone,
            bold=lambda r: r.differs,
        ),
        Column(key="one_by", title="谁写的", width=98, quiet=True, value=lambda r: _written(r.traces[0])),
        Column(
            key="other",
            title="乙",
            width=120,
            stretch=True,
            value=lambda r: r.texts[1],
            tone=_tone,
            bold=lambda r: r.differs,
        ),
        Column(key="other_by", title="谁写的", width=98, quiet=True, value=lambda r: _written(r.traces[1])),
    )


class ComparedPanel(QWidget):
    """Names and reasons above, fields below; `only_differing` hides what is the same but for names and places."""

    def __init__(self) -> None:
        super().__init__()
        self.only_differing = True
        self.comparison: Comparison | None = None
        self.table = RecordTable(columns())
        self.table.setAccessibleName("并排对比")
        self.names = (OneLine("", size=16, bold=True), OneLine("", size=16, bold=True))
        self.places = (OneLine("", "text2"), OneLine("", "text2"))
        self.score, self.reasons = tag("", "warn"), OneLine("", "text2")
        self.related = label("", "sub", wrap=True)
        self.hidden = label("不在你范围里的客户，只显示名称、市场和负责人。", "sub", wrap=True)
        self.empty = EmptyState("users-three-fill", "选一对看差别", "↑ ↓ 选，F9 进对比。")
        self._head = frame("side")
        column(
            self._head,
            row(None, label("甲", "tag"), self.names[0], gap=8),
            self.places[0],
            4,
            row(None, label("乙", "tag"), self.names[1], gap=8),
            self.places[1],
            4,
            row(None, self.score, self.reasons, gap=8),
            self.related,
            self.hidden,
            gap=4,
            margins=(14, 12, 14, 8),
        )
        column(self, self._head, self.table, self.empty, gap=0)
        self.clear()

    def clear(self, lead: str = "选一对看差别", text: str = "↑ ↓ 选，F9 进对比。") -> None:
        """Nothing to compare."""
        self.comparison = None
        self.empty.say(lead, text)
        self._turn(False)

    def show_comparison(self, found: Comparison) -> None:
        """Show two customers."""
        self.comparison = found
        for side, name, place in zip(found.sides, self.names, self.places, strict=True):
            name.set_text(side.name)
            place.set_text(f"{side.customer_no}　{side.market}　负责人 {side.owner}")
        self.score.setText(f"{found.likeness.score} 分")
        self.reasons.set_text("、".join(found.likeness.reasons) or "现在已不相像")
        counts = (f"{what} {one} | {other}" for what, one, other in found.related)
        self.related.setText("　".join(counts))
        self.related.setVisible(bool(found.related))
        self.hidden.setVisible(found.hidden)
        self._turn(True)
        self._show_fields()

    def toggle_same(self) -> None:
        """F7: only what differs, or everything."""
        self.only_differing = not self.only_differing
        self._show_fields()

    def _show_fields(self) -> None:
        if self.comparison is not None:
            every = self.comparison.fields
            self.table.show_rows(
                [f for f in every if f.differs or f.name in _ALWAYS]
                if self.only_differing
                else [f for f in every if set(f.texts) != {"—"}]
            )

    def _turn(self, shown: bool) -> None:
        self._head.setVisible(shown)
        self.table.setVisible(shown)
        self.empty.setVisible(not shown)
