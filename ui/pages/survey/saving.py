"""Finishing a sheet: check it, ask about the archive, save it, begin the next one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.errors import Conflict, Invalid, KnownError
from app.forms.model import Kind
from ui.dialogs.message import Answer, MessageDialog
from ui.pages.survey.dialogs import DifferencesDialog

if TYPE_CHECKING:
    from app.customers.creating import Decided
    from app.customers.duplicates import LikelySame
    from app.surveys.entry import Entry
    from app.surveys.sheets import SavedSheet
    from app.surveys.write_back import Difference
    from ui.dialogs.verdict import Beside
    from ui.pages.survey.entry_page import EntryPage


class SheetSaving(QObject):
    """While a job works on the sheet (`busy`) nothing can be typed."""

    def __init__(self, page: EntryPage) -> None:
        super().__init__(page)
        self._page = page
        self.busy = False
        self.typed_today = 0

    def save_draft(self) -> None:
        """Ctrl+S."""
        page = self._page
        if page.acting.ready and not page.acting.entry.opened.closed:
            page.acting.view.commit()
            page.keeper.touch()
            page.keeper.save()

    def finish(self) -> None:
        """Ctrl+Enter."""
        from app.surveys.gaps import blockers, refusal
        from ui.pages.survey.opening import found_differences

        page, acting = self._page, self._page.acting
        if not acting.ready:
            return
        if closed := acting.entry.opened.closed:
            page.desk.complain(f"这份调查表{closed}")
            return
        acting.view.commit()
        app, entry, customer_id = page.app, acting.entry, acting.entry.opened.customer_id
        found = blockers(entry)
        if found:
            page.desk.complain(refusal(found))
            acting.view.go_to(found[0].path)
        elif entry.surveyor_id is None:
            page.desk.complain("还没有选调查人。按 Alt+R 选一位，再按 Ctrl+Enter。")
            page.header.open_menu()
        elif customer_id is None:
            self._save(())
        else:
            self.job(lambda _task: found_differences(app, entry, customer_id), self._ask_and_save)

    def job(self, work: Callable[[Any], Any], done: Callable[[Any], object]) -> None:
        """Work on the sheet off the GUI thread."""
        view = self._page.acting.view
        self.busy = True
        view.setEnabled(False)

        def arrived(result: Any) -> None:
            self.busy = False
            view.setEnabled(True)
            done(result)

        self._page.desk.jobs.start(self, work, arrived, failed=self._failed)

    def _ask_and_save(self, found: tuple[Difference, ...]) -> None:
        if not found:
            self._save(())
            return
        dialog = DifferencesDialog(found, self._page)
        if dialog.ask():
            self._save(dialog.accepted_paths)
        else:
            self._page.acting.back_to_form()

    def _save(self, accepted: tuple[str, ...], decided: Decided | None = None) -> None:
        from ui.pages.survey.opening import save_with_photos

        page, entry, app = self._page, self._page.acting.entry, self._page.app
        assert entry.surveyor_id is not None
        entry.drop_empty_rows()
        typed = entry.sheet_input(surveyor_id=entry.surveyor_id, accepted=accepted, draft_uid=page.draft_uid)
        if decided is not None:
            typed = replace(typed, decided=decided)
        photos = self._photos(entry)
        page.keeper.save_and_wait()
        self.job(lambda _task: save_with_photos(app, typed, photos), self._saved)

    def _photos(self, entry: Entry) -> list[tuple[str, Any]]:
        page, answers = self._page, entry.filling.answers()
        photos: list[tuple[str, Any]] = [("sheet_scan", page.photo_file)] if page.photo_file else []
        for path, file in page.files.items():
            if path in answers:
                row = path.rpartition("/")[0]
                kinds = (v for p, v in answers.items() if p.rpartition("/")[0] == row and _is_kind(entry, p))
                photos.append((next(kinds, "other"), file))
        return photos

    def _saved(self, saved: SavedSheet) -> None:
        page, name = self._page, self._page.customer_label()
        page.keeper.forget()
        self.typed_today += 1
        page.acting.last_surveyor = page.acting.entry.surveyor_id
        lacking = f"，还缺 {len(saved.missing)} 个必答题，下次补" if saved.missing else ""
        noted = f"。{saved.unprotected}" if saved.unprotected else ""
        page.desk.toast(f"已保存 {saved.sheet_no}「{name}」，完成度 {saved.percent}%{lacking}{noted}")
        page.desk.changes.tell("survey_sheets", "customers", "visits")
        page.notices.saved()
        if saved.visit_date is not None:
            page.notices.show_loose_visit(saved.customer_id, name, saved.visit_date)
        page.open_sheet()

    def _decide(self, likely: tuple[LikelySame, ...]) -> None:
        """Shops on record that may be this one: look, then say (rule R11)."""
        from ui.deciding import Verdicts, beside_typed

        page, app, typed = self._page, self._page.app, self._page.acting.typed_facts()

        def ask(besides: list[Beside]) -> None:
            verdicts = Verdicts(app, likely, besides, page, typed="这份调查表")
            verdicts.ended.connect(self._decided)
            verdicts.ask()

        self.job(lambda _task: beside_typed(app, likely, typed), ask)

    def _decided(self, found: Decided | LikelySame | None) -> None:
        from app.customers.creating import Decided

        if isinstance(found, Decided):
            self._save((), found)
        elif found is not None:
            self._page.notices.likely = found
            self._page.acting.same_customer()
        else:
            self._page.acting.back_to_form()

    def _failed(self, error: KnownError) -> None:
        from app.customers.creating import Undecided

        page, view = self._page, self._page.acting.view
        self.busy = False
        view.setEnabled(True)
        view.refresh()
        page.acting.back_to_form()
        page.keeper.touch()
        if isinstance(error, Undecided):
            self._decide(error.likely)
        elif isinstance(error, Invalid | Conflict):
            answers = [Answer("seen", "回去改", "primary")]
            MessageDialog("没能保存这份调查表", str(error), answers, default="seen", parent=page).ask()
        else:
            page.notices.show_not_saved(error, self.finish)


def _is_kind(entry: Entry, path: str) -> bool:
    field = entry.field_at(path)
    return field.kind is Kind.ONE and "Attachment.kind" in field.writes
