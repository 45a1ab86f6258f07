"""录调查表: one sheet, typed by keys in paper order."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.errors import KnownError
from ui.forwarding import tell_forwarded
from ui.pages.survey.header import NEW_CUSTOMER, EntryHeader
from ui.pages.survey.keeper import Draft, DraftKeeper
from ui.pages.survey.notices import Notices
from ui.shell.actions import Action, Hint
from ui.shell.page import Page
from ui.shell.targets import SheetTarget, VisitTarget
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.layout import column, frame, label, row
from ui.widgets.marks import key_cap

if TYPE_CHECKING:
    from app.surveys.entry import Entry
    from app.surveys.photos import KeptFile
    from ui.forms.survey_view import SurveyView
    from ui.pages.survey.opening import Opened

SECTION_KEYS = 9
CONTEXT_WIDTH, PHOTO_WIDTH, EXPLAINED_FROM = 228, 400, 800


class EntryPage(Page):
    """Holds one sheet at a time. What it does is in `EntryActions`; here is what it shows."""

    name, title = "survey_entry", "录调查表"

    entry: Entry | None = None
    view: SurveyView | None = None

    def build(self) -> None:
        """Sections, form and context side by side; the form comes with the sheet."""
        from ui.pages.survey.acting import EntryActions
        from ui.pages.survey.context import ContextPanel
        from ui.pages.survey.likeness import LikenessWatch
        from ui.pages.survey.navigator import Navigator
        from ui.pages.survey.photo import PhotoPanel
        from ui.pages.survey.saving import SheetSaving
        from ui.pages.survey.strip import VisitStrip

        self.draft_uid = ""
        self.photo_file: KeptFile | None = None
        self.files: dict[str, KeptFile] = {}
        self.reps: Sequence[Any] = ()
        self.header = EntryHeader(self._choose_surveyor)
        self.navigator, self.strip = Navigator(), VisitStrip()
        self.context, self.photo = ContextPanel(), PhotoPanel()
        self.keeper = DraftKeeper(self.desk, self._draft, self)
        self.watch = LikenessWatch(self.desk, self)
        self.acting, self.saver = EntryActions(self), SheetSaving(self)
        self._following = QTimer(self, interval=0, singleShot=True)
        self._following.timeout.connect(self.show_progress)
        self._place()
        self._wire()

    def _place(self) -> None:
        self._form_room = QVBoxLayout()
        self.notices = Notices(self)
        middle = QWidget()
        inner = column(middle, self.strip, self.notices, self._form_room, gap=8, margins=(12, 8, 12, 0))
        inner.setStretch(2, 1)
        centre = QWidget()
        column(centre, middle, self._foot(), gap=0).setStretch(0, 1)
        self.side = frame("side")
        column(self.side, self.context, self.photo, gap=0).setStretch(1, 1)
        row(self, self.navigator, centre, self.side, gap=0).setStretch(1, 1)
        self.show_photo(False)

    def show_photo(self, shown: bool) -> None:
        """The photo stands under the question, in a wider panel, instead of what is missing."""
        self.photo.setVisible(shown)
        self.context.set_compact(shown)
        self.side.setFixedWidth(theme().px(PHOTO_WIDTH if shown else CONTEXT_WIDTH))
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Explanations go first where there is little room."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        room = self.width() - self.navigator.width() - self.side.maximumWidth()
        self.strip.set_explained(room >= theme().px(EXPLAINED_FROM))
        self._hints.setVisible(room >= theme().px(EXPLAINED_FROM))

    def _foot(self) -> QFrame:
        foot = frame("foot")
        foot.setFixedHeight(theme().px(48))
        keys = (("Enter", "下一项"), ("Shift+Enter", "上一项"), ("Alt+1–9", "跳到段"), ("Ctrl+D", "抄上一份同项"))
        hints = [part for key, text in keys for part in (key_cap(key), label(text, "aux"), 4)]
        self.save_button = Button("保存草稿", lambda: self.saver.save_draft(), icon="floppy-disk", key="Ctrl+S")
        self.finish_button = Button(
            "完成并录下一份", lambda: self.saver.finish(), icon="arrow-right", key="Ctrl+Return", kind="primary"
        )
        self._hints = QWidget()
        row(self._hints, *hints, gap=6)
        row(foot, self._hints, None, self.save_button, self.finish_button, gap=6, margins=(12, 0, 12, 0))
        return foot

    def _wire(self) -> None:
        self.navigator.chosen.connect(lambda place: self.view and self.view.go_to_section(place))
        self.context.wanted.connect(lambda path: self.view and self.view.go_to(path))
        self.context.picked.connect(self.acting.pick_option)
        self.strip.turned.connect(self.acting.turn_visit)
        self.keeper.saving.connect(self.header.show_saving)
        self.keeper.saved.connect(self._draft_saved)
        self.keeper.failed.connect(self._draft_failed)
        self.watch.found.connect(self.notices.show_likely)
        self.photo.chosen.connect(self.acting.take_photo)
        self.photo.closed.connect(self.acting.toggle_photo)

    # what the window asks

    def page_actions(self) -> Sequence[Action]:
        """Every key of the screen."""
        act, why_not_same = self.acting, self.notices.why_no_likely
        return (
            Action(text="只看还缺的", key="F7", icon="funnel-simple", button="plain", slot=act.toggle_missing,
                   checked=lambda: act.only_missing, hint="只看还缺的"),
            Action(text="纸表照片", key="F8", icon="image", button="plain", slot=act.toggle_photo,
                   checked=lambda: not self.photo.isHidden()),
            Action(text="保存草稿", key="Ctrl+S", icon="floppy-disk", slot=self.saver.save_draft),
            Action(text="完成并录下一份", key="Ctrl+Return", icon="arrow-right", slot=self.saver.finish),
            Action(text="下一个还缺的", key="F4", slot=partial(act.step_missing, 1), hint="下一个还缺的"),
            Action(text="上一个还缺的", key="Shift+F4", slot=partial(act.step_missing, -1)),
            Action(text="没问到", key="Ctrl+0", slot=act.not_asked, hint="没问到"),
            Action(text="抄上一份同项", key="Ctrl+D", slot=act.same_as_previous),
            Action(text="转到题号…", key="Ctrl+G", slot=act.go_to_number),
            Action(text="换询问方法", key="Alt+S", slot=act.next_source),
            Action(text="选调查人", key="Alt+R", slot=self.header.open_menu, why_not=act.why_fixed_surveyor),
            Action(text="换第几次拜访", key="Alt+V", slot=act.next_visit),
            Action(text="并排对比", key="F9", slot=act.compare, why_not=why_not_same),
            Action(text="就是这家", key="Alt+H", icon="git-merge", slot=act.same_customer, why_not=why_not_same),
            Action(text="不是同一家", key="Alt+X", slot=act.other_customer, why_not=why_not_same),
            *(Action(text=f"第 {n} 段", key=f"Alt+{n}", slot=partial(act.go_to_section, n - 1))
              for n in range(1, SECTION_KEYS + 1)),
        )  # fmt: skip

    def hints(self) -> Sequence[Hint]:
        """Keys besides."""
        return (Hint("Enter", "下一项"), Hint("Shift+Enter", "上一项"), Hint("Alt+↓", "选项表"))

    def undo(self) -> bool:
        """The last edit of this sheet; saved work is not touched while one is typed."""
        self.acting.undo()
        return True

    def header_widgets(self) -> Sequence[QWidget]:
        """Whose sheet."""
        return (self.header,)

    def panes(self) -> Sequence[QWidget]:
        """Form first, then what is missing, the photo, the sections."""
        form = [self.view] if self.view is not None else []
        return (*form, self.context.missing, *([] if self.photo.isHidden() else [self.photo.view]), self.navigator.list)

    def side_panel(self) -> QWidget | None:
        """The question and what is missing."""
        return self.side

    def show_target(self, target: object) -> None:
        """A SheetTarget, or a draft to go on with."""
        from app.surveys.drafts import DraftRow

        self.leave()
        if isinstance(target, DraftRow):
            self.open_sheet(draft=target)
        elif isinstance(target, SheetTarget):
            self.open_sheet(sheet_id=target.sheet_id, customer_id=target.customer_id)

    def leave(self) -> None:
        """Keep the draft before anything else happens."""
        if self.view is not None:
            self.view.finish_building()
            self.view.commit()
        self._following.stop()
        self.keeper.save_and_wait()

    def back(self) -> bool:
        """Esc: out of the photo, else to the list; the draft stays."""
        if not self.photo.isHidden() and self.photo.view.hasFocus():
            self.acting.toggle_photo()
        else:
            self.desk.go("survey")
        return True

    def changeEvent(self, event: QEvent) -> None:
        """The window loses the focus: keep the draft now."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow() and self.entry is not None:
            self.keeper.save()

    def visit_target(self) -> VisitTarget:
        """While a visit is not on record, 记拜访 means that one."""
        if (loose := self.notices.take_loose_visit()) is not None:
            return VisitTarget(customer_id=loose[0], day=loose[1])
        return VisitTarget(customer_id=self.entry.opened.customer_id if self.entry else None)

    # opening

    def open_sheet(self, **what: Any) -> None:
        """Read a sheet in a job and show it."""
        from ui.pages.survey.opening import open_for_entry

        app = self.app

        def show(opened: Opened) -> None:
            tell_forwarded(self.desk, what.get("customer_id"), opened.entry.opened.customer_id)
            self.show_opened(opened)

        self.desk.jobs.reread(self, "sheet", lambda task: open_for_entry(app, task, **what), show, failed=self.refused)

    def refused(self, error: KnownError) -> None:
        """It cannot be opened: say so and go back to the list."""
        self.desk.complain(error)
        if self.entry is None:
            self.desk.go("survey")

    def show_opened(self, opened: Opened) -> None:
        """Show a sheet that was read; the cursor goes where it was, else to what is missing."""
        self.draft_uid = opened.draft_uid or str(uuid4())
        self.files = dict(opened.files or {})
        self.reps = opened.reps
        self.photo_file = opened.photo
        self.acting.begin()
        self.show_entry(opened.entry)
        self.watch.watch(opened.entry, set(opened.not_same))
        self.acting.show_photo_file()
        self._put_cursor(opened)
        self._warm_up()

    def show_entry(self, entry: Entry) -> None:
        """Draw an entry."""
        from ui.forms.survey_view import SurveyView

        if self.view is not None:
            self.view.hide()
            self.view.deleteLater()
        self.entry = entry
        self.acting.choose_default_surveyor()
        self.view = SurveyView(entry, self.acting.keep_file)
        self.view.setAccessibleName("调查表")
        self.view.focused.connect(lambda _path: self._following.start())
        self.view.edited.connect(self._edited)
        self.notices.show_closed(entry.opened.closed)
        self.view.typing.connect(self.keeper.touch)
        self._form_room.addWidget(self.view)
        self.set_subtitle(entry.opened.sheet_no or "新表")
        self.header.show_sheet(entry, self.reps, bool(self.acting.why_fixed_surveyor()))
        self.header.clear_state()
        self.strip.show_entry(entry)
        self.show_progress()

    def _put_cursor(self, opened: Opened) -> None:
        view, entry = self.acting.view, self.acting.entry
        if opened.cursor and view.go_to(opened.cursor):
            editor = view.current_editor()
            if opened.typing and editor is not None and opened.typing[0] == view.current:
                editor.resume(opened.typing[1])
            return
        gaps = self.acting.gaps
        if entry.visit_order > 1 and gaps:
            view.go_to(gaps[0].path)
        else:
            view.step(1)

    def _warm_up(self) -> None:
        """Pinyin initials take a moment the first time: before the first letter is typed."""
        from ui.forms.picking import initials

        self.desk.jobs.start(self, lambda _task: initials("拼音"), lambda _done: None)

    # following

    def _edited(self, changed: frozenset[str]) -> None:
        assert self.entry is not None
        self.keeper.touch()
        self.watch.look(self.entry, changed)
        self._following.start()  # the field itself is painted first

    def show_progress(self) -> None:
        """Sections, counts and what is missing, as they are now."""
        self.acting.show_progress()
        self.show_context()

    def show_context(self) -> None:
        """The focused question."""
        if self.view is not None and self.entry is not None and self.view.current:
            self.context.show_question(self.entry, self.view.current)
            self.context.show_gaps(self.acting.gaps, self.view.current)
            place = next((n for n, s in enumerate(self.view.sections) if s.holds(self.view.current)), -1)
            self.navigator.list.setCurrentRow(place)

    def _choose_surveyor(self, employee_id: int) -> None:
        if self.entry is not None:
            self.entry.surveyor_id = self.acting.last_surveyor = employee_id
            self.header.show_surveyor(employee_id)
            self.keeper.touch()

    # drafts

    def _draft(self) -> Draft | None:
        entry, view = self.entry, self.view
        if entry is None or view is None or entry.opened.closed:
            return None
        if entry.is_untouched and view.pending() is None and self.photo_file is None:
            return None
        typing = view.pending()
        state = entry.draft_state() | {
            "cursor": view.current,
            "typing": list(typing) if typing else None,
            "photo": self.photo_file.as_json() if self.photo_file else None,
            "files": {path: file.as_json() for path, file in self.files.items()},
            "not_same": sorted(self.watch.not_same),
        }
        return Draft(self.draft_uid, entry.opened.sheet_id, self.acting.draft_title(), state)

    def _draft_saved(self, at: Any) -> None:
        self.header.show_saved(at)
        self.notices.kept()

    def _draft_failed(self, error: KnownError) -> None:
        self.header.show_failed()
        self.notices.show_not_kept(error)

    def keep_photo(self, file: Path) -> KeptFile | None:
        """Take a picture into the store; None (and said why) when it cannot be."""
        from app.surveys.photos import keep_photo

        try:
            return keep_photo(self.app, file)
        except KnownError as error:
            self.desk.complain(error)
            return None

    def customer_label(self) -> str:
        """Whose sheet it is, in sentences."""
        assert self.entry is not None
        name = self.entry.opened.customer_name or self.acting.typed_name()
        return name or NEW_CUSTOMER
