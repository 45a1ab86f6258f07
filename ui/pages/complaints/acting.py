"""What is done with the chosen complaint: its steps, its notes, and why something cannot be done now."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QMenu, QWidget

from app.complaints.detail import full_phone, read_complaint
from app.complaints.handling import note
from app.complaints.states import LANE_OF, LANES, RULES
from app.errors import KnownError
from ui.pages.complaints.detail import ComplaintPanel
from ui.pages.complaints.improving import ImprovementsDialog
from ui.pages.complaints.moves import BACK, CHANGED, NEXT, MoveDialog
from ui.pages.complaints.note_box import CALL_BACK, HAND_OVER, PLAN
from ui.pages.complaints.offers import Offers
from ui.pages.complaints.views import shown_of
from ui.shell.desk import Desk

if TYPE_CHECKING:
    from app.complaints.detail import ComplaintDetail
    from app.complaints.states import Move

_NONE = "先选一件投诉。"
_PHONE_MS = 60_000


class Acting(QObject):
    """Fills the panel; `changed` when another complaint shows or other things can be done."""

    changed = Signal()

    def __init__(self, desk: Desk, panel: ComplaintPanel, page: QWidget) -> None:
        super().__init__(page)
        self.offers = Offers()
        self.detail: ComplaintDetail | None = None
        self._desk, self._panel, self._page = desk, panel, page
        self._notes: dict[int, tuple[int, str]] = {}
        self._saving = False
        self._hide = QTimer(self, interval=_PHONE_MS, singleShot=True)
        self._hide.timeout.connect(self._hide_phone)
        panel.box.noted.connect(self._note)
        panel.box.moves_wanted.connect(self.open_menu)
        panel.box.next_wanted.connect(partial(self.step, 1))

    @property
    def complaint_id(self) -> int | None:
        """The chosen complaint."""
        return self.detail.row.id if self.detail else None

    @property
    def customer_id(self) -> int | None:
        """The chosen complaint's customer."""
        return self.detail.row.customer_id if self.detail else None

    @property
    def notes_begun(self) -> bool:
        """Whether something is written and not taken."""
        self._keep_note()
        return bool(self._notes)

    def load(self, complaint_id: int) -> None:
        """Choose a complaint; what is written about another one waits for its return."""
        app = self._desk.app

        def gone(error: KnownError) -> None:
            self.clear()
            self._desk.complain(error)

        self._desk.jobs.reread(self, "complaint", lambda _: read_complaint(app, complaint_id), self._show, failed=gone)

    def clear(self) -> None:
        """Choose none."""
        self._desk.jobs.forget(self, "complaint")
        self._keep_note()
        self.detail = None
        self._panel.clear()
        self.changed.emit()

    # What can be done

    def why_nothing(self) -> str:
        """Why nothing can be done at all."""
        return "" if self.detail else _NONE

    def why_not(self, code: str) -> str:
        """Why a step cannot be taken now; empty when it can."""
        if self.detail is None:
            return _NONE
        move = self._find(code)
        if move is None:
            return f"投诉现在是“{self.detail.row.state}”，不能“{RULES[code].verb}”。"
        return _sentence(move.why_not)

    def why_no_note(self) -> str:
        """Why nothing can be written down now."""
        return self.why_not("note")

    def why_not_step(self, by: int) -> str:
        """Why the complaint cannot go a stage on (by = 1) or back (-1)."""
        if self.detail is None:
            return _NONE
        code = (NEXT if by > 0 else BACK).get(self.detail.row.state_code)
        if code is None:
            where = "再推进的一步" if by > 0 else "可退回的一步"
            return f"“{self.detail.row.state}”的投诉没有{where}。"
        return self.why_not(code)

    # Doing it

    def step(self, by: int) -> None:
        """Take the usual step on, or the one back."""
        if reason := self.why_not_step(by):
            self._desk.complain(reason)
        elif self.detail:
            self.move((NEXT if by > 0 else BACK)[self.detail.row.state_code])

    def move(self, code: str, text: str = "") -> None:
        """Ask what a step needs, and take it; `text` is what was written already."""
        move = self._find(code)
        if self.detail is None or move is None or move.why_not:
            self._desk.complain(self.why_not(code))
            return
        dialog = MoveDialog(self._desk, self.detail, move, self.offers, self._page.window(), text)
        if text:
            dialog.accepted.connect(self._drop_note)
        dialog.open()

    def move_to_lane(self, complaint_id: int, lane: int) -> None:
        """A card was dropped on a column: the step that leads there, if there is one."""
        if self.detail is None or self.detail.row.id != complaint_id:
            self._desk.complain("这件投诉还没读出来，请再拖一次。")
            return
        ways = [move for move in self.detail.moves if move.to_state and LANE_OF[move.to_state] == lane]
        usual = sorted(ways, key=lambda move: (bool(move.why_not), move.code not in (*NEXT.values(), *BACK.values())))
        if usual:
            self.move(usual[0].code)
        else:
            self._desk.complain(f"“{self.detail.row.state}”的投诉不能直接放到“{LANES[lane][0]}”。")

    def open_menu(self) -> None:
        """Every step of this state; those closed to this person say why."""
        if self.detail is None:
            self._desk.complain(_NONE)
            return
        menu = QMenu(self._panel.box.more)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for each in self.detail.moves:
            if each.code not in ("note", "edit"):
                action = menu.addAction(f"{each.verb}（{each.why_not}）" if each.why_not else f"{each.verb}…")
                action.setEnabled(not each.why_not)
                action.triggered.connect(lambda _checked=False, code=each.code: self.move(code))
        menu.addSeparator()
        menu.addAction("改进措施…", self.improve)
        above = self._panel.box.more.mapToGlobal(QPoint(0, -menu.sizeHint().height() - 2))
        menu.popup(above)

    def why_no_phone(self) -> str:
        """Why the complainant's whole number cannot be shown."""
        if self.detail is None:
            return _NONE
        return "" if self.detail.phone_may_be_shown else "完整电话只有承办人和内勤、主管能看。请找承办人联系客户。"

    def show_phone(self) -> None:
        """Show the complainant's whole number for a minute; the look is journalled."""
        app, detail = self._desk.app, self.detail
        if detail is None:
            return

        def show(phone: str) -> None:
            if detail is self.detail:
                self._panel.show_complaint(shown_of(detail, phone))
                self._hide.start()

        self._desk.jobs.start(self, lambda _: full_phone(app, detail.row.id), show, failed=self._desk.complain)

    def _hide_phone(self) -> None:
        if self.detail is not None:
            self._panel.show_complaint(shown_of(self.detail))

    def improve(self) -> None:
        """What is changed so that it does not happen again."""
        if self.detail:
            ImprovementsDialog(self._desk, self.detail, self.offers, self._page.window()).open()

    # Notes

    def _note(self, kind: int, text: str) -> None:
        if reason := self.why_not("hand_over" if kind == HAND_OVER else "note"):
            self._desk.complain(reason)
        elif kind == HAND_OVER:
            self.move("hand_over", text)
        elif self.detail is not None and not self._saving:
            self._write(self.detail, f"方案：{text}" if kind == PLAN else text, contact=kind == CALL_BACK)

    def _write(self, detail: ComplaintDetail, content: str, *, contact: bool) -> None:
        app, found = self._desk.app, detail.row
        self._saving = True

        def work(_: object) -> None:
            note(app, found.id, found.row_version, content, is_customer_contact=contact)

        def done(_: None) -> None:
            self._saving = False
            self._drop_note()
            self._desk.toast(f"已记一笔「{found.customer}」")
            self._desk.changes.tell(*CHANGED)

        def failed(error: KnownError) -> None:
            self._saving = False
            self._desk.complain(error)
            self.load(found.id)

        self._desk.jobs.start(self, work, done, failed=failed)

    def _keep_note(self) -> None:
        """What is being written belongs to the complaint shown."""
        box = self._panel.box
        if self.detail is None:
            return
        if box.text:
            self._notes[self.detail.row.id] = (box.kind, box.field.toPlainText())
        else:
            self._notes.pop(self.detail.row.id, None)

    def _drop_note(self) -> None:
        if self.detail is not None:
            self._notes.pop(self.detail.row.id, None)
        self._panel.box.clear()

    # Showing

    def _find(self, code: str) -> Move | None:
        return next((move for move in self.detail.moves if move.code == code), None) if self.detail else None

    def _show(self, detail: ComplaintDetail) -> None:
        other = self.detail is None or self.detail.row.id != detail.row.id
        if other:
            self._keep_note()
        self.detail = detail
        self._panel.show_complaint(shown_of(detail))
        if other:
            self._panel.box.show_note(*self._notes.get(detail.row.id, (0, "")))
        self._show_reasons(detail)
        self.changed.emit()

    def _show_reasons(self, detail: ComplaintDetail) -> None:
        box, code = self._panel.box, NEXT.get(detail.row.state_code, "")
        no_note = self.why_no_note()
        box.show_reasons((no_note, no_note, no_note, self.why_not("hand_over")))
        box.show_next(RULES[code].verb if code else "", self.why_not(code) if code else "")


def _sentence(reason: str) -> str:
    return f"{reason}。" if reason and not reason.endswith("。") else reason
