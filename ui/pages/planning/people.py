"""参加人员及分工: one line a person, by keys: Enter changes, Delete takes out, the last line adds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.choices import codes_of
from app.forms.clean import clean
from app.forms.model import Choice, Field, Kind
from app.planning.company import Companion
from ui.dialogs.form import FormDialog
from ui.forms.record_form import RecordForm
from ui.keys import ENTER, keeps_key
from ui.shell.desk import Desk
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.layout import column, frame, row
from ui.widgets.paint import draw_words

_ROW, _NAME = 28, 68
_FIELDS = (
    Field(name="employee_id", label="参加人", kind=Kind.REFERENCE, required=True),
    Field(name="duty", label="分工", kind=Kind.ONE, choices="visit_duty", required=True),
    Field(name="note", label="分工说明", max_length=40),
)


class PeopleList(QWidget):
    """`changed` comes when somebody was added, changed or taken out."""

    changed = Signal()

    def __init__(self, desk: Desk, colleagues: Callable[[], Sequence[Choice]]) -> None:
        super().__init__()
        self.people: list[Companion] = []
        self._desk, self._colleagues = desk, colleagues
        self._closed = False
        self._rows = column(None, gap=0)
        self._add = Button("加人与分工", partial(self._edit, None), icon="plus", kind="link")
        box = frame("panel")
        column(box, self._rows, row(None, self._add, None, margins=(4, 1, 4, 1)), gap=0, margins=(1, 1, 1, 1))
        column(self, box)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_people(self, people: Sequence[Companion], *, closed: bool = False) -> None:
        """Show those who take part, the rep first, who always does; closed they can only be read."""
        self._closed = closed
        self._add.setVisible(not closed)
        self._fill(people)

    def _fill(self, people: Sequence[Companion]) -> None:
        self.people = list(people)
        while (old := self._rows.takeAt(0)) is not None:
            if part := old.widget():
                part.hide()
                part.deleteLater()
        for place, person in enumerate(self.people):
            line = PersonRow(person, closed=self._closed, stays=place == 0)
            line.opened.connect(partial(self._edit, place))
            line.removed.connect(partial(self._remove, place))
            line.moved.connect(partial(self._step, place))
            self._rows.addWidget(line)
        self.updateGeometry()

    def _step(self, place: int, by: int) -> None:
        target = place + by
        item = self._rows.itemAt(target) if 0 <= target < len(self.people) else None
        widget = item.widget() if item else self._add if target >= len(self.people) else None
        if widget is not None:
            widget.setFocus(Qt.FocusReason.TabFocusReason)

    def _remove(self, place: int) -> None:
        if place == 0:
            self._desk.complain("业务员本人总在，不能去掉。要换人请把这次拜访挪到别人那一行。")
            return
        self._fill([person for n, person in enumerate(self.people) if n != place])
        self._step(min(place, len(self.people)) - 1, 1)
        self.changed.emit()

    def _edit(self, place: int | None) -> None:
        person = self.people[place] if place is not None else None
        rep = [Choice(str(each.employee_id), each.name) for each in self.people[:1]]
        offered = rep if place == 0 else self._colleagues()
        dialog = PersonDialog(self._desk, offered, person, self.people, self)
        dialog.accepted.connect(lambda: self._take(place, dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _take(self, place: int | None, dialog: PersonDialog) -> None:
        person = dialog.result_of_save
        if isinstance(person, Companion):
            people = [person if n == place else each for n, each in enumerate(self.people)]
            self._fill(people if place is not None else [*people, person])
            self._step(place if place is not None else len(people), 0)
            self.changed.emit()


class PersonRow(QWidget):
    """One person; `opened` with Enter or a click, `removed` with Delete or the ×, `moved` with ↑ and ↓."""

    opened = Signal()
    removed = Signal()
    moved = Signal(int)

    def __init__(self, person: Companion, *, closed: bool, stays: bool) -> None:
        super().__init__()
        self._person, self._closed = person, closed
        self._has_x = not (closed or stays)
        self.setFixedHeight(theme().px(_ROW))
        self.setAccessibleName(f"{person.name}，{person.words}")
        self.setToolTip(f"{person.name}　{person.words}")
        if not closed:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if self._has_x:
            out = Button(icon="x", kind="quiet", small=True, tip=f"去掉{person.name}", clicked=self.removed.emit)
            out.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            row(self, None, out, margins=(0, 0, 4, 0))

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(theme().px(200), theme().px(_ROW))

    def event(self, event: QEvent) -> bool:
        """Delete is for this line, not for the visit."""
        return keeps_key(event, Qt.Key.Key_Delete) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Delete, arrows."""
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if by:
            self.moved.emit(by)
        elif event.key() in ENTER:
            self.opened.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Change it."""
        if not self._closed:
            self.opened.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The frame comes."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The frame goes."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Name, duty, line."""
        look, painter = theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.color("grid"), 1))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        name = QRectF(look.px(8), 0, look.px(_NAME - 8), self.height())
        draw_words(painter, name, self._person.name)
        duty = QRectF(look.px(_NAME), 0, self.width() - look.px(_NAME + (30 if self._has_x else 8)), self.height())
        draw_words(painter, duty, self._person.words, "text2")
        if self.hasFocus():
            painter.setPen(QPen(look.color("focus"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), look.px(4), look.px(4))


class PersonDialog(FormDialog):
    """Who, as what, what for; nobody twice. `result_of_save` is the Companion."""

    def __init__(
        self,
        desk: Desk,
        colleagues: Sequence[Choice],
        person: Companion | None,
        others: Sequence[Companion],
        parent: QWidget,
    ) -> None:
        taken = {str(each.employee_id) for each in others if each != person}
        offered = [choice for choice in colleagues if choice.code not in taken]
        form = RecordForm(desk.jobs, _FIELDS, today=desk.app.today, references={"employee_id": lambda: offered})
        title = "加一个参加人" if person is None else f"改{person.name}的分工"
        super().__init__(title, "", "就这样", form, size=QSize(420, 250), parent=parent)
        self._names = {choice.code: choice.label for choice in offered}
        begun = person or Companion(0, "", "lead" if not others else "assist")
        values = {"employee_id": begun.employee_id or None, "duty": begun.duty, "note": begun.note}
        self.start(values, self._person, whole=True)

    def _person(self, values: dict[str, Any]) -> Companion:
        cleaned = clean(_FIELDS, values, codes_of)
        employee_id = cleaned["employee_id"]
        return Companion(employee_id, self._names.get(str(employee_id), ""), cleaned["duty"], cleaned["note"] or "")
