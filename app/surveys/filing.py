"""Handing a sheet in, and what happens to it then: given back, or filed in the office (rules R13, R14)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.choices import codes_of, label_of
from app.context import App
from app.customers.sheets import OPEN_STATES
from app.db.records import SurveyForm, SurveySheet
from app.db.saving import check_version, existing
from app.errors import Conflict, Invalid
from app.forms.clean import clean


def submit_sheet(app: App, sheet_id: int, row_version: int, reason: str = "") -> None:
    """Hand a sheet in; an incomplete one needs its expected visits made and a reason why the rest could not be had."""
    app.need("survey.submit")
    with app.transaction("提交调查表", reason) as session:
        sheet = session.get_one(SurveySheet, sheet_id)
        check_version(sheet, row_version)
        asked = [f for f in SurveySheet.fields() if f.name == "incomplete_reason"]
        given = clean(asked, {"incomplete_reason": reason}, codes_of)
        if sheet.state not in OPEN_STATES:
            raise Conflict(f"调查表 {sheet.sheet_no} 现在是“{label_of('sheet_state', sheet.state)}”，没有做任何改动。")
        expected = session.get_one(SurveyForm, sheet.form_id).expected_visits
        if sheet.missing_required and (sheet.visit_count < expected or not given["incomplete_reason"]):
            raise Invalid(
                f"还缺 {sheet.missing_required} 个必答题。访问满 {expected} 次仍问不到的，填明“无法取得原因”再提交。",
                {"incomplete_reason": "请填无法取得原因"},
            )
        sheet.state, sheet.submitted_at = "submitted", app.now()
        sheet.incomplete_reason = given["incomplete_reason"]


def return_sheet(app: App, sheet_id: int, row_version: int, reason: str) -> None:
    """Give a sheet back for correction; it can be typed again. The reason is required."""
    app.need("survey.return")
    if not reason.strip():
        raise Invalid("退回要写明原因，录入的人才知道改什么。调查表没有变动。", {"return_reason": "请填退回原因"})
    with app.transaction("退回调查表", reason) as session:
        sheet = _sheet(session, sheet_id, row_version, ("submitted", "archived"), "退回")
        sheet.state, sheet.return_reason = "returned", reason.strip()
        sheet.archived_at = sheet.archived_by_id = None


def archive_sheet(app: App, sheet_id: int, row_version: int, storage_location: str) -> None:
    """File a handed-in sheet; where the paper lies is required (records.md §5)."""
    app.need("survey.archive")
    place = storage_location.strip()
    if not place or len(place) > _PLACE_LENGTH:
        raise Invalid(
            "存档要填原件存放位置，如“1 柜 2 层 3 盒”，最多 40 个字。调查表没有变动。",
            {"storage_location": "请填存放位置"},
        )
    with app.transaction("存档调查表") as session:
        sheet = _sheet(session, sheet_id, row_version, ("submitted",), "存档")
        sheet.state, sheet.storage_location = "archived", place
        sheet.archived_at, sheet.archived_by_id = app.now(), app.user.user_id


_PLACE_LENGTH = next(f.max_length for f in SurveySheet.fields() if f.name == "storage_location")


def _sheet(session: Session, sheet_id: int, row_version: int, allowed: tuple[str, ...], doing: str) -> SurveySheet:
    sheet = existing(session, SurveySheet, sheet_id, "这份调查表已不在了，没有做任何改动。请刷新列表。")
    check_version(sheet, row_version)
    if sheet.state not in allowed:
        raise Conflict(
            f"调查表 {sheet.sheet_no} 现在是“{label_of('sheet_state', sheet.state)}”，不能{doing}。没有做任何改动。"
        )
    return sheet
