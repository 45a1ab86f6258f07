"""Thumbnails of a list's files, read in the background one after the other and kept while the list is there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from app.attachments.store import KeptFile
from app.errors import KnownError
from ui.attachments.reading import can_be_seen, read_thumbnail
from ui.shell.desk import Desk


class Thumbnails(QObject):
    """`arrived` comes with every one that was read, or could not be."""

    arrived = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._images: dict[str, QImage] = {}
        self._problems: dict[str, str] = {}
        self._waiting: list[KeptFile] = []
        self._reading = False

    def want(self, files: Sequence[KeptFile]) -> None:
        """These files are shown now; those of files shown before that wait are given up."""
        self._waiting = [kept for kept in files if can_be_seen(kept) and not self._known(kept)]
        self._go_on()

    def image(self, kept: KeptFile) -> QImage:
        """A file's thumbnail; empty as long as there is none."""
        return self._images.get(kept.sha256, QImage())

    def problem(self, kept: KeptFile) -> str:
        """Why there is none, when it could not be read."""
        return self._problems.get(kept.sha256, "")

    def _known(self, kept: KeptFile) -> bool:
        return kept.sha256 in self._images or kept.sha256 in self._problems

    def _go_on(self) -> None:
        if self._reading or not self._waiting:
            return
        kept, app = self._waiting.pop(0), self._desk.app
        self._reading = True

        def done(image: QImage) -> None:
            self._images[kept.sha256] = image
            self._arrived()

        def failed(error: KnownError) -> None:
            self._problems[kept.sha256] = str(error)
            self._arrived()

        self._desk.jobs.start(self, lambda _: read_thumbnail(app, kept), done, failed=failed)

    def _arrived(self) -> None:
        self._reading = False
        self.arrived.emit()
        self._go_on()
