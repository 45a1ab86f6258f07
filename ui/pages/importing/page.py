"""导入: choose a file, see what its columns become and what does not fit, import it, take it back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.errors import KnownError
from app.importing.findings import Action as Deciding
from ui.dialogs.message import Answer, MessageDialog
from ui.pages.importing.check_view import CheckView
from ui.pages.importing.checking import Checking
from ui.pages.importing.comparing import Comparing
from ui.pages.importing.finish_view import FinishView
from ui.pages.importing.finishing import Finishing
from ui.pages.importing.layouts import Layouts
from ui.pages.importing.reasons import CHECK, FILE, FINISH, Reasons
from ui.pages.importing.start_view import StartView
from ui.pages.importing.steps import StepBar
from ui.pages.importing.totals import TotalsBar
from ui.pages.importing.work import TRIED_AT_ONCE, Work
from ui.shell.actions import Action, Hint
from ui.shell.page import Page
from ui.widgets.button import Button
from ui.widgets.layout import column

_STEPS = ("选文件", "对应与检查", "导入")
_AFTERWARDS = "导入后 7 天内可整批撤销"


class ImportPage(Page):
    """The wizard; its steps can be gone back and forth, nothing typed is lost."""

    name, title = "importing", "导入客户"
    watches = frozenset({"customers"})

    def build(self) -> None:
        self.work = Work(self.desk, self)
        self.steps = StepBar(_STEPS)
        self.start = StartView(self.desk, self.work)
        self.check = CheckView(self.desk.jobs)
        self.finish = FinishView()
        self.stack = QStackedWidget()
        rows = column(self, self.steps, self.stack, gap=0)
        rows.setStretch(1, 1)
        for view in (self.start, self.check, self.finish):
            self.stack.addWidget(view)
        self.again = Button("重新试导入", self.work.try_now, icon="arrows-clockwise", key="F5")
        self.stop = Button("停下", self.work.stop_trying, icon="x", key="Esc")
        self.go_on = Button("", self._go_on, key="Ctrl+Return", kind="primary")
        self.totals = TotalsBar(self.again, self.stop, self.go_on)
        rows.addWidget(self.totals)
        self.checking = Checking(self.desk, self.work, self.check, self)
        self.comparing = Comparing(self.desk, self.work, self.check, self.checking.twins, self)
        self.finishing = Finishing(self.desk, self.work, self.finish, self.start, self)
        self.layouts = Layouts(self.desk, self)
        self.step = FILE
        self.reasons = Reasons(self)
        self.steps.show_step(FILE, FILE)
        self.totals.hide()
        self._connect()

    def _connect(self) -> None:
        work = self.work
        work.looked.connect(self._looked)
        work.changed.connect(self._changed)
        work.tried.connect(self._tried)
        work.running.connect(self._tell)
        work.unread.connect(self._unread)
        work.failed.connect(self.desk.complain)
        self.steps.chosen.connect(self.go_to)
        self.start.drop.chosen.connect(self.open)
        self.start.heading_chosen.connect(work.name_heading)
        self.check.auto_wanted.connect(work.map_anew)
        self.check.accept_all_wanted.connect(self.checking.accept_all)
        self.check.rejects_wanted.connect(self.finishing.save_rejects)
        self.check.compare_wanted.connect(self.comparing.compare)
        self.checking.moved.connect(self.refresh_actions)
        for table in (self.check.mapping, self.check.problems, self.check.twins, self.check.clashes):
            table.entered.connect(self.hints_changed)
        self.finish.again_wanted.connect(self._another)
        self.finish.back_wanted.connect(partial(self.go_to, CHECK))
        self.finishing.ended.connect(self._ended)
        self.layouts.chosen.connect(work.apply)
        self.layouts.renamed.connect(self._layout_renamed)

    def page_actions(self) -> Sequence[Action]:
        check, twins = self.check, self.check.twins
        return [
            Action(text="换文件", key="Ctrl+O", icon="folder-open", button="plain", slot=self.start.drop.ask,
                   why_not=self.reasons.no_other_file),
            Action(text="另存为导入模板", key="Ctrl+S", icon="bookmark-simple", button="plain", slot=self._save_layout,
                   why_not=self.reasons.no_table),
            Action(text="用导入模板，改名，删除…", key="Ctrl+Shift+S", slot=self.layouts.ask_to_choose, why_not=self.reasons.no_table),
            Action(text="下一步，或导入", key="Ctrl+Return", icon="arrow-right", slot=self._go_on,
                   why_not=self.reasons.no_next),
            Action(text="选文件", key="Alt+1", slot=partial(self.go_to, FILE)),
            Action(text="对应与检查", key="Alt+2", slot=partial(self.go_to, CHECK), why_not=self.reasons.no_table),
            Action(text="看导入的结果", key="Alt+3", slot=partial(self.go_to, FINISH), why_not=self.reasons.no_result),
            Action(text="自动对应", icon="magic-wand", slot=self.work.map_anew, why_not=self.reasons.no_table),
            Action(text="建议全部采用", icon="check", slot=self.checking.accept_all,
                   why_not=self.reasons.no_suggestions),
            Action(text="用建议", key="Alt+A", icon="lightbulb", slot=check.problems.accept,
                   why_not=self.reasons.no_suggestion),
            Action(text="并排对比", key="F9", icon="columns", slot=self.comparing.compare, why_not=self.reasons.no_twin),
            Action(text="同一家，合并", key="Alt+H", slot=partial(twins.decide, Deciding.MERGE),
                   why_not=self.reasons.no_twin, group="重复的客户"),
            Action(text="不是同一家，都保留…", key="Alt+X", slot=partial(twins.decide, Deciding.ADD),
                   why_not=self.reasons.no_twin, group="重复的客户"),
            Action(text="跳过这一行", slot=partial(twins.decide, Deciding.SKIP), why_not=self.reasons.no_twin,
                   group="重复的客户"),
            Action(text="用表里的更新", slot=partial(twins.decide, Deciding.UPDATE), why_not=self.reasons.no_twin,
                   group="重复的客户"),
            Action(text="没定的都……", key="Alt+G", slot=self.checking.twins.ask_about_rest, why_not=self.reasons.no_twin,
                   group="重复的客户"),
            Action(text="待处理的行另存…", key="Ctrl+E", icon="file-arrow-down", slot=self.finishing.save_rejects,
                   why_not=self.reasons.no_rejects),
            Action(text="导入另一个文件", key="Ctrl+N", icon="folder-open", slot=self._another,
                   why_not=self.reasons.no_other_file),
        ]  # fmt: skip

    def hints(self) -> Sequence[Hint]:
        if self.step == FILE:
            return [Hint("Ctrl+O", "选文件"), Hint("Enter", "定标题行"), Hint("Ctrl+Enter", "下一步")]
        if self.step == CHECK:
            return self.check.hints()
        return [Hint("Alt+1–3", "换步骤")]

    def panes(self) -> Sequence[QWidget]:
        if self.step == FILE:
            sheets = (self.start.sheets, self.start.preview) if self.work.source else ()
            return [*sheets, self.start.drop.button, self.start.history]
        if self.step == CHECK:
            return self.check.panes
        return [self.finish.first_stop()]

    def reload(self) -> None:
        """The imports of the last days; what was tried is tried anew, as the archive may have changed."""
        self.finishing.read_history()
        self.checking.read_places()
        if self.step == CHECK:
            self.work.try_now()

    def unsaved(self) -> str:
        """What was typed and decided about a file that is not imported."""
        return f"导入里改过的 {len(self.work.decided)} 处" if self.work.decided and not self.finishing.done else ""

    def back(self) -> bool:
        """Esc stops what runs, then goes one step back."""
        if self.work.writing is not None:
            self.finish.progress.stop()
        elif self.work.reading is not None:
            self.work.reading.cancel()
        elif self.work.trying is not None and self.work.rows > TRIED_AT_ONCE:
            self.work.stop_trying()
        elif self.step > FILE:
            self.go_to(FILE if self.finishing.done or self.step == CHECK else CHECK)
        else:
            return False
        return True

    def end(self) -> None:
        """The file is given back."""
        self.work.forget()

    # Steps

    def go_to(self, step: int) -> None:
        """Show a step."""
        reason = ("", self.reasons.no_table(), self.reasons.no_result())[step]
        if reason:
            self.desk.complain(reason)
            return
        self.step = step
        self._show_step()
        if step == CHECK and self.work.stale and self.work.trying is None:
            self.work.try_now()
        self._focus_first()

    def open(self, path: Path) -> None:
        """Read another file, after asking when what was decided about this one would be lost."""
        if reason := self.reasons.no_other_file():
            self.desk.complain(reason)
        elif typed := self.unsaved():
            answers = [Answer("drop", "不要了，换文件", "danger"), Answer("stay", "接着改", "primary")]
            text = f"{typed}只对这个文件有用，换文件就不留了。先导入，或把待处理的行另存，都不会丢。"
            dialog = MessageDialog("换成另一个文件？", text, answers, default="stay", parent=self.window())
            dialog.finished.connect(lambda: self._read(path) if dialog.answer == "drop" else None)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()
        else:
            self._read(path)

    def _read(self, path: Path) -> None:
        self.work.open(path)
        self._tell()

    def _show_step(self) -> None:
        self.stack.setCurrentIndex(self.step)
        self.totals.setVisible(self.step != FINISH and self.finishing.done is None and bool(self.work.source))
        self.hints_changed.emit()
        self._tell()

    def _focus_first(self) -> None:
        for pane in self.panes():
            if pane.isVisibleTo(self) and pane.isEnabled():
                pane.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _go_on(self) -> None:
        if reason := self.reasons.no_next():
            self.desk.complain(reason)
        elif self.step == FILE:
            self.go_to(CHECK)
        else:
            self.step = FINISH
            self.finishing.begin()
            self._show_step()
            self._focus_first()

    def _another(self) -> None:
        self.go_to(FILE)
        self.start.drop.ask()

    # What happened

    def _looked(self) -> None:
        self.finishing.done = None
        self.finish.show_nothing()
        self.start.show_file()
        self.start.select_first()
        self.checking.show_file()
        self.checking.show_trial()
        self.step = FILE
        self._show_step()
        self._focus_first()

    def _unread(self, error: KnownError) -> None:
        self.start.drop.say_problem(str(error))
        self.step = FILE
        self._show_step()

    def _changed(self) -> None:
        self.start.show_file()
        self.checking.show_file()
        self._tell()

    def _tried(self) -> None:
        self.checking.show_trial()
        self._tell()

    def _ended(self) -> None:
        self.finishing.read_history()
        self._show_step()
        self._focus_first()

    def _tell(self) -> None:
        """The words and figures around the steps."""
        work, trial = self.work, self.work.trial
        self.set_subtitle(self._told_file())
        self.steps.show_step(self.step, self.step if not self.finishing.done else len(_STEPS))
        problems = work.lease.problems if work.lease else 0
        over = self.step == FINISH or self.finishing.done
        waiting = ((problems, "处问题"), (trial.alike, "处重复"), (trial.conflicts, "处两边都改")) if trial else ()
        self.steps.show_waiting([f"{count:,} {words}" for count, words in waiting if count and not over][:2])
        self.steps.found.set_text(self._told_layout())
        self._tell_totals()
        running = work.trying is not None and work.rows > TRIED_AT_ONCE
        self.again.setVisible(self.step == CHECK and not running)
        self.stop.setVisible(running)
        self.refresh_actions()

    def _tell_totals(self) -> None:
        work, trial = self.work, self.work.trial
        counts = trial.counts if trial else None
        figures = (counts.added, counts.updated, counts.merged, counts.skipped, counts.pending) if counts else None
        self.totals.show_counts(figures)
        if work.trying is not None:
            self.totals.say("正在试导入", "可继续做别的")
            work.trying.stepped.connect(self._stepped)
        elif trial is None or work.stale:
            self.totals.say("试导入结果", "改过了，按 F5 再试" if trial else "还没有试导入")
        else:
            left = f"待处理的 {counts.pending:,} 行会另存，不影响其余行" if counts and counts.pending else ""
            self.totals.say("试导入结果", "没有写入任何数据", "\n".join(part for part in (_AFTERWARDS, left) if part))
        self.go_on.setText("下一步" if self.step == FILE else f"导入 {counts.taken:,} 行" if counts else "导入")
        self.go_on.updateGeometry()
        self.go_on.set_reason(self.reasons.no_next())

    def _stepped(self, done: int, total: int, _note: str) -> None:
        if self.work.trying is not None:
            self.totals.say("正在试导入", f"{done:,} / {total:,} 行" if total else f"{done:,} 行")

    def _told_file(self) -> str:
        source, chosen = self.work.source, self.work.chosen
        if source is None:
            return "正在读取……" if self.work.reading else ""
        if len(chosen) == 1:
            number = [sheet.name for sheet in source.sheets].index(chosen[0].name) + 1
            where = f"第 {number} 张表「{chosen[0].name}」" if len(source.sheets) > 1 else ""
        else:
            where = f"{len(chosen)} 张表"
        return "　".join(part for part in (source.path.name, where, f"{self.work.rows:,} 行") if part)

    def _told_layout(self) -> str:
        if self.step != CHECK or not self.work.chosen:
            return ""
        layout, trial = self.work.chosen[0].layout, self.work.trial
        parts = [f"标题在第 {layout.first + 1} 行"]
        parts += [f"模板 {self.work.layout}"] if self.work.layout else []
        skipped = "、".join(f"{why} {count:,}" for why, count in trial.skipped.items()) if trial else ""
        parts += [f"跳过：{skipped}"] if skipped else []
        return "，".join(parts)

    def _layout_renamed(self, name: str, new: str) -> None:
        if self.work.layout == name:
            self.work.layout = new
            self._tell()

    def _save_layout(self) -> None:
        source, chosen = self.work.source, self.work.chosen
        if source is not None and chosen:
            self.layouts.ask_to_save(self.work.layout or source.path.stem[:40], chosen[0].columns)
