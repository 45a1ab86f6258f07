"""The chosen file as it is seen: a picture or a PDF's pages, zoomed and turned by keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QStackedWidget

from app.attachments.records import AttachmentRow
from app.errors import KnownError
from ui.attachments.picture import PictureView
from ui.attachments.reading import SeenPage, can_be_seen, read_page
from ui.keys import keeps_key
from ui.shell.desk import Desk
from ui.widgets.button import Button
from ui.widgets.frames import EmptyState
from ui.widgets.layout import column, label, row

_ALT = Qt.KeyboardModifier.AltModifier


class Preview(QFrame):
    """`left` comes with Esc: back to the list. Alt+← and Alt+→ turn a PDF's pages, the view has its own keys."""

    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._row: AttachmentRow | None = None
        self.page = SeenPage(QImage())
        self.view = PictureView("附件预览")
        self.empty = EmptyState("image", "", "")
        self.name, self.place = label("", "aux"), label("", "aux")
        self.name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.turns = [
            Button(icon="caret-left", kind="quiet", small=True, tip="上一页 Alt+←", clicked=lambda: self.turn(-1)),
            Button(icon="caret-right", kind="quiet", small=True, tip="下一页 Alt+→", clicked=lambda: self.turn(1)),
        ]
        self.zooms = [
            Button(
                icon="magnifying-glass-minus",
                kind="quiet",
                small=True,
                tip="缩小 −",
                clicked=lambda: self.view.zoom(-1),
            ),
            Button(
                icon="magnifying-glass-plus", kind="quiet", small=True, tip="放大 +", clicked=lambda: self.view.zoom(1)
            ),
        ]
        head = row(None, self.name, self.turns[0], self.place, self.turns[1], *self.zooms, gap=4)
        head.setStretch(0, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        column(self, head, self._stack, gap=4).setStretch(1, 1)
        self.show_file(None)

    def show_file(self, shown: AttachmentRow | None) -> None:
        """Show another file; the same one stays as it is."""
        before, self._row = self._row, shown
        self.name.setText(shown.told if shown else "")
        self.name.setToolTip(shown.file.file_name if shown else "")
        if shown is None:
            self._say("", "")
        elif not can_be_seen(shown.file):
            self._say("这种文件不在这里显示", "按 Ctrl+O 用系统里的程序打开，或按 Ctrl+S 另存一份。")
        elif before is None or before.file != shown.file or self.page.image.isNull():
            self._read(0)

    def turn(self, by: int) -> None:
        """The next or previous page."""
        number = self.page.number + by
        if 0 <= number < self.page.count:
            self._read(number)

    def event(self, event: QEvent) -> bool:
        """Esc is the preview's while it has the focus."""
        return keeps_key(event, Qt.Key.Key_Escape) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back, Alt with an arrow turns the page."""
        turns = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.modifiers() & _ALT and event.key() in turns:
            self.turn(turns[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _read(self, number: int) -> None:
        assert self._row is not None, "a page of a file"
        app, kept = self._desk.app, self._row.file

        def failed(error: KnownError) -> None:
            self._say("打不开这个文件", str(error))

        self._desk.jobs.reread(self, "page", lambda _: read_page(app, kept, number), self._show, failed=failed)

    def _show(self, page: SeenPage) -> None:
        self.page = page
        self.view.show_image(page.image)
        self._stack.setCurrentWidget(self.view)
        self.place.setText(f"{page.number + 1} / {page.count} 页")
        self._show_tools(pages=page.count > 1, zooms=True)

    def _say(self, lead: str, text: str) -> None:
        self._desk.jobs.forget(self, "page")
        self.page = SeenPage(QImage())
        self.empty.say(lead, text)
        self._stack.setCurrentWidget(self.empty)
        self._show_tools(pages=False, zooms=False)

    def _show_tools(self, *, pages: bool, zooms: bool) -> None:
        for part in (*self.turns, self.place):
            part.setVisible(pages)
        for button in self.zooms:
            button.setVisible(zooms)
