"""The views a person keeps: conditions, order and columns under a name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject

from app.tasks import Task
from ui.dialogs.naming import NameDialog
from ui.pages.customers.filter_bar import menu_line, new_menu, pop_up
from ui.pages.customers.listing import Asked
from ui.shell.desk import Desk
from ui.widgets.button import Button

if TYPE_CHECKING:
    from app.customers.views import CustomerView

EVERYBODY = "全部客户"
_LONGEST = 20
_DIGITS = "123456789abcdefghij"


class Viewed(Protocol):
    """What is kept and shown again."""

    asked: Asked

    def columns_shown(self) -> Sequence[str]:
        """The columns chosen now."""

    def show_view(self, asked: Asked, columns: Sequence[str]) -> None:
        """Choose what was kept."""


class Views(QObject):
    """The button that says which view is shown, and its menu."""

    def __init__(self, desk: Desk, viewed: Viewed, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._viewed = desk, viewed
        self._kept: Sequence[CustomerView] = ()
        self._shown = ""
        self.button = Button(EVERYBODY, self.open_menu, icon="bookmark-simple", small=True, tip="换视图（Alt+V）")
        self.button.set_trailing("caret-down")

    @property
    def shown(self) -> CustomerView | None:
        """The view chosen last, None for everybody."""
        return next((view for view in self._kept if view.name == self._shown), None)

    def reload(self) -> None:
        """Read the kept views."""
        self._desk.jobs.reread(self, "views", self._read, self._show_kept, failed=self._desk.complain)

    def show_state(self) -> None:
        """Say which view is shown, and whether something else is chosen by now."""
        view = self.shown
        changed = view is not None and self._differs(view)
        self.button.setText(f"{view.name}（已改）" if view and changed else view.name if view else EVERYBODY)
        self.button.updateGeometry()

    def open_menu(self) -> None:
        """The views by digit, and what can be done with them."""
        menu, view = new_menu(self.button), self.shown
        menu_line(menu, f"&0　{EVERYBODY}", partial(self.choose, ""), on=view is None)
        for digit, kept in zip(_DIGITS, self._kept, strict=False):
            menu_line(menu, f"&{digit}　{kept.name}", partial(self.choose, kept.name), on=kept is view)
        menu.addSeparator()
        menu_line(menu, "存为新视图…(&S)", self._ask_name)
        if view is not None:
            menu_line(menu, f"更新「{view.name}」(&U)", partial(self._keep, view.name))
            menu_line(menu, f"给「{view.name}」改名…(&R)", partial(self._ask_new_name, view))
            menu_line(menu, f"删除「{view.name}」(&D)", partial(self._delete, view))
        pop_up(menu, self.button)

    def choose(self, name: str) -> None:
        """Show a kept view, "" everybody."""
        self._shown = name
        view = self.shown
        self._viewed.show_view(Asked.of(view.wanted, view.order) if view else Asked(), view.columns if view else ())

    def _differs(self, view: CustomerView) -> bool:
        kept = (Asked.of(view.wanted, view.order), tuple(view.columns))
        return kept != (self._viewed.asked, tuple(self._viewed.columns_shown()))

    def _ask_name(self) -> None:
        self._ask("存为新视图", "条件、排序和显示的列会一起存下，只有你自己看得到。", "存下", "", self._keep)

    def _ask_new_name(self, view: CustomerView) -> None:
        self._ask("给视图改名", "", "改名", view.name, partial(self._rename, view))

    def _ask(self, title: str, text: str, verb: str, name: str, do: Callable[[str], object]) -> None:
        dialog = NameDialog(title, text, verb, name, longest=_LONGEST, parent=self.button.window())
        dialog.accepted.connect(lambda: do(dialog.name))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _read(self, _task: Task) -> Sequence[CustomerView]:
        from app.customers.views import list_views

        return list_views(self._desk.app)

    def _show_kept(self, kept: Sequence[CustomerView]) -> None:
        self._kept = kept
        self.show_state()

    def _keep(self, name: str) -> None:
        from app.customers.views import save_view

        app, asked, columns = self._desk.app, self._viewed.asked, tuple(self._viewed.columns_shown())
        self._do(lambda: save_view(app, name, asked.filter(), asked.order(), columns), f"已存下视图「{name}」", name)

    def _rename(self, view: CustomerView, name: str) -> None:
        from app.customers.views import rename_view

        self._do(lambda: rename_view(self._desk.app, view.id, view.row_version, name), f"视图已改名为「{name}」", name)

    def _delete(self, view: CustomerView) -> None:
        from app.customers.views import delete_view

        self._do(lambda: delete_view(self._desk.app, view.id, view.row_version), f"已删除视图「{view.name}」", "")

    def _do(self, work: Callable[[], object], said: str, shown: str) -> None:
        def done(_: object) -> None:
            self._shown = shown
            self._desk.toast(said)
            self.reload()

        self._desk.jobs.start(self, lambda _: work(), done, failed=self._desk.complain)
