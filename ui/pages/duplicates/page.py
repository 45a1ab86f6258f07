"""查重: the pairs that may be one at the left, the chosen pair side by side at the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QSplitter, QWidget

from app.errors import Cancelled, KnownError
from ui.jobs import Job
from ui.pages.duplicates.compared import ComparedPanel
from ui.pages.duplicates.deciding import Deciding
from ui.pages.duplicates.pairs import STATES, PairList, Read, read_pairs
from ui.preferences import own_preferences
from ui.shell.actions import Action, Hint
from ui.shell.page import Page
from ui.shell.targets import CustomerTarget
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.choices import Segment
from ui.widgets.frames import EmptyState
from ui.widgets.layout import column, frame, label
from ui.widgets.progress import ProgressBox

if TYPE_CHECKING:
    from app.customers.candidates import CandidateRow
    from app.customers.comparing import Comparison
    from app.customers.scanning import Scan

PENDING, DIFFERENT, MERGED = range(3)
_LEFT, _RIGHT, _NARROWEST = 660, 634, 380


class DuplicatesPage(Page):
    """Look at a pair, then say: the same (merge), not the same (with a reason); or take a merge apart."""

    name, title = "duplicates", "查重"
    watches = frozenset({"customers", "duplicates"})

    def build(self) -> None:
        """List and comparison in a splitter, the scan's progress above the list."""
        self.states = Segment([text for _, text in STATES])
        self.table = PairList(self.app, self.desk.jobs)
        self.empty = EmptyState("users-three-fill", "没有待判的重复客户", "")
        self.scan_now = Button("全库查重", self._scan, icon="magnifying-glass", key="Alt+C")
        self.progress = ProgressBox(unit="", key="Alt+C")
        self.room = frame("box")
        column(self.room, self.progress, margins=(14, 10, 14, 10))
        self.room.hide()
        self.left_out = label("", "sub", wrap=True)
        self.left_out.setContentsMargins(*(theme().px(side) for side in (12, 6, 12, 6)))
        self.left_out.hide()
        self.compared = ComparedPanel()
        self.deciding = Deciding(self)
        self._job: Job | None = None
        self._wanted: int | None = None
        left = QWidget()
        column(left, self.room, self.left_out, self.table, self.empty, gap=0)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        for part in (left, self.compared):
            part.setMinimumWidth(theme().px(_NARROWEST))
            self.splitter.addWidget(part)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([theme().px(_LEFT), theme().px(_RIGHT)])
        own_preferences().follow_splitter(self.splitter, f"duplicates-{theme().scale}")
        column(self, self.splitter, gap=0)
        self.states.chosen.connect(self._turn_to)
        self.table.current_changed.connect(self._choose)
        self.table.opened.connect(lambda _row: self._compare())

    def page_actions(self) -> Sequence[Action]:
        """What can be done with the chosen pair, and the scan."""
        decide, row = self.deciding, self._why_no_row
        return (
            Action(text="并排对比", key="F9", icon="columns", slot=self._compare, why_not=row, hint="对比"),
            Action(
                text="同一家，合并…", key="Alt+H", icon="git-merge", button="primary", slot=decide.same,
                why_not=self._why_not_decide, hint="合并",
            ),
            Action(
                text="不是同一家…", key="Alt+X", icon="x", button="plain", slot=decide.different,
                why_not=self._why_not_decide, hint="不是",
            ),
            Action(
                text="重新判定", key="Alt+R", icon="arrows-clockwise", button="plain", slot=decide.reopen,
                why_not=self._why_not_reopen,
            ),
            Action(
                text="拆开…", key="Alt+U", icon="arrow-u-up-left", button="plain", slot=decide.split,
                why_not=self._why_not_split,
            ),
            Action(
                text="全库查重或停下", key="Alt+C", icon="magnifying-glass", slot=self._scan_or_stop, hint="全库查重"
            ),
            Action(text="只看不同或全看", key="F7", slot=self.compared.toggle_same, why_not=row),
            Action(text="看甲的档案", key="Alt+1", slot=lambda: self._open(0), why_not=row),
            Action(text="看乙的档案", key="Alt+2", slot=lambda: self._open(1), why_not=row),
            Action(text="下一类", key="Ctrl+Tab", slot=lambda: self._turn(1)),
            Action(text="上一类", key="Ctrl+Shift+Tab", slot=lambda: self._turn(-1)),
        )  # fmt: skip

    def hints(self) -> Sequence[Hint]:
        """Keys of the list."""
        return (Hint("↑ ↓", "选一对"), Hint("Ctrl+Tab", "换类"))

    def header_widgets(self) -> Sequence[QWidget]:
        """Which pairs, and the scan."""
        return (self.states, self.scan_now)

    def panes(self) -> Sequence[QWidget]:
        """List, then comparison."""
        first = self.states if self.table.isHidden() else self.table
        return (first, self.compared.table) if self.compared.comparison else (first,)

    def reload(self) -> None:
        """Read the pairs of the state in sight, and how many the others have."""
        app, state = self.app, STATES[self.states.current][0]
        self.desk.jobs.reread(self, "pairs", lambda _: read_pairs(app, state), self._show, failed=self.desk.complain)

    def back(self) -> bool:
        """Esc goes from the comparison to the list."""
        if self.compared.table.hasFocus():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return False

    @property
    def current(self) -> CandidateRow | None:
        """The chosen pair."""
        row: CandidateRow | None = self.table.current_row()
        return row

    @property
    def state(self) -> str:
        """The state of the pairs in sight."""
        return STATES[self.states.current][0]

    def _show(self, read: Read) -> None:
        for place, (_, text) in enumerate(STATES):
            self.states.set_text(place, f"{text} {read.counts[place]:,}")
        if read.state != self.state:
            return
        had_focus = QApplication.focusWidget() in (None, self.table)
        self.table.show_pairs(read)
        found = self.table.rows.rowCount()
        self.table.setVisible(bool(found))
        self.empty.setVisible(not found)
        self.empty.say(*_NOTHING[self.states.current])
        self.set_status(f"{STATES[self.states.current][1]} {found:,} 对")
        self._choose(self.table.current_row())
        if had_focus:
            (self.table if found else self.states).setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, row: CandidateRow | None) -> None:
        self._wanted = row.id if row else None
        self.refresh_actions()
        if row is None:
            self.compared.clear()
            return
        if row.state == "merged":
            self.compared.clear(f"「{row.other.name}」已并入「{row.one.name}」", "Alt+U 拆开，两家都回到合并前的样子。")
            return
        from app.customers.comparing import compare

        app, one, other = self.app, row.one.customer_id, row.other.customer_id
        self.desk.jobs.reread(
            self, "comparison", lambda _: compare(app, one, other), self._show_compared, failed=self._gone
        )

    def _show_compared(self, found: Comparison) -> None:
        row = self.current
        if row and {side.customer_id for side in found.sides} == {row.one.customer_id, row.other.customer_id}:
            self.compared.show_comparison(found)
            self.refresh_actions()

    def _gone(self, error: KnownError) -> None:
        self.compared.clear("这一对看不了", str(error))

    def _turn(self, by: int) -> None:
        self.states.set_current((self.states.current + by) % len(STATES))

    def _turn_to(self, _number: int) -> None:
        self.compared.clear()
        self.reload()
        self.refresh_actions()

    def _compare(self) -> None:
        self.compared.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, side: int) -> None:
        if row := self.current:
            self.desk.go("customers", CustomerTarget(customer_id=(row.one, row.other)[side].customer_id))

    # the scan

    def _scan_or_stop(self) -> None:
        if self.progress.running:
            self.progress.stop()
        else:
            self._scan()

    def _scan(self) -> None:
        from app.customers.scanning import scan

        if self.progress.running:
            return
        app = self.app
        job = self.desk.jobs.start(
            self, lambda task: scan(app, task), self._scanned, failed=self._not_scanned, title="全库查重"
        )
        self.scan_now.set_reason("正在查重。按 Alt+C 停下。")
        self.progress.follow("正在把全部客户两两比对", job)
        self.room.show()

    def _scanned(self, found: Scan) -> None:
        self._end_scan()
        self.desk.toast(f"比对了 {found.customers:,} 家，新记下 {found.recorded:,} 对疑似重复")
        self.left_out.setText(told := _left_out(found))
        self.left_out.setVisible(bool(told))
        self.desk.changes.tell("duplicates")

    def _not_scanned(self, error: KnownError) -> None:
        self._end_scan()
        if isinstance(error, Cancelled):
            self.desk.toast(str(error))
        else:
            self.desk.complain(error)

    def _end_scan(self) -> None:
        self.room.hide()
        self.scan_now.set_reason("")

    # why not

    def _why_no_row(self) -> str:
        return "" if self.current else "先在列表里选一对。"

    def _why_not_decide(self) -> str:
        if self.states.current != PENDING:
            return "这一对已经判定过了。要改，在“不重复”里按 Alt+R，在“已合并”里按 Alt+U。"
        return self._why_no_row() or ("" if self.compared.comparison else "正在取两家的内容，稍等再按。")

    def _why_not_reopen(self) -> str:
        return "只有“不重复”里的能重新判定。" if self.states.current != DIFFERENT else self._why_no_row()

    def _why_not_split(self) -> str:
        if self.states.current != MERGED:
            return "先按 Ctrl+Tab 到“已合并”，再选一次合并。"
        return self._why_no_row() or (
            "" if self.app.may("customer.merge") else "拆开要主管来做。请主管登录后按 Alt+U。"
        )


def _left_out(found: Scan) -> str:
    """What the last scan has not recorded or not compared; it stays in sight, as the list does not tell."""
    left = f"另有 {found.left:,} 对分低的没有记，判完这些再扫会接着记。" if found.left else ""
    crowded = f"有 {found.crowded:,} 处名称、电话或地址太多家共用，没有拿来比。" if found.crowded else ""
    return f"上次查重：{left}{crowded}" if left or crowded else ""


_NOTHING = (
    ("没有待判的重复客户", "按 Alt+C 把全库比对一遍；录新客户时相像的也会记到这里。"),
    ("没有判过“不是同一家”的", "判过的会记在这里，以后不再提示。"),
    ("三十天内没有合并过客户", "合并后三十天内，可以在这里拆开。"),
)
