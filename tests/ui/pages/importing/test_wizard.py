"""The office's messy workbook comes in by keys only: every row is accounted for, and all of it can be taken back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt

from app.customers.listing import count_customers
from app.importing.findings import Action, Counts
from tests.support.sample import Office, texts_of
from tests.ui.pages.importing.messy import choose_by_dialog, come_to, messy, page_of, rest
from ui.pages.importing.page import CHECK, FILE, FINISH
from ui.pages.importing.problem_lines import CellLine, GroupLine

KEY = Qt.Key


def counts(office: Office) -> Counts:
    trial = rest(office).work.trial
    assert trial is not None
    return trial.counts


def to_line(office: Office, heading: str) -> GroupLine:
    """The cursor on a head of the problems."""
    table = rest(office).check.problems
    table.setFocus()
    office.press(KEY.Key_Home)
    for _ in range(table.rows.rowCount()):
        office.until(table.current_row)
        line = table.current_row()
        if isinstance(line, GroupLine) and line.group.first.heading == heading:
            return line
        office.press(KEY.Key_Down)
    raise AssertionError(f"no problems of {heading}")


def test_a_messy_workbook_comes_in_by_keys(office: Office, known: tuple[str, str], tmp_path: Path) -> None:
    before = count_customers(office.app)
    choose_by_dialog(office, messy(tmp_path, known))
    page = page_of(office)
    assert page.step == FILE
    assert office.focus() is page.start.sheets
    assert "标题在第 3 行" in page.start.sheets.current_row().state.word

    office.ctrl(KEY.Key_Return)
    assert page.step == CHECK
    assert office.focus() is page.check.mapping
    first = counts(office)
    assert first.rows == first.added + first.updated + first.merged + first.skipped + first.pending == 10
    assert first.skipped == 2
    assert {group.first.heading for group in page.work.lease.groups} >= {"性质", "联系人/电话"}  # type: ignore[union-attr]

    # market for rows that name none, typed by its initial letters
    if "市场" in {group.first.heading for group in page.work.lease.groups}:  # type: ignore[union-attr]
        page.check.placing.market.setFocus()
        office.press(KEY.Key_Down, Qt.KeyboardModifier.AltModifier)
        office.press(KEY.Key_Return)
        office.until(lambda: page.check.placing.market_id is not None)

    # money: the suggestion for all of them
    to_line(office, "月销")
    office.alt(KEY.Key_A)
    office.until(lambda: "月销" not in {g.first.heading for g in rest(office).work.lease.groups})  # type: ignore[union-attr]

    # an unknown word: the cell typed anew, in Chinese
    to_line(office, "性质")
    office.press(KEY.Key_Return)
    office.until(lambda: page.check.problems.rows.rowCount() > len(page.work.lease.groups))  # type: ignore[union-attr]
    office.press(KEY.Key_Down)
    office.until(lambda: isinstance(page.check.problems.current_row(), CellLine))
    office.press(KEY.Key_F2)
    office.until(lambda: page.check.problems.entry)
    office.type("批发")
    office.press(KEY.Key_Return)
    office.until(lambda: "性质" not in {g.first.heading for g in rest(office).work.lease.groups})  # type: ignore[union-attr]

    # the row on record and the row like an earlier one
    rows = rest(office)
    assert rows.work.trial is not None
    assert rows.work.trial.alike == 2
    twins = page.check.twins
    twins.setFocus()
    office.press(KEY.Key_Home)
    office.until(twins.current_row)
    if twins.current_row().action is None:
        office.press(KEY.Key_1)
    office.until(lambda: twins.row_at(1) is not None)
    if twins.row_at(1).action is None:
        twins.select_row(1)
        office.press(KEY.Key_1)
    done = counts(office)
    assert done.merged == 2
    assert done.rows == done.added + done.updated + done.merged + done.skipped + done.pending

    office.ctrl(KEY.Key_Return)
    office.until(lambda: page.finishing.done is not None)
    assert page.step == FINISH
    office.until(lambda: count_customers(office.app) == before + done.added)
    assert f"共 {done.rows} 行" in texts_of(page.finish)
    office.until(lambda: not office.desk.jobs.busy)

    # taken back whole
    office.ctrl(KEY.Key_Z)
    office.until(lambda: count_customers(office.app) == before)


def test_esc_goes_back_a_step_and_nothing_decided_is_lost(
    office: Office, known: tuple[str, str], tmp_path: Path
) -> None:
    page = come_to(office, messy(tmp_path, known))
    office.alt(KEY.Key_2)
    to_line(office, "月销")
    office.alt(KEY.Key_A)
    left = counts(office).pending
    office.press(KEY.Key_Escape)
    assert page.step == FILE
    office.alt(KEY.Key_2)
    assert page.step == CHECK
    assert counts(office).pending == left


def test_keeping_both_needs_a_reason(office: Office, known: tuple[str, str], tmp_path: Path) -> None:
    page = come_to(office, messy(tmp_path, known))
    office.alt(KEY.Key_2)
    rest(office)
    twins = page.check.twins
    twins.setFocus()
    office.until(lambda: twins.row_at(0) is not None)
    number = next(n for n in range(2) if (twin := twins.row_at(n)) is not None and not twin.row.certain)
    twins.select_row(number)
    office.until(twins.current_row)
    office.alt(KEY.Key_X)
    office.dialog()
    office.type("隔壁另一家，同一个门牌")
    office.ctrl(KEY.Key_Return)
    office.until(lambda: twins.row_at(number) is not None and twins.row_at(number).action is Action.ADD)
    rest(office)
    (decision,) = page.work.decided.rows.values()
    assert decision.reason == "隔壁另一家，同一个门牌"
