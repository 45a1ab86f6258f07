"""What is done to the visits of the grid: planned, moved, arranged, taken out, noted as missed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from app.errors import Invalid, KnownError
from app.planning.arranging import ItemInput, edit
from app.planning.opening import OpenItem, open_item
from ui.dialogs.form import discard_question
from ui.dialogs.message import MessageDialog
from ui.pages.planning.acting import Acting, day_words
from ui.pages.planning.board import Card, CardLook
from ui.pages.planning.due_list import DueView
from ui.pages.planning.due_rows import DueLine
from ui.pages.planning.editor import PlanEditor
from ui.pages.planning.grid import PlanGrid
from ui.pages.planning.missing import MissDialog
from ui.pages.planning.proposing import Proposing
from ui.pages.planning.prospect import ProspectDialog
from ui.pages.visits.choose_customer import ChooseCustomer
from ui.shell.desk import Desk

_SAVE_FIRST = "先保存或取消正在改的拜访。"


class CardWork(QObject):
    """Between due list, grid and editor. `settled` carries the visit to go to, `unchanged` comes when something was
    refused and the grid must show again what is so, `arranging` when the cursor goes into the editor or leaves it."""

    settled = Signal(int)
    unchanged = Signal()
    arranging = Signal(bool)

    def __init__(
        self, desk: Desk, due: DueView, grid: PlanGrid, editor: PlanEditor, proposing: Proposing, page: QWidget
    ) -> None:
        super().__init__(page)
        self.desk, self._page = desk, page
        self.due, self.grid, self.editor, self.proposing = due, grid, editor, proposing
        self.acting = Acting(desk, self)
        self._assigning: set[int] = set()
        self._editing_next = self._saving = False
        self._question: MessageDialog | None = None
        due.chosen.connect(self._choose_due)
        due.planned.connect(self._plan_due)
        grid.opened.connect(lambda _card: self._accept_or(self.edit))
        grid.filled.connect(self._fill_place)
        grid.shifted.connect(self._shift)
        grid.dropped.connect(self._drop)
        editor.saved.connect(self._save)
        editor.removed.connect(self.remove)
        self.acting.settled.connect(self.settled)
        self.acting.refused.connect(self._refused)

    # Showing

    def open_current(self) -> None:
        """Show in the editor what the cursor is on, unless something typed there would be lost."""
        card, app = self.grid.card, self.desk.app
        if self.editor.is_changed or not self.grid.board.lanes:
            return
        if card is None or card.is_proposed:
            self.editor.show_nothing(*self._nothing_words(card))
            return
        item_id = card.item_id

        def gone(error: KnownError) -> None:
            if self._is_at(item_id):
                self.editor.show_nothing("没能打开这次拜访", str(error))

        self.desk.jobs.reread(self, "item", lambda _: open_item(app, item_id), self._show_item, failed=gone)

    def aim(self) -> bool:
        """While somebody is being chosen in the due list the cursor is at the rep who looks after them."""
        line = self.due.current
        aimed = line is not None and self.due.hasFocus()
        if aimed and line is not None:
            self.grid.go_to_owner(line.owner_id)
        return aimed

    def forget_assigning(self) -> None:
        """The due list is new: who was being planned no longer stands in it."""
        self._assigning.clear()

    def leave_editor(self) -> bool:
        """Esc: drop what was typed after a question, else back to the grid; False when the editor has nothing to do
        with it."""
        inside = self.editor.isAncestorOf(self._page.focusWidget() or self._page)
        if changed := self.editor.is_changed:
            self._ask_to_drop()
        elif inside:
            self._focus_grid()
        return changed or inside

    def _show_item(self, item: OpenItem) -> None:
        if not self._is_at(item.item_id) or self.editor.is_changed:
            return
        if item != self.editor.shown:  # the same one shown again would take the cursor out of its lines
            self.editor.show_item(item)
        if self._editing_next:
            self._focus_editor()

    def _is_at(self, item_id: int) -> bool:
        return self.grid.card is not None and self.grid.card.item_id == item_id

    def _nothing_words(self, card: Card | None) -> tuple[str, str]:
        if card is not None:
            return card.customer, "这是建议，还没有排进去。按 Enter 全部接受，按 Esc 不要。"
        if self.proposing.is_on:
            return "还没有接受建议", "按 Enter 全部接受，按 Esc 不要。"
        lane, day, chosen = self.grid.lane, self.grid.day, self.due.current
        place = f"{lane.name}　{day_words(day)}" if lane and day else "没有选中拜访"
        own = f"按 Enter 把「{chosen.name}」排到这里，或" if chosen else ""
        return place, f"{own}按 Ctrl+N 选一家客户来排。"

    def _choose_due(self, line: DueLine | None) -> None:
        """Whom Enter plans; the cursor goes to the row of the rep who looks after them."""
        self.grid.offer(f"Enter 排「{line.name}」" if line else "Ctrl+N 排一家")
        self.aim()

    # Planning

    def new(self) -> None:
        """Choose a customer and plan a visit where the cursor is."""
        if self.editor.is_changed:
            self.desk.complain(_SAVE_FIRST)
            return
        dialog = ChooseCustomer(self.desk, parent=self._page)
        dialog.accepted.connect(lambda: self._plan_chosen(dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def new_prospect(self) -> None:
        """Plan a visit to a shop not on record yet where the cursor is."""
        owner_id, day = self.grid.owner_id, self.grid.day
        if owner_id is None or day is None:
            return
        dialog = ProspectDialog(self.desk, self._page)
        dialog.accepted.connect(lambda: self._plan_prospect(dialog, owner_id, day))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def remove(self) -> None:
        """Take the visit under the cursor out."""
        card = self.grid.card
        if card is not None:
            self.editor.forget()
            self.acting.remove(card.item_id, card.customer)
            self._focus_grid()

    def miss(self) -> None:
        """Note why the visit under the cursor was not made."""
        card = self.grid.card
        if card is None:
            return
        item_id, name = card.item_id, card.customer
        dialog = MissDialog(self.desk, name, self._page)
        dialog.accepted.connect(lambda: self.acting.miss(item_id, name, str(dialog.result_of_save)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def why_not_change(self) -> str:
        """Why nothing can be changed under the cursor."""
        card = self.grid.card
        if card is None:
            return "没有选中拜访。按 F6 到格子里，用方向键选一家。"
        return "这是建议，还没有排进去。先按 Enter 接受。" if card.is_proposed else ""

    def why_not_miss(self) -> str:
        """Why the visit under the cursor cannot be noted as missed."""
        card = self.grid.card
        if card is None or card.look in (CardLook.WAITING, CardLook.MISSED, CardLook.DOING):
            return self.why_not_change()
        return "这次拜访已登记。" if card.look is CardLook.DONE else "还没到时间，到时再登记。"

    def _plan_due(self) -> None:
        line = self.due.current
        if line is not None or self.proposing.is_on:
            self._accept_or(lambda: self._assign([line] if line else []))

    def _fill_place(self) -> None:
        self._accept_or(self._plan_due if self.due.current else self.new)

    def _accept_or(self, act: Callable[[], object]) -> None:
        """Enter accepts what is proposed; with nothing proposed it does something else."""
        if self.proposing.is_on:
            self.proposing.accept()
        else:
            act()

    def _plan_chosen(self, dialog: ChooseCustomer) -> None:
        if dialog.chosen is not None:
            self._editing_next = True
            self._plan([(dialog.chosen.id, dialog.chosen.name)])

    def _plan_prospect(self, dialog: ProspectDialog, owner_id: int, day: date) -> None:
        if isinstance(dialog.result_of_save, dict):
            self.acting.assign_prospect(dialog.result_of_save, owner_id, day)

    def _drop(self, customer_ids: Sequence[int], _owner_id: int, _day: date) -> None:
        self._assign([line for line in self.due.lines() if line.customer_id in customer_ids])

    def _assign(self, lines: Sequence[DueLine]) -> None:
        """Keys come twice before the list is read again; nobody is planned twice for it."""
        fresh = [line for line in lines if line.customer_id not in self._assigning]
        self._assigning.update(line.customer_id for line in fresh)
        self._plan([(line.customer_id, line.name) for line in fresh])

    def _plan(self, customers: Sequence[tuple[int, str]]) -> None:
        owner_id, day = self.grid.owner_id, self.grid.day
        if owner_id is not None and day is not None:
            self.acting.assign(customers, owner_id, day)

    def _shift(self, item_id: int, owner_id: int, day: date) -> None:
        """Move a visit; it shows there at once, whatever the database still has to do."""
        card = next(card for card in self.grid.board.cards if card.item_id == item_id)
        if card.is_proposed:
            self.desk.complain("这是建议，还没有排进去。先按 Enter 接受，再挪。")
        elif self.editor.is_changed:
            self.desk.complain(_SAVE_FIRST)
        else:
            self.grid.show_board(self.grid.board.moved(item_id, owner_id, day))
            self.acting.move(item_id, card.customer, owner_id, day)

    # Arranging

    def edit(self) -> None:
        """Put the cursor into the editor."""
        self._editing_next = True
        if self.editor.is_changed:
            self._focus_editor()
        else:
            self.open_current()

    def _focus_editor(self) -> None:
        self._editing_next = False
        self.arranging.emit(True)
        self.editor.focus_first()

    def _focus_grid(self) -> None:
        self.arranging.emit(False)
        self.grid.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _save(self, entered: ItemInput) -> None:
        shown, app = self.editor.shown, self.desk.app
        if shown is None or self._saving:
            return
        self._saving = True
        self.acting.do(
            lambda uid: edit(app, shown.item_id, shown.row_version, entered, uid=uid),
            f"修改拜访「{shown.customer}」",
            lambda _: f"已保存「{shown.customer}」的拜访安排",
            self._saved,
        )

    def _saved(self, item_id: int) -> int:
        self._saving = False
        self.editor.forget()
        self._focus_grid()
        return item_id

    def _refused(self, error: KnownError) -> None:
        """Not done: what was typed stays, and the grid shows what is so."""
        self._editing_next = False
        self._assigning.clear()
        if self._saving:
            self._saving = False
            problems = error.problems if isinstance(error, Invalid) else {}
            self.editor.show_problems(problems, "" if problems else str(error))
        else:
            self.desk.complain(error)
            self.unchanged.emit()

    def _ask_to_drop(self) -> None:
        self._question = discard_question("不保存就不留这次改的。", self._page)
        self._question.finished.connect(self._dropped)
        self._question.open()

    def _dropped(self, _code: int) -> None:
        if self._question is not None and self._question.answer == "drop":
            self.editor.forget()
            self.open_current()
            self._focus_grid()
