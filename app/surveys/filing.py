"""What happens to a sheet once it is handed in: given back, or filed in the office (rules R13, R14)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.choices import label_of
from app.context import App
from app.db.records import SurveySheet
from app.db.saving import check_version, existing
from app.errors import Conflict, Invalid


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
