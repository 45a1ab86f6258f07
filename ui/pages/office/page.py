"""办事处资料: who works here, which markets and brands there are; reached from 菜单 and quick find."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.pages.office.kinds import kinds_for
from ui.pages.office.tab import OfficeTab
from ui.shell.actions import Action, Hint
from ui.shell.page import Page
from ui.widgets.choices import Segment
from ui.widgets.layout import column


class OfficePage(Page):
    """A tab for each kind of record the signed-in user may keep."""

    name, title = "office", "办事处资料"
    watches = frozenset({"employees", "market_areas", "brands"})

    def build(self) -> None:
        """The tabs; the segment in the header turns them."""
        kinds = kinds_for(self.app)
        self.tabs = [OfficeTab(self.desk, kind) for kind in kinds]
        self.segment = Segment([kind.name for kind in kinds])
        self.stack = QStackedWidget()
        for tab in self.tabs:
            self.stack.addWidget(tab)
            tab.state_changed.connect(self._show_state)
        self.segment.chosen.connect(self._turn_to)
        column(self, self.stack, gap=0)

    @property
    def tab(self) -> OfficeTab:
        """The one shown."""
        return self.tabs[self.stack.currentIndex()]

    def page_actions(self) -> Sequence[Action]:
        """New, correct, save; and turning the tabs."""
        return (
            Action(
                text="新建",
                key="Ctrl+N",
                icon="plus",
                button="primary",
                slot=lambda: self.tab.add(),
                why_not=self._typing,
                hint="新建",
            ),
            Action(
                text="修改",
                key="F2",
                icon="pencil-simple",
                button="plain",
                slot=lambda: self.tab.edit(),
                why_not=lambda: self.tab.why_no_edit(),
                hint="修改",
            ),
            Action(
                text="保存",
                key="Ctrl+S",
                icon="floppy-disk",
                slot=lambda: self.tab.form.save(),
                why_not=lambda: self.tab.why_no_save(),
                hint="保存",
            ),
            Action(text="下一个页签", key="Ctrl+Tab", slot=lambda: self._turn(1)),
            Action(text="上一个页签", key="Ctrl+Shift+Tab", slot=lambda: self._turn(-1)),
        )

    def hints(self) -> Sequence[Hint]:
        """Keys of the list."""
        return (Hint("↑ ↓", "选一行"), Hint("Ctrl+Tab", "换页签"))

    def header_widgets(self) -> Sequence[QWidget]:
        """The tabs' names."""
        return (self.segment,)

    def panes(self) -> Sequence[QWidget]:
        """The list."""
        return (self.tab.first_stop(),)

    def reload(self) -> None:
        """Every tab: a person added is offered as a market's rep at once."""
        for tab in self.tabs:
            tab.reload()

    def unsaved(self) -> str:
        """A person, market or brand begun and not saved."""
        return "、".join(f"一条{tab.kind.name}资料" for tab in self.tabs if tab.is_typing)

    def back(self) -> bool:
        """Esc stops typing."""
        return self.tab.cancel()

    def _turn(self, by: int) -> None:
        self.segment.set_current((self.segment.current + by) % len(self.tabs))

    def _turn_to(self, place: int) -> None:
        self.stack.setCurrentIndex(place)
        self._show_state()

    def _show_state(self) -> None:
        self.set_status(f"共 {self.tab.count:,} 条{self.tab.kind.name}")
        self.refresh_actions()

    def _typing(self) -> str:
        return "" if not self.tab.state else "正在填，先保存或取消。"
