"""What the keys of the entry screen do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from app.errors import KnownError
from ui.pages.survey.dialogs import CompareDialog, NumberDialog

if TYPE_CHECKING:
    from app.surveys.entry import Entry
    from app.surveys.gaps import Gap
    from app.surveys.write_back import Difference
    from ui.forms.survey_view import SurveyView
    from ui.pages.survey.entry_page import EntryPage

_SOURCES = ("direct", "observe", "side", "document")


class EntryActions(QObject):
    """The page's doings; the page owns what is shown."""

    def __init__(self, page: EntryPage) -> None:
        super().__init__(page)
        self._page = page
        self.only_missing = False
        self.last_surveyor: int | None = None

    @property
    def view(self) -> SurveyView:
        """The form; there is one whenever a key of the page can be pressed."""
        assert self._page.view is not None
        return self._page.view

    @property
    def entry(self) -> Entry:
        """The sheet being typed."""
        assert self._page.entry is not None
        return self._page.entry

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What is still missing now."""
        from app.surveys.gaps import gaps

        return gaps(self.entry)

    @property
    def ready(self) -> bool:
        """Whether there is a sheet to work on now."""
        return self._page.view is not None and not self._page.saver.busy

    def begin(self) -> None:
        """Another sheet."""
        self.only_missing = False
        self._page.refresh_actions()

    # looking around

    def show_progress(self) -> None:
        """Count anew."""
        from app.surveys.gaps import progress

        entry, page, missing = self.entry, self._page, self.gaps
        states = [progress(entry, section) for section in entry.sections]
        current = next((n for n, s in enumerate(self.view.sections) if s.holds(self.view.current)), -1)
        page.navigator.show_sections([section.label for section in entry.sections], states, current)
        page.strip.show_progress(states, missing)
        for section, state in zip(self.view.sections, states, strict=True):
            section.panel.set_count(f"{state.answered}/{state.asked}")
        typed = page.saver.typed_today
        page.navigator.foot.setText(f"本次已录 {typed} 份" if typed else "")
        if self.only_missing:
            self.view.show_only(frozenset(gap.path for gap in missing))

    def step_missing(self, by: int) -> None:
        """F4: the next item still missing, mistakes included."""
        from app.surveys.gaps import mistakes

        if not self.ready:
            return
        self.view.commit()
        wrong = [gap.path for section in self.entry.sections for gap in mistakes(self.entry, section)]
        if not self.view.step_among([*(gap.path for gap in self.gaps), *wrong], by):
            self._page.desk.toast("没有还缺的了，按 Ctrl+Enter 完成。")

    def toggle_missing(self) -> None:
        """F7: only what is missing, or everything."""
        if self.ready:
            self.view.commit()
            self.only_missing = not self.only_missing
            self.view.show_only(frozenset(gap.path for gap in self.gaps) if self.only_missing else None)
            self._page.refresh_actions()

    def go_to_section(self, place: int) -> None:
        """Alt+1…9."""
        if self.ready:
            self.view.go_to_section(place)

    def go_to_number(self) -> None:
        """Ctrl+G."""
        if not self.ready:
            return
        dialog = NumberDialog(self._page)
        if dialog.ask() and not self.view.go_to_number(dialog.field.text()):
            self._page.desk.complain(f"没有题号「{dialog.field.text()}」，或现在不用填。请看纸表上的题号，例：C10。")
            self.view.go_to(self.view.current)

    # filling

    def not_asked(self) -> None:
        """Ctrl+0: the paper says nothing here; then on to the next field."""
        if self.ready and self.view.current:
            path = self.view.current
            if (editor := self.view.current_editor()) is not None:
                editor.drop_typing()
            self.view.edit(lambda: self.entry.toggle_not_asked(path))
            marked = path in self.entry.not_asked or path.partition("[")[0] in self.entry.not_asked
            if marked:
                self.view.leave_table() if "[" in path else self.view.step(1)

    def same_as_previous(self) -> None:
        """Ctrl+D: what the sheet saved before this one says here; then on to the next field."""
        if not self.ready or not self.view.current:
            return
        path = self.view.current
        value = self.entry.previous.get(path, "")
        if not value:
            self._page.desk.complain("上一份调查表的这一项是空的，没有可抄的。")
            return
        if (editor := self.view.current_editor()) is not None:
            editor.drop_typing()
        self.view.edit(lambda: self.entry.answer(path, value))
        self.view.step(1)

    def pick_option(self, place: int) -> None:
        """An option clicked in the context panel."""
        from ui.forms.code_editor import CodeEditor
        from ui.forms.search_editor import SearchEditor

        editor = self.view.current_editor()
        if isinstance(editor, CodeEditor | SearchEditor):
            editor.pick(place)

    def next_source(self) -> None:
        """Alt+S: how it was learnt, one after the other."""
        if self.ready and self.view.current:
            path = self.view.current
            now = self.entry.source(path)
            chosen = _SOURCES[(_SOURCES.index(now) + 1) % len(_SOURCES)] if now in _SOURCES else _SOURCES[0]
            self.view.edit(lambda: self.entry.set_source(path, chosen))

    def undo(self) -> None:
        """Ctrl+Z."""
        if self.ready and not self.view.undo():
            self._page.desk.toast("没有可以撤销的了。")

    def turn_visit(self, visit: int) -> None:
        """Type another visit: one there was, or the next one to come."""
        if visit <= self.entry.opened.visit_order:
            self.entry.visit_order = visit
            self.view.refresh()
            self._page.keeper.touch()
            self._page.show_progress()
        self._page.strip.show_entry(self.entry)
        self.view.go_to(self.view.current)

    def next_visit(self) -> None:
        """Alt+V."""
        if self.ready:
            self.turn_visit(self.entry.visit_order % self.entry.opened.visit_order + 1)

    # who surveyed

    def why_fixed_surveyor(self) -> str:
        """Reps type their own sheets only."""
        return "" if self._page.app.may("visit.enter_other") else "自己的调查表，调查人就是你。"

    def choose_default_surveyor(self) -> None:
        """The rep of the customer, or the one chosen for the sheet before; for a rep, the rep."""
        entry, user = self.entry, self._page.app.user
        if self.why_fixed_surveyor():
            entry.surveyor_id = user.employee_id
        elif entry.opened.sheet_id is None and entry.opened.customer_id is None:
            known = {rep.id for rep in self._page.reps}
            entry.surveyor_id = entry.surveyor_id if entry.surveyor_id in known else self.last_surveyor

    # photo

    def toggle_photo(self) -> None:
        """F8."""
        page = self._page
        page.show_photo(page.photo.isHidden())
        page.refresh_actions()
        if not page.photo.isHidden() and self.ready and self._page.photo_file is None:
            page.photo.empty.setFocus()
        elif self.ready:
            self.view.go_to(self.view.current)

    def take_photo(self, file: Path) -> None:
        """A picture was chosen or dropped."""
        kept = self._page.keep_photo(file)
        if kept is not None:
            self._page.photo_file = kept
            self._page.keeper.touch()
            self.show_photo_file()

    def show_photo_file(self) -> None:
        """Show the sheet's picture, or that there is none."""
        from app.surveys.photos import photo_path

        page, kept = self._page, self._page.photo_file
        try:
            page.photo.show_file(photo_path(page.app, kept) if kept else None, kept.file_name if kept else "")
        except KnownError as error:
            page.photo_file = None
            page.photo.show_file(None, "")
            page.desk.complain(error)

    def keep_file(self, file: Path) -> str:
        """A picture for an answer: its name, empty when it was not taken."""
        kept = self._page.keep_photo(file)
        if kept is None:
            return ""
        self._page.files[self.view.current] = kept
        return kept.file_name

    # the same shop

    def compare(self) -> None:
        """F9: side by side."""
        from ui.pages.survey.opening import found_differences

        likely, app, entry = self._page.notices.likely, self._page.app, self.entry
        if likely is not None:
            self._page.saver.job(lambda _task: found_differences(app, entry, likely.customer_id), self._show_compared)

    def _show_compared(self, found: tuple[Difference, ...]) -> None:
        likely = self._page.notices.likely
        if likely is not None:
            answer = CompareDialog(likely, found, self._page).ask()
            {"same": self.same_customer, "other": self.other_customer}.get(answer, self.back_to_form)()

    def same_customer(self) -> None:
        """Alt+H: go on with that customer's sheet, keeping what was typed."""
        from ui.pages.survey.opening import carried_over

        likely, app, entry = self._page.notices.likely, self._page.app, self.entry
        if likely is not None and self.ready:
            self.view.commit()
            self._page.saver.job(lambda task: carried_over(app, task, entry, likely.customer_id), self._go_on_with)

    def _go_on_with(self, entry: Entry) -> None:
        page, cursor = self._page, self.view.current
        page.show_entry(entry)
        page.watch.watch(entry, page.watch.not_same)
        self.view.go_to(cursor) or self.view.step(1)
        page.keeper.touch()
        page.desk.toast(f"接着录「{entry.opened.customer_name}」的调查表，已打的内容都带过来了。")

    def other_customer(self) -> None:
        """Alt+X: not the same; not asked again for this draft."""
        page = self._page
        if (likely := page.notices.likely) is not None:
            page.watch.not_same.add(likely.customer_id)
            page.notices.show_likely(None)
            page.keeper.touch()
            self.back_to_form()

    def back_to_form(self) -> None:
        """The cursor goes where it was."""
        if not (self.view.current and self.view.go_to(self.view.current)):
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    # names

    def typed_name(self) -> str:
        """The customer's name as typed."""
        return self.typed_facts().get("name", "")

    def typed_facts(self) -> dict[str, str]:
        """What is typed of the customer itself, by the field it goes to; the market is typed as a code."""
        from app.surveys.targets import targets

        facts = {t.field: self.entry.value(t.path).strip() for t in targets(self.entry.form) if t.record == "Customer"}
        return facts | {"market_area_id": ""}

    def draft_title(self) -> str:
        """What a draft is called in lists."""
        return self.entry.opened.customer_name or self.typed_name() or "未写名称的调查表"
