"""The page 晚间讨论会: go through the day's visits, decide, write down once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.choices import codes_of
from app.errors import Invalid, KnownError
from app.forms.clean import clean
from app.forms.model import Choice
from app.meetings.evening import Evening, MeetingVisit, evening
from app.meetings.fields import note_fields
from app.meetings.follow_ups import FollowUpRow, list_follow_ups
from app.meetings.saving import SavedMeeting, save_meeting
from app.people.offices import list_branches
from app.tasks import Task
from ui.forms.form_view import FormView
from ui.pages.meeting.decision_panel import DecisionPanel
from ui.pages.meeting.draft import MeetingDraft
from ui.pages.meeting.follow_panel import FollowPanel
from ui.pages.meeting.grid import VisitGrid
from ui.shell.actions import Action, Hint
from ui.shell.page import Page
from ui.shell.targets import ReportTarget, SheetTarget
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.choices import Segment
from ui.widgets.dates import DateField
from ui.widgets.frames import EmptyState
from ui.widgets.layout import column, frame, row, scrolled

_SIDE = 380
_TABS = ("决定", "会议", "跟进")
DECISION, NOTE, FOLLOW = range(3)
CHANGED = ("meetings", "follow_ups", "visits", "visit_plans", "daily_reports", "customers")
_WIDE = ("attendee_ids", "place")
_SAVING = "正在保存讨论会，请稍等再改。"


class MeetingPage(Page):
    """The day of every rep at the left, what is decided at the right."""

    name, title = "meeting", "晚间讨论会"
    watches = frozenset({"visits", "daily_reports", "survey_sheets", "visit_plans", "meetings", "follow_ups"})

    def build(self) -> None:
        self.draft: MeetingDraft | None = None
        self._people: list[Choice] = []
        self._branch: int | None = self.app.user.branch_id
        self._saving = False
        self.date = DateField(self.app.today, self.app.today())
        self.date.setAccessibleName("哪天的讨论会")
        self.grid = VisitGrid(lambda visit: self.draft.about(visit) if self.draft else None)
        self.empty = EmptyState("users-three-fill", "这一天没有拜访。", "换个日期，或先按 Alt+B 记拜访。")
        self.tabs = Segment(_TABS)
        self.decision = DecisionPanel(self.app.today)
        fields = note_fields()
        self.note = FormView(
            fields,
            today=self.app.today,
            sections=(("会议", [field.name for field in fields]),),
            references={"attendee_ids": lambda: self._people, "recorder_id": lambda: self._people},
            wide=_WIDE,
        )
        self.follow = FollowPanel(self.desk)
        self._lay_out()
        self._connect()

    def page_actions(self) -> Sequence[Action]:
        return [
            Action(text="看这天的日报", key="Ctrl+P", icon="printer", button="plain", slot=self._go_to_reports),
            Action(
                text="保存讨论会", key="Ctrl+S", icon="floppy-disk", button="primary", slot=self.save,
                why_not=self._nothing_to_save, hint="保存",
            ),
            Action(text="下决定", key="Alt+1", slot=lambda: self._show_tab(DECISION)),
            Action(text="会议内容", key="Alt+2", slot=lambda: self._show_tab(NOTE)),
            Action(text="未办的跟进", key="Alt+3", slot=lambda: self._show_tab(FOLLOW)),
            Action(text="前一天", key="Alt+PgUp", slot=lambda: self._step(-1)),
            Action(text="后一天", key="Alt+PgDown", slot=lambda: self._step(1)),
        ]  # fmt: skip

    def hints(self) -> Sequence[Hint]:
        return [Hint("↑↓←→", "选拜访"), Hint("Enter", "下决定"), Hint("Ctrl+Enter", "记下，看下一家")]

    def header_widgets(self) -> Sequence[QWidget]:
        before = Button(icon="caret-left", tip="前一天（Alt+PgUp）", clicked=lambda: self._step(-1))
        after = Button(icon="caret-right", tip="后一天（Alt+PgDn）", clicked=lambda: self._step(1))
        return [before, self.date, after]

    def panes(self) -> Sequence[QWidget]:
        return [self.grid if self.grid.isVisible() else self.date, self.side, self.date]

    def side_panel(self) -> QWidget | None:
        return self.side

    def reload(self) -> None:
        """Read the evening; what is being decided stays."""
        day, branch = self.date.value or self.app.today(), self._branch

        def work(_: Task) -> tuple[Evening, list[FollowUpRow]] | None:
            chosen = branch if branch is not None else next((number for number, _ in list_branches(self.app)), None)
            if chosen is None:
                return None
            return evening(self.app, day, chosen), list_follow_ups(self.app, branch_id=chosen)

        self.desk.jobs.reread(self, "evening", work, lambda found: self._show(day, found), failed=self._cannot_show)

    def leave(self) -> None:
        """Keep what is typed; it is saved with the meeting."""
        self.note.take()

    def unsaved(self) -> str:
        """A meeting begun and not saved."""
        return "晚间讨论会" if self._is_changed else ""

    def back(self) -> bool:
        """Esc goes back to the visits."""
        if self.side.isAncestorOf(self.focusWidget() or self) and self.grid.isVisible():
            self.grid.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
        return False

    def save(self) -> None:
        """Store note and decisions together; they are carried into follow-ups, visits, plans and reports."""
        if self.decision.is_typing:
            self.decision.decide()
            if self.decision.is_typing:
                return
        self._save(then=None)

    # Showing

    def _lay_out(self) -> None:
        self._places = QStackedWidget()
        for view in (self.grid, self.empty):
            self._places.addWidget(view)
        self.side = frame("side")
        self.side.setFixedWidth(theme().px(_SIDE))
        self._panels = QStackedWidget()
        note = QWidget()
        column(note, self.note, None, gap=0, margins=(14, 12, 14, 12))
        for panel in (self.decision, scrolled(note), self.follow):
            self._panels.addWidget(panel)
        column(self.side, row(None, self.tabs, None, margins=(14, 10, 14, 0)), self._panels, gap=0).setStretch(1, 1)
        row(self, self._places, self.side, gap=0).setStretch(0, 1)

    def _connect(self) -> None:
        self.date.changed.connect(self._date_chosen)
        self.grid.current_changed.connect(self._show_visit)
        self.grid.opened.connect(lambda: self._show_tab(DECISION))
        self.grid.dropped.connect(self._drop)
        self.tabs.chosen.connect(self._panels.setCurrentIndex)
        self.decision.decided.connect(self._decide)
        self.decision.dropped.connect(self._drop)
        self.decision.sheet_wanted.connect(self._go_to_sheet)
        self.note.changed.connect(lambda _: self.refresh_actions())
        self.note.finished.connect(self.save)

    def _show(self, day: date, found: tuple[Evening, list[FollowUpRow]] | None) -> None:
        if day != (self.date.value or self.app.today()):
            return
        if found is None:
            self.empty.say("还没有办事处。", "请先由管理员建办事处，再开讨论会。")
            return
        read, rows = found
        self._people = [Choice(str(number), name) for number, name in read.people]
        saved, self._saving = self._saving, False
        if self.draft is None or not self._is_changed or self.draft.read.day != day:
            self.note.set_values(_note_values(read))
            self.draft = MeetingDraft(read)
        elif saved:  # what was typed into the note since goes on from what was stored
            self.draft = MeetingDraft(read)
        self.decision.show_evening(read)
        self._show_reps(read)
        self.follow.show_rows(rows)
        visits = sum(len(rep.visits) for rep in read.reps)
        self._places.setCurrentWidget(self.grid if visits else self.empty)
        self.tabs.set_text(FOLLOW, f"跟进 {len(rows)}" if rows else "跟进")
        self._tell()

    def _show_reps(self, read: Evening) -> None:
        """A decision half typed stays while its visit does."""
        typed_on = self.decision.visit if self.decision.is_typing else None
        self.grid.blockSignals(typed_on is not None)
        self.grid.show_reps(read.reps)
        self.grid.blockSignals(False)
        current = self.grid.current
        if typed_on is not None and (current is None or current.visit_id != typed_on.visit_id):
            self._show_visit(current)

    def _cannot_show(self, error: KnownError) -> None:
        self._saving = False
        self.empty.say("没能读出这一天", str(error))
        self._places.setCurrentWidget(self.empty)

    def _show_visit(self, visit: MeetingVisit | None) -> None:
        draft = self.draft
        if draft is None:
            return
        rep = next((rep for rep in draft.read.reps if visit in rep.visits), None)
        missed = f"{rep.name}计划内未访：{'、'.join(rep.missed)}" if rep and rep.missed else ""
        self.decision.show_visit(visit, draft.about(visit) if visit else None, rep.employee_id if rep else 0, missed)

    def _show_tab(self, number: int) -> None:
        self.tabs.set_current(number)
        if number == DECISION and self.grid.current is not None:
            self.decision.form.focus_first()
        elif number == NOTE:
            self.note.focus_field("topics")
        elif number == FOLLOW:
            self.follow.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self) -> None:
        draft = self.draft
        if draft is not None:
            saved = "" if self._is_changed else "，已保存" if draft.read.note.note_id else ""
            self.set_subtitle(f"{draft.read.branch}")
            self.set_status(f"决定 {len(draft.decisions())} 条{'，还没保存' if self._is_changed else saved}")
        self.grid.viewport().update()
        self.refresh_actions()

    # Doing

    @property
    def _is_changed(self) -> bool:
        return self.draft is not None and (self.draft.is_changed or self.note.is_changed)

    def _decide(self, values: dict[str, Any] | None) -> None:
        visit, draft = self.decision.visit, self.draft
        if self._saving:
            self.desk.complain(_SAVING)
            return
        assert visit is not None, "a decision is about a visit"
        assert draft is not None, "visits are shown with their draft"
        if values is None:
            draft.drop(visit)
        else:
            draft.decide(visit, values["title"], int(values["owner_id"]), values["due_on"], values["kind"])
        self._show_visit(visit)
        self._tell()
        if self.grid.go_on():
            self.decision.form.focus_first()
        else:
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
            self.desk.toast("这是最后一家。按 Alt+2 写会议内容，Ctrl+S 保存。")

    def _drop(self) -> None:
        visit = self.grid.current
        if self._saving:
            self.desk.complain(_SAVING)
        elif visit is not None and self.draft is not None and self.draft.drop(visit):
            self._show_visit(visit)
            self._tell()

    def _date_chosen(self, day: date | None) -> None:
        if day is None:
            self.date.set_value(self.draft.read.day if self.draft else self.app.today())
        elif self._is_changed and not self._saving and self.draft is not None and day != self.draft.read.day:
            self._save(then=self.reload)
        else:
            self.reload()

    def _step(self, days: int) -> None:
        self.date.set_value((self.date.value or self.app.today()) + timedelta(days=days))

    def _save(self, then: Any) -> None:
        draft = self.draft
        assert draft is not None, "the action says why not otherwise"
        uid, app, day, branch = str(uuid4()), self.app, draft.read.day, draft.read.branch_id
        try:
            given = draft.to_save(clean(note_fields(), self.note.values(), self._offered))
        except Invalid as error:
            self.date.set_value(day)
            self._refused(error)
            return

        def done(saved: SavedMeeting) -> None:
            draft.is_changed = False
            if then is not None:
                then()
            self._saved(saved, len(given.decisions), uid)

        def failed(error: KnownError) -> None:
            self._saving, draft.is_changed = False, True
            self.date.set_value(day)
            self._refused(error)

        self._saving, self.note.is_changed = True, False
        version = draft.read.note.row_version
        self.desk.jobs.start(
            self,
            lambda _: save_meeting(app, day, branch, given, version, uid=uid),
            done,
            failed=failed,
            title="保存讨论会",
        )

    def _offered(self, choices: str) -> Sequence[str]:
        """The codes of a list; people have none, they are offered by id."""
        return codes_of(choices) if choices else [person.code for person in self._people]

    def _saved(self, saved: SavedMeeting, decisions: int, uid: str) -> None:
        said = f"讨论会已保存，{decisions} 条决定已列入跟进"
        if saved.plan_item_ids:
            said += f"，{len(saved.plan_item_ids)} 家已排进计划"
        self.desk.done(said, "记录晚间讨论", uid, *CHANGED)
        for text in saved.not_planned:
            self.desk.complain(text)

    def _refused(self, error: KnownError) -> None:
        problems = error.problems if isinstance(error, Invalid) else {}
        if any(name in problems for name in (field.name for field in note_fields())):
            self._show_tab(NOTE)
            self.note.show_problems(problems)
        self.desk.complain(error)

    def _nothing_to_save(self) -> str:
        if self.draft is None:
            return "还没有读到这一天。请稍等。"
        if self._saving:
            return _SAVING
        if self.draft.read.day > self.app.today():
            return "这一天还没到，不能记讨论会。请换个日期。"
        return ""

    def _go_to_sheet(self) -> None:
        visit = self.grid.current
        if visit is not None and visit.sheet_id is not None:
            self.desk.go("survey", SheetTarget(sheet_id=visit.sheet_id))

    def _go_to_reports(self) -> None:
        self.desk.go("reports", ReportTarget(report="daily", day=self.date.value or self.app.today()))


def _note_values(read: Evening) -> dict[str, Any]:
    note = read.note
    return {
        "start_at": note.start_at,
        "place": note.place,
        "attendee_ids": tuple(str(person) for person in note.attendee_ids),
        "recorder_id": note.recorder_id,
        "topics": note.topics,
        "conclusions": note.conclusions,
    }
