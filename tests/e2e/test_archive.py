"""The archive in the real window, by keys only: a messy workbook comes in, its duplicates are judged, what came is found,
changed together, taken back, and given out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.customers.archive import read_customer
from app.customers.listing import count_customers
from app.db.verify import verify
from app.importing.findings import Action
from tests.support.clock import StandingClock
from tests.support.sample import Office, make_sample, sit_down, texts_of
from tests.ui.pages.customers import by_keys as archive
from tests.ui.pages.importing import messy as wizard
from ui.pages.customers.bulk import BulkDialog
from ui.pages.exporting.dialog import ArchiveDialog
from ui.pages.importing.page import CHECK, FINISH
from ui.pages.reports.exporting import remember_folder

KEY = Qt.Key
IMPORTED = ("禾渡弱电商行", "川序五金机电", "越升照明电器")


@pytest.fixture
def clerk(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: StandingClock) -> Iterator[Office]:
    """温可 at the workbench; what she gives out goes into a folder of the test."""
    home = tmp_path / "home"
    home.mkdir()
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(home))
    office = sit_down(qtbot, make_sample(tmp_path / "office.db", clock), clock, "wenk", "workbench")
    remember_folder(tmp_path / "导出")
    office.until(lambda: not office.desk.jobs.busy)
    yield office
    office.close()


def judge_twins(office: Office) -> None:
    """What may be on record: certain ones are merged, the others kept beside it, with the reason."""
    trial = wizard.rest(office).work.trial
    assert trial is not None
    for number in range(trial.alike):
        judge(office, number)


def judge(office: Office, number: int) -> None:
    twins = wizard.page_of(office).check.twins
    twins.setFocus()
    office.until(lambda: twins.row_at(number))
    twins.select_row(number)
    office.until(lambda: twins.currentIndex().row() == number)
    wanted = Action.MERGE if twins.current_row().row.certain else Action.ADD
    if wanted is Action.MERGE:
        office.press(KEY.Key_1)
    else:
        office.alt(KEY.Key_X)
        office.dialog()
        office.type("同一条街的另一家")
        office.ctrl(KEY.Key_Return)
        office.until(lambda: QApplication.activeModalWidget() is None)
    office.until(lambda: twins.row_at(number).action is wanted)
    wizard.rest(office)


def bring_in(office: Office, path: Path) -> int:
    """Import a workbook; returns how many customers it added."""
    office.ctrl(KEY.Key_9)
    wizard.choose_by_dialog(office, path)
    page = wizard.page_of(office)
    office.ctrl(KEY.Key_Return)
    assert page.step == CHECK
    page.check.placing.market.setFocus()
    office.press(KEY.Key_Down, Qt.KeyboardModifier.AltModifier)
    office.press(KEY.Key_Return)
    office.until(lambda: page.check.placing.market_id is not None)
    judge_twins(office)
    trial = wizard.rest(office).work.trial
    assert trial is not None
    counts = trial.counts
    assert counts.rows == counts.added + counts.updated + counts.merged + counts.skipped + counts.pending == 10
    assert counts.pending > 0
    office.ctrl(KEY.Key_Return)
    office.until(lambda: page.finishing.done is not None)
    assert page.step == FINISH
    office.until(lambda: not office.desk.jobs.busy)
    return counts.added


def find(office: Office, text: str) -> list[str]:
    page = archive.page_of(office)
    office.ctrl(KEY.Key_F)
    office.until(page.search.hasFocus)
    page.search.selectAll()
    office.type(text)
    office.until(lambda: page.listing.asked.text == text and page.listing.whole)
    return archive.names(archive.at_rest(office))


def test_a_messy_workbook_is_taken_in_found_changed_taken_back_and_given_out(clerk: Office, tmp_path: Path) -> None:
    before = count_customers(clerk.app)
    detail = read_customer(clerk.app, 1)
    facts = {label: text for _, section in detail.sections for label, text in section}
    added = bring_in(clerk, wizard.messy(tmp_path, (detail.row.name, facts["详细地址"])))
    assert count_customers(clerk.app) == before + added

    clerk.ctrl(KEY.Key_2)
    archive.at_rest(clerk)
    assert find(clerk, "cxwj") == ["川序五金机电"]
    assert find(clerk, "7777")[0] == "越升照明电器"
    everybody = find(clerk, "电")
    assert set(IMPORTED) <= set(everybody)

    page = archive.page_of(clerk)
    clerk.ctrl(KEY.Key_A)
    clerk.until(lambda: f"已选 {len(everybody)} 家" in texts_of(clerk.window))
    ids = page.table.wanted_ids()
    scales = [read_customer(clerk.app, each).row.scale for each in ids]
    clerk.alt(KEY.Key_G)
    asking = archive.dialog(clerk)
    assert isinstance(asking, BulkDialog)
    asking.form.form.focus_field("scale")
    clerk.type("1")
    clerk.ctrl(KEY.Key_S)
    clerk.until(archive.closed)
    clerk.until(lambda: len({read_customer(clerk.app, each).row.scale for each in ids}) == 1)
    clerk.until(lambda: not clerk.desk.jobs.busy)
    clerk.ctrl(KEY.Key_Z)
    clerk.until(lambda: [read_customer(clerk.app, each).row.scale for each in ids] == scales)
    clerk.until(lambda: not clerk.desk.jobs.busy)

    archive.at_rest(clerk)
    clerk.ctrl(KEY.Key_E)
    giving = archive.dialog(clerk)
    assert isinstance(giving, ArchiveDialog)
    clerk.until(lambda: giving.count.text() == f"共 {len(everybody)} 户")
    clerk.type("内勤 温可")
    clerk.press(KEY.Key_Return)
    clerk.until(lambda: f"已导出 {len(everybody)} 户" in texts_of(clerk.window))
    clerk.until(lambda: not clerk.desk.jobs.busy)
    [file] = (tmp_path / "导出").iterdir()
    rows = load_workbook(file)["客户档案"].iter_rows(min_row=4, max_row=3 + len(everybody), values_only=True)
    assert {row[1] for row in rows} == set(everybody)
    assert not verify(clerk.db).problems
