"""Above the form: the three visits, what the field looks mean, how much is filled."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.surveys.entry import Entry
from app.surveys.gaps import Gap, Progress
from ui.theme import theme
from ui.widgets.choices import Segment
from ui.widgets.layout import label, row
from ui.widgets.marks import ProgressLine

VISITS = 3
_WAYS = 3


class VisitStrip(QWidget):
    """`turned` carries the visit chosen to type, 1-3 and more."""

    turned = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.bar = ProgressLine()
        self.bar.setMaximumWidth(theme().px(84))
        self.share = label("", "head")
        self.rest = label("", "sub")
        self._segment: Segment | None = None
        self._words: list[tuple[str, ...]] = []
        self._typed = ""
        self._legend = QWidget()
        row(self._legend, _Sample("prev"), label("上次已填", "aux"), 4, _Sample("now"), label("本次填写", "aux"), gap=6)
        self._row: QHBoxLayout = row(self, None, self._legend, 8, self.bar, self.share, self.rest, gap=6)

    def set_explained(self, explained: bool) -> None:
        """With the explanation of the field looks and the bar, where there is room."""
        self._legend.setVisible(explained)
        self.bar.setVisible(explained)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Name the visits as briefly as the width asks for."""
        super().resizeEvent(event)
        self._fit()

    def show_entry(self, entry: Entry) -> None:
        """Name the visits of a sheet; only the one being typed and those before it can be chosen."""
        if self._segment is not None:
            self._segment.deleteLater()
        last = max(VISITS, entry.visit_order)
        first = last - VISITS + 1
        self._words = [_words(entry, visit) for visit in range(first, last + 1)]
        self._segment = Segment([words[0] for words in self._words])
        self._segment.setAccessibleName("第几次拜访")
        self._segment.set_current(entry.visit_order - first)
        self._typed = self._words[entry.visit_order - first][0] if entry.visit_order > 1 else ""
        self._segment.chosen.connect(lambda index: self.turned.emit(first + index))
        self._row.insertWidget(0, self._segment)
        self._fit()

    def show_progress(self, states: Sequence[Progress], gaps: Sequence[Gap]) -> None:
        """How much is filled and what is missing."""
        answered, asked = sum(s.answered for s in states), sum(s.asked for s in states)
        required = sum(gap.required for gap in gaps)
        self.bar.set_share(answered / asked if asked else 1.0)
        self.share.setText(f"{answered}/{asked}")
        if self._segment is not None and self._typed:
            at = self._segment.current
            self._words[at] = (f"{self._typed}　补填 {len(gaps)} 项", *self._words[at][1:])
        rest = f"还缺 {len(gaps)} 项" if gaps else "都填好了"
        self.rest.setText(f"{rest}，必填 {required} 项" if required else rest)
        self._fit()

    def _fit(self) -> None:
        segment = self._segment
        if segment is None:
            return
        face = QFontMetrics(theme().font(bold=True))
        rest = self._row.sizeHint().width() - sum(map(face.horizontalAdvance, segment.texts()))
        briefer = [[words[brief] for words in self._words] for brief in range(_WAYS)]
        fitting = (texts for texts in briefer if rest + sum(map(face.horizontalAdvance, texts)) <= self.width())
        for at, text in enumerate(next(fitting, briefer[-1])):
            segment.set_text(at, text)
        segment.setToolTip("\n".join(briefer[0]))


def _words(entry: Entry, visit: int) -> tuple[str, ...]:
    """What a visit is called, the longest way first."""
    days = entry.opened.visits
    day = f"　{days[visit - 1]:%m-%d}" if visit <= len(days) else ""
    if visit < entry.visit_order:
        return f"✓ 第 {visit} 次{day}", f"✓ 第 {visit} 次", f"✓ {visit}"
    if visit == entry.visit_order:
        return f"第 {visit} 次拜访{day}", f"第 {visit} 次", f"{visit}"
    return f"第 {visit} 次", f"第 {visit} 次", f"{visit}"


class _Sample(QWidget):
    """A small field as the form shows it."""

    def __init__(self, fill: str) -> None:
        super().__init__()
        self._fill = fill
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme().px(13), theme().px(13))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(look.color("ctl"))
        painter.setBrush(look.color("subtle" if self._fill == "prev" else "surface"))
        painter.drawRoundedRect(box, 2, 2)
        if self._fill == "now":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("accent"))
            painter.drawRect(QRectF(0, 0, look.px(3), self.height()))
