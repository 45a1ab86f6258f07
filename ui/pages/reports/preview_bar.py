"""The bar over the preview: page, zoom, how the paper lies."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QLabel

from ui.pages.reports.preview import PdfView
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.choices import Segment
from ui.widgets.fields import LineEdit
from ui.widgets.layout import label, row

_ZOOMS = ("适合宽度", "整页", "自选")


class PreviewBar(QFrame):
    """Steers a PdfView and shows where it is."""

    def __init__(self, view: PdfView, paper: str) -> None:
        super().__init__()
        self.setProperty("kind", "bar")
        self.setFixedHeight(theme().px(38))
        self._view = view
        self.page = LineEdit(latin=True)
        self.page.setFixedWidth(theme().px(44))
        self.page.setAccessibleName("第几页")
        self.page.returnPressed.connect(self._go)
        self.page.left.connect(self.refresh)
        self.before = Button(icon="caret-left", kind="quiet", tip="上一页（Alt+←）", clicked=lambda: self.step(-1))
        self.after = Button(icon="caret-right", kind="quiet", tip="下一页（Alt+→）", clicked=lambda: self.step(1))
        self._count, self._percent = label(), label()
        self.zooms = Segment(_ZOOMS)
        self.zooms.chosen.connect(self._choose)
        row(
            self,
            *(self.before, self.page, self._count, self.after, None),
            Button(icon="magnifying-glass-minus", kind="quiet", tip="缩小（－）", clicked=lambda: view.zoom_by(-1)),
            self._percent,
            Button(icon="magnifying-glass-plus", kind="quiet", tip="放大（＋）", clicked=lambda: view.zoom_by(1)),
            *(4, self.zooms, None, _aside(paper)),
            gap=4,
            margins=(12, 0, 14, 0),
        )
        view.page_changed.connect(self.refresh)
        view.zoom_changed.connect(self._zoomed)
        self.refresh()

    def step(self, pages: int) -> None:
        """Some pages on or back."""
        self._view.go_to(self._view.page + pages)

    def refresh(self) -> None:
        """Show where the view is."""
        count, page = self._view.page_count, self._view.page
        self.page.setText(str(page) if count else "")
        self.page.setEnabled(count > 0)
        self._count.setText(f"/ {count} 页")
        self.before.set_reason("" if page > 1 else "已是第一页")
        self.after.set_reason("" if page < count else "已是最后一页")

    def _go(self) -> None:
        typed = self.page.text().strip()
        if typed.isdecimal():
            self._view.go_to(int(typed))
        self.refresh()
        self.page.selectAll()

    def _choose(self, mode: int) -> None:
        if mode != self._view.mode:
            self._view.zoom(mode)

    def _zoomed(self, mode: int, factor: float) -> None:
        self.zooms.set_current(mode)
        self._percent.setText(f"{factor:.0%}")
        self._percent.setMinimumWidth(theme().px(40))
        self.refresh()


def _aside(paper: str) -> QLabel:
    return label(f"{paper}，预览即打印效果", "sub")
