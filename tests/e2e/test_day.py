"""A whole day in the real window, by keys only: sheet, visits, daily report, files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtWidgets import QDialog

from app.clock import beijing_now
from app.context import App
from app.db.schema import open_database
from app.db.verify import verify
from app.people.accounts import OFFICE_JOB
from app.sample.fill import fill_sample
from app.surveys.listing import list_sheets
from app.sweep.daily import daily_data
from tests.app.reports.reading import poppler
from tests.e2e.day import focus, press, type_ascii, type_chinese, until, when_shown
from ui.application import Program
from ui.dialogs.sign_in import SignInDialog
from ui.pages.reports.exporting import remember_folder
from ui.shell.window import MainWindow
from ui.start import Start

CUSTOMER = "临港云渚电料商行"
THURSDAY = date(2026, 11, 19)
REP_E04 = 4
FIRST_VISIT = {
    "visit_date": "1118",
    "customer_name": CUSTOMER,
    "short_name": "云渚电料",
    "market_area_id": "临港",
    "address": "南街 3 排 8 号",
    "channel_type": "5",
    "contact_name": "顾云渚",
    "mobile": "14200009901",
    "shop_area_m2": "86.5",
    "staff_count": "4",
    "distribution_traits": "12",
    "traffic_level": "3",
    "location_kind": "5",
    "business_mode": "2",
    "store_display": "4",
    "product_categories": "1",
    "brand_awareness": "2",
    "info_source": "1",
    "visit_result": "2",
    "intent_level": "4",
    "impression": "店面整齐，老板懂行",
    "situation": "云渚电料主营澜雀，月销约九万元",
    "countermeasure": "送样并提供对比报价",
    "next_visit_on": "1203",
    "next_step": "带样品回访",
    "consent_answer": "1",
}
SECOND_VISIT = {
    "visit_date": "1119",
    "visit_round": "2",
    "founded_year": "2014",
    "market_size_wan": "4800",
    "merchant_count": "36",
    "business_philosophy": "4",
    "cable_years": "9",
    "business_trend": "2",
    "brand_id": "澜雀",
    "role": "1",
    "brand_volume_wan": "5.4",
    "monthly_volume_wan": "9",
    "sub_dealer_count": "0",
    "distribution_capability": "3",
    "payment_terms": "2",
    "market_influence": "3",
    "rival_brand_id": "澜雀",
    "wholesale_price": "196",
    "retail_price": "225",
    "purchase_factors": "12354",
    "share_high": "20",
    "share_mid": "50",
    "share_low": "30",
    "visit_result": "1",
    "intent_level": "5",
    "needs": "要求布电线现货当日送达",
    "obstacle_kinds": "1",
    "philosophy_rating": "4",
    "strength_rating": "3",
    "fit_result": "3",
    "dealer_position": "3",
    "situation": "云渚电料愿意先进一批布电线",
    "countermeasure": "报主管联合访问，准备洽谈条款",
    "next_visit_on": "1203",
}


@pytest.fixture
def window(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    monkeypatch.setattr("app.paths.user_folder", lambda: tmp_path / "user")
    monkeypatch.setattr("ui.pages.reports.exporting.user_folder", lambda: tmp_path / "user")
    url = f"sqlite:///{tmp_path / 'office.db'}"
    db = open_database(url, now=beijing_now())
    fill_sample(App(db, OFFICE_JOB))
    db.close()
    program = Program([], tmp_path, None)
    with when_shown(SignInDialog, lambda: press("Down", "Down", "Down", "Down", "Down", "Enter")):
        shown = Start(program).window(url)
    assert shown is not None
    shown.resize(1366, 768)
    shown.show()
    shown.activateWindow()
    until(shown.isActiveWindow, "the window never became active")
    yield shown
    shown.close()
    program.end()
    shown.deleteLater()


def quiet(window: MainWindow) -> None:
    until(lambda: not window.desk.jobs.busy, "work in the background never ended")


def can(window: MainWindow, text: str) -> None:
    """Wait until an action of the page can be done."""
    quiet(window)
    action = next(action for action, _ in window.page.bound if action.text == text)
    until(lambda: not action.why_not(), f"never possible: {text}, {action.why_not()}")


def fill_in(window: MainWindow, answers: Mapping[str, str]) -> None:
    """Type a sheet from the cursor to its end in paper order, Enter after every field."""
    open_answers = dict(answers)
    seen: set[str] = set()
    while (path := window.page.view.current) not in seen:
        seen.add(path)
        if text := open_answers.pop(path.rpartition("/")[2], ""):
            (type_ascii if text.isascii() else type_chinese)(text)
        press("Enter")
    assert not open_answers, f"never asked: {open_answers}"


def finish(window: MainWindow) -> None:
    quiet(window)
    with when_shown(QDialog, lambda: press("Enter")):
        press("Ctrl+Enter")
        until(lambda: window.page.notices.loose_visit is not None, "the sheet was not saved")
    quiet(window)


def record_visit(window: MainWindow, start: str, end: str) -> None:
    press("Alt+B")
    until(lambda: window.page.name == "visits" and "日期" in focus().accessibleName(), "no visit form")
    press("Enter", "Enter")
    type_ascii(start)
    press("Enter")
    type_ascii(end)
    press("Enter", "Ctrl+S")
    quiet(window)


def test_a_day_from_the_paper_sheet_to_the_report(window: MainWindow, tmp_path: Path) -> None:
    app = window.desk.app
    assert app.user.name == "温可"
    press("Alt+D")
    until(lambda: window.page.name == "survey_entry" and window.page.view is not None, "no sheet to type")
    quiet(window)
    press("Alt+R", "Down", "Down", "Down", "Down", "Enter")
    fill_in(window, FIRST_VISIT)
    finish(window)
    record_visit(window, "1700", "1740")

    press("Ctrl+3")
    quiet(window)
    press("Home", "Enter")
    until(lambda: window.page.name == "survey_entry", "the sheet did not open")
    quiet(window)
    press("Alt+1")
    fill_in(window, SECOND_VISIT)
    finish(window)
    record_visit(window, "1600", "1645")

    sheet = next(row for row in list_sheets(app) if row.customer == CUSTOMER)
    assert (str(sheet.percent), sheet.missing_required, sheet.visit_count) == ("89.6", 5, 2)

    press("Ctrl+8")
    can(window, "导出 PDF")
    type_ascii("1119")
    press("Enter")
    until(lambda: window.page.period.period.first == THURSDAY, "the date was not taken")
    quiet(window)
    press("F6", "Ctrl+A", "End", "Space")
    can(window, "填写…")
    with when_shown(QDialog, lambda: press("Ctrl+Enter")):
        press("F2")
        until(lambda: daily_data(app, REP_E04, THURSDAY).state == "已提交", "the report was not handed in")
    quiet(window)
    folder = tmp_path / "给公司"
    remember_folder(folder)
    for key, action, suffix in (("F12", "导出 PDF", "pdf"), ("Ctrl+E", "导出 Excel", "xlsx")):
        can(window, action)
        press(key)
        until(lambda suffix=suffix: list(folder.glob(f"*.{suffix}")), f"no {suffix} was exported")
        quiet(window)

    report = daily_data(app, REP_E04, THURSDAY)
    assert [line.customer_name for line in report.lines if line.is_supplement] == [CUSTOMER]
    assert (report.figures.planned, report.figures.done, report.figures.visited, report.figures.unplanned) == (
        3,
        3,
        4,
        1,
    )
    assert read_pdf(folder).count("云渚电料愿意先进一批布电线") == 1
    visits = read_visits(folder)
    assert [row["开始"].strftime("%H:%M") for row in visits if row["客户名称"] == CUSTOMER] == ["16:00", "17:00"]
    assert verify(app.db).problems == ()


def read_pdf(folder: Path) -> str:
    """The words of the one exported PDF, blanks and line breaks taken out."""
    (file,) = folder.glob("*.pdf")
    return "".join(poppler("pdftotext", file.read_bytes(), folder, "-raw").split())


def read_visits(folder: Path) -> list[dict[str, object]]:
    """The rows of sheet 明细 of the one exported workbook."""
    (file,) = folder.glob("*.xlsx")
    rows = list(openpyxl.load_workbook(file)["明细"].iter_rows(values_only=True))
    head = next(number for number, row in enumerate(rows) if "客户名称" in row)
    return [dict(zip(rows[head], row, strict=True)) for row in rows[head + 1 :]]
