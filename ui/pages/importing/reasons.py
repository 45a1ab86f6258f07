"""Why something cannot be done in the wizard now, in words; empty when it can."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.pages.importing.page import ImportPage

FILE, CHECK, FINISH = range(3)
"""The steps."""
_DONE = "这一份已经导入了。按 Alt+3 看结果，或按 Ctrl+N 导入另一个文件。"


class Reasons:
    """Asked by the page's actions and buttons."""

    def __init__(self, page: ImportPage) -> None:
        self._page = page

    def no_other_file(self) -> str:
        """Why no other file can be opened."""
        return "正在导入，等它完成或按 Esc 停下，再换文件。" if self._page.work.writing else ""

    def no_table(self) -> str:
        """Why there are no columns to be mapped."""
        work = self._page.work
        if work.source is None:
            return "先选一个文件。按 Ctrl+O，或把表格拖到窗口里。"
        return "" if work.chosen else "没有要导入的表。在预览里选标题那一行按 Enter，或按空格勾选一张表。"

    def no_result(self) -> str:
        """Why there is no import to be looked at."""
        page = self._page
        shown = page.work.writing is not None or page.finishing.done is not None or page.step == FINISH
        return "" if shown else "还没有导入。看过试导入的结果，按 Ctrl+Enter 导入。"

    def no_next(self) -> str:
        """Why one cannot go on: to the columns, or to the import."""
        page = self._page
        if page.finishing.done is not None:
            return _DONE
        if page.work.writing is not None:
            return self.no_other_file()
        if page.step == FINISH:
            return "先按 Alt+2 回到“对应与检查”。"
        return self.no_table() or ("" if page.step == FILE else self._no_import())

    def _no_import(self) -> str:
        work = self._page.work
        if work.trying is not None or work.trial is None:
            return "等试导入完成，再导入。"
        if work.stale:
            return "改过以后还没有重新试导入。先按 F5。"
        return "" if work.trial.counts.taken else "没有可以导入的行。改好有问题的行，再按 F5。"

    def no_suggestion(self) -> str:
        """Why no suggestion can be taken."""
        return self.no_trial() or self._page.check.problems.why_no_suggestion()

    def no_suggestions(self) -> str:
        """Why there are none to be taken all at once."""
        trial = self._page.work.trial
        there = trial is not None and any(group.suggested for group in trial.groups)
        return self.no_trial() or ("" if there else "没有可以采用的建议，有问题的行要逐行改。")

    def no_twin(self) -> str:
        """Why nothing can be decided about duplicates."""
        return self.no_trial() or self._page.check.twins.why_nothing()

    def no_trial(self) -> str:
        """Why nothing was found yet."""
        there = self._page.step == CHECK and self._page.work.trial is not None
        return "" if there else "先按 Alt+2 到“对应与检查”。"

    def no_rejects(self) -> str:
        """Why there are no rows to hand out."""
        trial = self._page.work.trial
        return "" if trial is not None and trial.counts.pending else "没有待处理的行。"
