"""The prose of a summary: drafted from the figures, then written on by a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QScrollArea, QWidget

from app.forms.model import Field
from app.reports.weekly_data import WeeklyTexts
from app.sweep.weekly.summary import OpenWeekly, weekly_fields
from ui.theme import set_state, theme
from ui.widgets.button import Button
from ui.widgets.layout import column, label, row, scrolled

_TYPING_MS = 1_000
_LEAST_LINES = 2
_IS_DRAFT = "这一段就是草拟的文字，没有改写过。"


class ProseView(QWidget):
    """Tab goes from block to block, Enter begins a new line. `typed` comes a second after the last key.

    `redrafted` carries a block's label when it was put back to its draft; the block's own Ctrl+Z takes that back.
    """

    typed = Signal()
    redrafted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._open: OpenWeekly | None = None
        self._notice = label("", "sub", wrap=True)
        self.blocks = {field.name: ProseBlock(field) for field in weekly_fields()}
        content = QWidget()
        column(content, self._notice, *self.blocks.values(), None, gap=10, margins=(12, 12, 12, 12))
        self._area: QScrollArea = scrolled(content)
        column(self, self._area, gap=0)
        self._wait = QTimer(self, interval=_TYPING_MS, singleShot=True)
        self._wait.timeout.connect(self.typed)
        for block in self.blocks.values():
            block.field.textChanged.connect(self._changed)
            block.field.installEventFilter(self)
            block.redraft.clicked.connect(partial(self.redraft, block))

    def show_open(self, opened: OpenWeekly) -> None:
        """Show a summary's texts."""
        self._open = opened
        for name, block in self.blocks.items():
            block.show_text(getattr(opened.texts, name), getattr(opened.drafts, name), closed=bool(opened.closed))
        self._notice.setText(opened.closed or "灰色标“草拟”的随数字更新；改过的照你写的印。")
        self._wait.stop()

    def take_focus(self) -> None:
        """Go to the first block, or the one that had the focus."""
        inside = self.focusWidget()
        target = inside if isinstance(inside, QPlainTextEdit) else next(iter(self.blocks.values())).field
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def redraft(self, block: ProseBlock | None = None) -> None:
        """Put a block back to its draft: the given one, or the one being written."""
        writing = next((each for each in self.blocks.values() if each.field.hasFocus()), None)
        chosen = block or writing
        if chosen and chosen.put_back():
            self.redrafted.emit(chosen.label)

    def why_not_redraft(self) -> str:
        """Why the block being written cannot be put back to its draft."""
        writing = next((each for each in self.blocks.values() if each.field.hasFocus()), None)
        if self._open is not None and self._open.closed:
            return self._open.closed
        if writing is None:
            return "没有在写哪一段。按 Alt+3，用 Tab 到那一段再重拟。"
        return "" if writing.kept else _IS_DRAFT

    def undo_redraft(self, text: str) -> None:
        """Take the last change of the block with this label back."""
        for block in self.blocks.values():
            if block.label == text:
                block.field.undo()

    @property
    def is_changed(self) -> bool:
        """Whether anything differs from what was shown."""
        if self._open is None:
            return False
        shown = asdict(self._open.texts)
        return any(block.field.toPlainText().strip() != shown[name].strip() for name, block in self.blocks.items())

    def texts(self) -> WeeklyTexts:
        """What is to be kept: blocks that say what their draft says stay drafts."""
        return WeeklyTexts(**{name: block.kept for name, block in self.blocks.items()})

    def saved(self, texts: WeeklyTexts, row_version: int) -> None:
        """These texts are stored now; what was typed meanwhile still counts as changed."""
        if self._open is not None:
            drafts, stored = asdict(self._open.drafts), asdict(texts)
            shown = WeeklyTexts(**{name: text or drafts[name] for name, text in stored.items()})
            self._open = replace(self._open, texts=shown, row_version=row_version)
        self.show_problems({})

    @property
    def row_version(self) -> int:
        """The version of the summary the texts came from."""
        return self._open.row_version if self._open else 0

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Write what could not be taken under its block."""
        for name, block in self.blocks.items():
            block.show_problem(problems.get(name, ""))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The block being written shows whole."""
        if isinstance(event, QFocusEvent) and event.gotFocus():
            block = watched.parent()
            if isinstance(block, QWidget):
                self._area.ensureWidgetVisible(block, 0, theme().px(12))
        return False

    def _changed(self) -> None:
        self._wait.start()


class ProseBlock(QFrame):
    """One text with its name, whether it is the draft, how long it is, and 重拟."""

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.setProperty("kind", "panel")
        self.label = field.label
        self._most, self._draft = field.max_length, ""
        self.field = GrowingText()
        self.field.setAccessibleName(field.label)
        self.field.setReadOnly(True)
        self._state, self._count = label("", "aux"), label("", "aux")
        self._problem = label("", "aux", "danger", wrap=True)
        self._problem.hide()
        self.redraft = Button("重拟", icon="arrows-clockwise", key="Alt+N", small=True)
        head = row(None, label(field.label, "head"), self._state, None, self._count, self.redraft)
        column(self, head, self.field, self._problem, gap=6, margins=(12, 8, 12, 10))
        self.field.textChanged.connect(self._tell)

    @property
    def kept(self) -> str:
        """The text to store, empty while it is the draft."""
        text = self.field.toPlainText().strip()
        return "" if text == self._draft.strip() else text

    def show_text(self, text: str, draft: str, *, closed: bool) -> None:
        """Show a text; a closed one can only be read. What is there already keeps its cursor."""
        self._draft = draft
        if self.field.toPlainText() != text:
            self.field.blockSignals(True)
            self.field.setPlainText(text)
            self.field.blockSignals(False)
        self.field.setReadOnly(closed)
        self.redraft.setVisible(not closed)
        self.show_problem("")
        self._tell()

    def put_back(self) -> bool:
        """Write the draft over the text, so that Ctrl+Z brings the text back; False when it is the draft already."""
        if self.field.isReadOnly() or not self.kept:
            return False
        cursor = self.field.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(self._draft)
        return True

    def show_problem(self, text: str) -> None:
        """What is wrong with it."""
        self._problem.setText(text)
        self._problem.setVisible(bool(text))
        set_state(self.field, state="error" if text else "")

    def _tell(self) -> None:
        length = len(self.field.toPlainText())
        over = bool(self._most) and length > self._most
        self._count.setText(f"{length} / {self._most} 字" if self._most else f"{length} 字")
        set_state(self._count, tone="danger" if over else "")
        self._state.setText("已改写" if self.kept else "草拟")
        self.redraft.set_reason("" if self.kept else _IS_DRAFT)
        self.field.fit()


class GrowingText(QPlainTextEdit):
    """As high as its text; Tab leaves it."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def fit(self) -> None:
        """Take the height of the lines there are."""
        lines = max(_LEAST_LINES, round(self.document().size().height()))
        self.setFixedHeight(lines * QFontMetrics(self.font()).lineSpacing() + theme().px(16))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()
