"""The strip over the list: how many shops there are, how far they are, and how many nobody has met."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from app.reports.model import ValueKind
from app.reports.values import printed
from app.roster.roster import STATUSES, Roster
from ui.theme import set_state
from ui.widgets.layout import Part, column, label, row, rule

TOTAL, COVERAGE, MISSED = "名单户数", "覆盖率", "漏访"
CAPTIONS = (TOTAL, *STATUSES, COVERAGE, MISSED)
_NO_TARGET = "这个市场不是目标市场，不计覆盖率。"
_MEANING = "有效面谈过的户 ÷ 名单户数"


class RosterFigures(QFrame):
    """Eight cells side by side, caption over figure."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "panel")
        self._values: dict[str, QLabel] = {caption: label("", "title") for caption in CAPTIONS}
        parts: list[Part] = []
        for caption, value in self._values.items():
            parts += [rule(vertical=True)] if parts else []
            parts.append(_cell(caption, value))
        row(self, *parts, gap=0, margins=(1, 1, 1, 1))

    def show_roster(self, found: Roster) -> None:
        """Another market's figures."""
        missed = len(found.missed)
        coverage = "—" if found.coverage is None else printed(found.coverage, ValueKind.PERCENT)
        counts = {status: f"{found.count(status):,}" for status in STATUSES}
        texts = {TOTAL: f"{found.total:,}", **counts, COVERAGE: coverage, MISSED: f"{missed:,}"}
        for caption, value in self._values.items():
            value.setText(texts[caption])
        set_state(self._values[MISSED], tone="warn" if missed else "ok" if found.total else "")
        self._values[COVERAGE].setToolTip(_MEANING if found.is_target else _NO_TARGET)
        self.setAccessibleName("，".join(f"{caption} {text}" for caption, text in texts.items()))

    def texts(self) -> dict[str, str]:
        """What the cells say."""
        return {caption: value.text() for caption, value in self._values.items()}


def _cell(caption: str, value: QLabel) -> QWidget:
    cell = QWidget()
    cell.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    column(cell, label(caption, "aux"), value, gap=2, margins=(14, 8, 8, 8))
    return cell
