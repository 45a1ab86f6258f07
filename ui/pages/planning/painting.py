"""How the grid is drawn: head of days, reps, cells, cards; every colour from the scheme shown at that moment."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen

from ui.icons import draw_glyph
from ui.pages.planning.board import Board, Card, CardLook, Day, Lane, Spot
from ui.pages.planning.places import Places
from ui.theme import theme
from ui.widgets.dates import WEEKDAYS
from ui.widgets.paint import draw_words

_FILLS = {
    CardLook.COMING: ("surface", "line2", "text", "text2"),
    CardLook.DOING: ("accentSoft", "link", "text", "text2"),
    CardLook.DONE: ("hover", "", "text2", "text3"),
    CardLook.WAITING: ("warnSoft", "warnLine", "text", "text2"),
    CardLook.MISSED: ("dangerSoft", "", "danger", "text2"),
    CardLook.PROPOSED: ("surface", "link", "link", "text2"),
}


class GridPainter:
    """Draws what is in sight of one board, scrolled down by `scroll` pixels."""

    def __init__(self, painter: QPainter, places: Places, scroll: int) -> None:
        self._painter, self._places, self._board = painter, places, places.board
        self._scroll, self._lanes = scroll, places.lanes_from(scroll)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def paint(self, current: Spot, target: Spot | None, *, focused: bool, offer: str) -> None:
        """`current` is the cursor, `target` the cell something is dragged over; `offer` is what Enter does on the free
        place the cursor is at.
        """
        self._painter.save()
        self._painter.translate(0, self._places.head - self._scroll)
        self._paint_ground(current, target)
        for lane in self._lanes:
            self._paint_name(self._places.name(lane), self._board.lanes[lane])
            for day in range(len(self._board.days)):
                self._paint_cell(lane, day, current)
        if self._board.holds(current):
            self._paint_cursor(current, focused=focused, offer=offer)
        self._painter.restore()
        self._paint_head()

    # Ground

    def _paint_ground(self, current: Spot, target: Spot | None) -> None:
        look, painter = theme(), self._painter
        for lane in self._lanes:
            row = self._places.rows[lane]
            painter.fillRect(self._places.name(lane), look.color("subtle"))
            for day, each in enumerate(self._board.days):
                chosen = (current.lane, current.day) == (lane, day)
                dropped = target is not None and (target.lane, target.day) == (lane, day)
                tint = "selected" if dropped else "accentSoft" if chosen else self._tint(each)
                painter.fillRect(self._places.cell(lane, day), look.color(tint))
            bottom = row.top + row.height - 0.5
            painter.setPen(QPen(look.color("line"), 1))
            painter.drawLine(QPointF(0, bottom), QPointF(self._places.width, bottom))
        painter.setPen(QPen(look.color("line"), 1))
        for day in range(len(self._board.days)):
            left = self._places.column(day)[0] - 0.5
            painter.drawLine(QPointF(left, 0), QPointF(left, self._places.content_height))

    def _tint(self, day: Day) -> str:
        return "bg" if day.day == self._board.today else "subtle" if day.rest else "surface"

    # Head

    def _paint_head(self) -> None:
        look, painter, height = theme(), self._painter, self._places.head
        painter.fillRect(QRectF(0, 0, self._places.width, height), look.color("subtle"))
        for number, day in enumerate(self._board.days):
            self._paint_day(QRectF(self._places.column(number)[0], 0, self._places.column(number)[1], height), day)
        painter.setPen(QPen(look.color("line"), 1))
        painter.drawLine(QPointF(0, height - 0.5), QPointF(self._places.width, height - 0.5))

    def _paint_day(self, rect: QRectF, day: Day) -> None:
        look, painter = theme(), self._painter
        today = day.day == self._board.today
        if today:
            painter.fillRect(rect, look.color("bg"))
            painter.fillRect(QRectF(rect.left(), 0, rect.width(), look.px(2)), look.color("link"))
        painter.setPen(QPen(look.color("line"), 1))
        painter.drawLine(QPointF(rect.left() - 0.5, 0), QPointF(rect.left() - 0.5, rect.bottom()))
        inner = rect.adjusted(look.px(6), 0, -look.px(6), 0)
        token = "link" if today else "text3" if day.rest else "text"
        weekday = WEEKDAYS[day.day.weekday()]
        name = fitting(inner.width(), f"周{weekday} {day.day:%d}", f"{weekday} {day.day:%d}", size=13)
        left = draw_words(painter, inner, name, token, bold=today)
        count = f"{day.count} 家" if day.count or not day.rest else "休息"
        rest = inner.adjusted(left + look.px(4), 0, 0, 0)
        draw_words(painter, rest, fitting(rest.width(), count, str(day.count or "")), "text3", 12, right=True)

    # Reps

    def _paint_name(self, rect: QRectF, lane: Lane) -> None:
        look = theme()
        line = QRectF(rect.left() + look.px(8), rect.top() + look.px(8), rect.width() - look.px(12), look.px(20))
        draw_words(self._painter, line, lane.name, "text", bold=True)
        for text, token in ((lane.market, "text2"), (f"{lane.count} 家", "text2"), (lane.state, lane.tone or "text3")):
            if text:
                line.translate(0, line.height() - look.px(1))
                draw_words(self._painter, line, text, token, 12)

    # Cells

    def _paint_cell(self, lane: int, day: int, current: Spot) -> None:
        for place, card in enumerate(self._board.cell(lane, day)):
            spot = Spot(lane, day, place)
            self._paint_card(self._places.card(spot), card, chosen=spot == current)
        if note := self._board.note(lane, day):
            rect, side = self._places.note(lane, day), theme().px(14)
            sign = QRectF(rect.left(), rect.center().y() - side / 2, side, side)
            draw_glyph(self._painter, sign, "warning-fill", "warn")
            draw_words(self._painter, rect.adjusted(side + theme().px(3), 0, 0, 0), note, "warn", 12)

    def _paint_card(self, rect: QRectF, card: Card, *, chosen: bool) -> None:
        look, painter = theme(), self._painter
        fill, border, name, small = ("accent", "", "onAccent", "onAccent") if chosen else _FILLS[card.look]
        if card.warning and not chosen:
            border = "c2"
        pen = QPen(look.color(border), 1) if border else QPen(Qt.PenStyle.NoPen)
        if card.is_proposed:
            pen.setStyle(Qt.PenStyle.DashLine)
            pen.setColor(look.color("onAccent" if chosen else "link"))
        painter.setPen(pen)
        painter.setBrush(look.color(fill))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), look.px(5), look.px(5))
        inner = rect.adjusted(look.px(7), look.px(2), -look.px(7), -look.px(2))
        self._paint_card_texts(inner, card, name, small, "onAccent" if chosen else "link")

    def _paint_card_texts(self, rect: QRectF, card: Card, name: str, small: str, step: str) -> None:
        look = theme()
        upper = QRectF(rect.left(), rect.top(), rect.width(), look.px(18))
        lower = upper.translated(0, look.px(18))
        if card.warning:
            side = look.px(14)
            sign = QRectF(upper.right() - side, upper.center().y() - side / 2, side, side)
            draw_glyph(self._painter, sign, "warning-fill", "onAccent" if name == "onAccent" else "warn")
            upper.adjust(0, 0, -side - look.px(3), 0)
        draw_words(self._painter, upper, card.customer, name)
        rest = draw_words(self._painter, lower, card.start or "未定时", small, 12) + look.px(4)
        room = lower.adjusted(rest, 0, 0, 0)
        draw_words(self._painter, room, fitting(room.width(), card.step, card.short_step), step, 12, right=True)
        if rect.height() > look.px(50):
            draw_words(self._painter, lower.translated(0, look.px(18)), card.goal, small, 12)

    # Cursor

    def _paint_cursor(self, current: Spot, *, focused: bool, offer: str) -> None:
        look, painter = theme(), self._painter
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(look.color("focus"), 2 if focused else 1))
        inset = 0.0 if focused else 0.5
        painter.drawRect(
            self._places.cell(current.lane, current.day).adjusted(inset, 1 - inset, -1 - inset, -1 - inset)
        )
        if self._board.card_at(current) is None and offer and focused:
            draw_words(self._painter, self._places.card(current).adjusted(look.px(3), 0, 0, 0), offer, "link", 12)


def fitting(room: float, *texts: str, size: int = 12) -> str:
    """The first of these texts that fits into a line, the last one when none does."""
    metrics = QFontMetrics(theme().font(size))
    return next((text for text in texts if metrics.horizontalAdvance(text) <= room), texts[-1])


def spoken(board: Board, spot: Spot) -> str:
    """The place of the cursor in words, for screen readers."""
    if not board.holds(spot):
        return ""
    lane, day, card = board.lanes[spot.lane], board.days[spot.day], board.card_at(spot)
    what = f"{card.start} {card.customer}，{card.step}{'，' if card.warning else ''}{card.warning}" if card else "空"
    return f"{lane.name}，周{WEEKDAYS[day.day.weekday()]} {day.day:%d} 日，{what}"
