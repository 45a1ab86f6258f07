"""The bar over the preview: page, zoom, how the paper lies. What does not fit makes itself small or gives way."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QMenu, QWidget

from ui.pages.reports.preview import PdfView
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.choices import Segment
from ui.widgets.fields import LineEdit
from ui.widgets.layout import label, row

_ZOOMS = ("适合宽度", "整页", "自选")
_GAP, _SIDE = 4, 14


class PreviewBar(QFrame):
    """Steers a PdfView and shows where it is. `lead` stands at the left of it, for other views of the same report."""

    def __init__(self, view: PdfView, lead: Segment) -> None:
        super().__init__()
        self.setProperty("kind", "bar")
        self.setFixedHeight(theme().px(38))
        self._view, self._lead = view, lead
        self.page = LineEdit(latin=True)
        self.page.setFixedWidth(theme().px(44))
        self.page.setAccessibleName("第几页")
        self.page.returnPressed.connect(self._go)
        self.page.left.connect(self.refresh)
        self.before = Button(icon="caret-left", kind="quiet", tip="上一页（Alt+←）", clicked=lambda: self.step(-1))
        self.after = Button(icon="caret-right", kind="quiet", tip="下一页（Alt+→）", clicked=lambda: self.step(1))
        self._count, self._percent, self._aside = label(), label(), label("", "sub")
        self.zooms = Segment(_ZOOMS)
        self.zooms.chosen.connect(self._choose)
        self.zoom_menu = Button(_ZOOMS[0], self._open_menu, kind="quiet")
        self.zoom_menu.set_trailing("caret-down")
        smaller = Button(
            icon="magnifying-glass-minus", kind="quiet", tip="缩小（－）", clicked=lambda: view.zoom_by(-1)
        )
        larger = Button(icon="magnifying-glass-plus", kind="quiet", tip="放大（＋）", clicked=lambda: view.zoom_by(1))
        self._turning = (self.before, self.page, self._count, self.after)
        self._zooming = (smaller, self._percent, larger)
        row(
            self,
            *(lead, self.before, self.page, self._count, self.after, None),
            *(smaller, self._percent, larger, self.zooms, self.zoom_menu, None, self._aside),
            gap=_GAP,
            margins=(12, 0, _SIDE, 0),
        )
        view.page_changed.connect(self.refresh)
        view.zoom_changed.connect(self._zoomed)
        self._previewing = True
        self.refresh()

    def show_paper(self, paper: str) -> None:
        """How the paper lies, e.g. A4 横向."""
        self._aside.setText(f"{paper}，预览即打印效果")
        self._fit()

    def show_preview(self, previewing: bool) -> None:
        """Show page and zoom, or only the lead while another view is shown."""
        self._previewing = previewing
        self._fit()

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give way when there is little room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show what there is room for: pages first, then zoom, the zooms as a menu or side by side, the paper last."""
        room = self.width() - theme().px(2 * _SIDE) - (0 if self._lead.isHidden() else self._width(self._lead))
        shown: set[QWidget] = set()
        choices = ((*self._turning,), (*self._zooming,), (self.zoom_menu,), (self.zooms,), (self._aside,))
        for parts in choices if self._previewing else ():
            needed = sum(map(self._width, parts)) - (self._width(self.zoom_menu) if self.zooms in parts else 0)
            if needed > room:
                break
            room -= needed
            shown.update(parts)
        if self.zooms in shown:
            shown.discard(self.zoom_menu)
        for parts in choices:
            for part in parts:
                part.setVisible(part in shown)

    def _width(self, part: QWidget) -> int:
        return min(max(part.sizeHint().width(), part.minimumWidth()), part.maximumWidth()) + theme().px(_GAP)

    def _open_menu(self) -> None:
        menu = QMenu(self)
        for mode, text in enumerate(_ZOOMS):
            action = menu.addAction(text, partial(self._choose, mode))
            action.setCheckable(True)
            action.setChecked(mode == self._view.mode)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.zoom_menu.mapToGlobal(self.zoom_menu.rect().bottomLeft()))

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
        self.zoom_menu.setText(_ZOOMS[mode])
        self._percent.setText(f"{factor:.0%}")
        self._percent.setMinimumWidth(theme().px(40))
        self.refresh()
        self._fit()
