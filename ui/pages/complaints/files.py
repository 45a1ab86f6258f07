"""Files of a complaint in place of its record: photographs, letters, delivery notes; the button tells how many."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from ui.attachments.panel import AttachmentPanel
from ui.pages.complaints.detail import ComplaintPanel
from ui.shell.desk import Desk
from ui.widgets.button import Button
from ui.widgets.layout import column, label, row, rule


class Files(QObject):
    """`toggle` shows the files of the chosen complaint or its record again; they follow the choice while they show."""

    def __init__(self, desk: Desk, detail: ComplaintPanel, page: QWidget) -> None:
        super().__init__(page)
        self.panel = AttachmentPanel(desk, "complaint_log", "evidence")
        self.panel.counted.connect(self._count)
        self._desk, self._detail = desk, detail
        self._complaint_id: int | None = None
        self._title = label("", "aux")
        self._place = QWidget()
        back = Button("处理记录", self.close, icon="arrow-left", key="Esc", small=True)
        head = row(None, label("附件", "head"), self._title, None, back, margins=(14, 10, 14, 10))
        column(self._place, head, rule(), self.panel, gap=0).setStretch(2, 1)
        detail.content.addWidget(self._place)
        detail.box.files.clicked.connect(self.toggle)

    @property
    def is_open(self) -> bool:
        """Whether the files show instead of the record."""
        return self._detail.content.currentWidget() is self._place

    def load(self, complaint_id: int | None) -> None:
        """Show the files of another complaint."""
        self._detail.box.files.set_reason(self._why_not(complaint_id))
        self._title.setText(self._detail.shown.number if self._detail.shown else "")
        if complaint_id != self._complaint_id:
            self._complaint_id = complaint_id
            self.panel.show_owner(complaint_id)

    def why_not(self) -> str:
        """Why files cannot be seen or added."""
        return self._why_not(self._complaint_id)

    def toggle(self) -> None:
        """To the files, or back to the record."""
        if not self.close():
            self._detail.content.setCurrentWidget(self._place)
            self.panel.first_stop().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close(self) -> bool:
        """Back to the record; whether the files were shown."""
        if not self.is_open:
            return False
        self._detail.content.setCurrentIndex(0)
        self._detail.box.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def _why_not(self, complaint_id: int | None) -> str:
        if complaint_id is None:
            return "先选一件投诉。"
        may = self._desk.app.may("complaint.register")
        return "" if may else "这个账号不能看和添加投诉附件。请找内勤、客服或主管。"

    def _count(self, count: int) -> None:
        self._detail.box.files.setText(f"附件 {count}" if count else "附件")
        self._detail.box.files.updateGeometry()
