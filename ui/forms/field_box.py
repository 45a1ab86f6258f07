"""A field with its number, name, red star and the line below that says what is wrong; and how fields stand in columns."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.forms.editors import AnyEditor
from ui.forms.long_editor import LongEditor
from ui.theme import theme

NUMBER_WIDTH, LABEL_WIDTH, INPUT_HEIGHT = 32, 106, 30
_LINE, _GAP = 18, 6
_WRAPPED = int(Qt.TextFlag.TextWrapAnywhere | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


class FieldBox(QWidget):
    """Label at the left, editor at the right, message below. `wide` fields take a whole row."""

    def __init__(
        self,
        number: str,
        label: str,
        editor: AnyEditor,
        *,
        required: bool = False,
        wide: bool = False,
        indent: bool = False,
    ) -> None:
        super().__init__()
        self._indent = NUMBER_WIDTH if number or indent else 0
        self.number, self.label, self.required = number, label, required
        self.editor = editor
        self.wide = wide
        self._message, self._tone = "", ""
        editor.setParent(self)
        self.name_editor("")

    def name_editor(self, message: str) -> None:
        """What a screen reader says of the editor."""
        star = "，必填" if self.required else ""
        self.editor.setAccessibleName(f"{self.number} {self.label}{star}".strip())
        self.editor.setAccessibleDescription(message)

    def set_required(self, required: bool) -> None:
        """Show or take away the star."""
        if required != self.required:
            self.required = required
            self.name_editor(self._message)
            self.update()

    def set_message(self, message: str, tone: str = "danger") -> bool:
        """Say something below the field; True when the box now needs another height."""
        if (message, tone) == (self._message, self._tone):
            return False
        before = self.height_for(self.width())
        self._message, self._tone = message, tone
        self.name_editor(message)
        self.update()
        return self.height_for(self.width()) != before

    @property
    def message(self) -> str:
        """What is said below the field."""
        return self._message

    def height_for(self, width: int) -> int:
        """How high the box is at a width."""
        return self._input_height() + (self._message_rect(width).height() if self._message else 0)

    def _input_height(self) -> int:
        if isinstance(self.editor, LongEditor):
            return self.editor.sizeHint().height()
        return theme().px(INPUT_HEIGHT)

    def _message_rect(self, width: int) -> QRect:
        """Under the input when it fits there on one line, else under the whole box on as many as it takes."""
        look, metrics = theme(), QFontMetrics(theme().font(12))
        top, line = self._input_height() + look.px(1), look.px(_LINE)
        left = look.px(LABEL_WIDTH)
        if metrics.horizontalAdvance(self._message) <= width - left:
            return QRect(left, top, width - left, line)
        start = look.px(self._indent)
        area = metrics.boundingRect(QRect(0, 0, width - start, 9999), _WRAPPED, self._message)
        return QRect(start, top, width - start, max(line, area.height() + look.px(3)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The input takes what the label leaves."""
        left = theme().px(LABEL_WIDTH)
        self.editor.setGeometry(left, 0, self.width() - left, self._input_height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Number, name, star, message."""
        look = theme()
        painter = QPainter(self)
        height, left = look.px(INPUT_HEIGHT), look.px(self._indent)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        if self.number:
            painter.setFont(look.font(12))
            painter.setPen(look.color("text3"))
            painter.drawText(QRectF(0, 0, look.px(NUMBER_WIDTH), height), middle, self.number)
        gap = look.px(1 if self.number else _GAP)
        self._paint_label(painter, QRect(left, 0, look.px(LABEL_WIDTH) - left - gap, height))
        if self._message:
            painter.setFont(look.font(12))
            painter.setPen(look.color(self._tone))
            painter.drawText(self._message_rect(self.width()), _WRAPPED, self._message)

    def _paint_label(self, painter: QPainter, place: QRect) -> None:
        look = theme()
        star = look.px(9) if self.required else 0
        painter.setPen(look.color("text"))
        fits = (
            s for s in (13, 12) if QFontMetrics(look.font(s)).horizontalAdvance(self.label) + star <= place.width() + 1
        )
        if size := next(fits, 0):
            painter.setFont(look.font(size))
            painter.drawText(place.adjusted(0, 0, look.px(4), 0), int(Qt.AlignmentFlag.AlignVCenter), self.label)
            end = place.left() + QFontMetrics(painter.font()).horizontalAdvance(self.label)
            row = place
        else:
            end, row = self._paint_two_lines(painter, place, star)
        if self.required:
            painter.setPen(look.color("danger"))
            painter.drawText(
                QRect(end + 1, row.top(), look.px(9), row.height()), int(Qt.AlignmentFlag.AlignVCenter), "*"
            )

    def _paint_two_lines(self, painter: QPainter, place: QRect, star: int) -> tuple[int, QRect]:
        """A long name on two lines of smaller type; where the star goes."""
        font = theme().font(12)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        first, second = split_label(self.label, font, place.width())
        half = place.height() // 2
        upper, lower = (
            QRect(place.left(), 0, place.width() + 4, half),
            QRect(place.left(), half, place.width() + 4, half),
        )
        painter.drawText(upper, int(Qt.AlignmentFlag.AlignBottom), first)
        painter.drawText(lower, int(Qt.AlignmentFlag.AlignTop), second)
        line, text = (lower, second) if metrics.horizontalAdvance(second) + star <= place.width() else (upper, first)
        return place.left() + metrics.horizontalAdvance(text), line


def split_label(label: str, font: QFont, width: int) -> tuple[str, str]:
    """A name on two lines: broken at a bracket or slash where both parts fit, else where the first line is full."""
    metrics = QFontMetrics(font)
    breaks = [n for n, c in enumerate(label) if c in "（(" and n] + [n + 1 for n, c in enumerate(label) if c in "）/、"]
    for place in breaks:
        first, second = label[:place], label[place:]
        if second and max(metrics.horizontalAdvance(first), metrics.horizontalAdvance(second)) <= width:
            return first, second
    full = next((n for n in range(len(label), 0, -1) if metrics.horizontalAdvance(label[:n]) <= width), 1)
    full = min(full, len(label) - 2) if len(label) > 4 else full
    return label[:full], metrics.elidedText(label[full:], Qt.TextElideMode.ElideRight, width)


def short_label(label: str, unit: str) -> str:
    """A name without the unit in brackets at its end, which the field shows itself."""
    return label.removesuffix(f"（{unit}）") if unit else label
