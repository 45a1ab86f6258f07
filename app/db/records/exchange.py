"""B: what came in from workbooks, the office's own layouts of them, and the views of a list a person has kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped

from app.db.base import Record, unique
from app.db.columns import data, integer, moment, refer, text


class ImportBatch(Record):
    """One workbook taken in as one transaction, `operation_uid`, by which all of it can be taken back.

    rows_in = added + updated + merged + skipped + pending, always.
    """

    __tablename__ = "import_batch"
    LABEL, NAME_FIELD = "导入批次", "file_name"

    file_name: Mapped[str] = text("文件名", 160, required=True, shows="LF")
    sha256: Mapped[str] = text("摘要", 64, required=True)
    operation_uid: Mapped[str] = text("操作号", 36, required=True, unique=True)
    layout: Mapped[str | None] = text("版式", 40, shows="LF")
    imported_at: Mapped[datetime] = moment("导入时间", required=True, index=True, shows="LF")  # type: ignore[assignment]
    imported_by_id: Mapped[int | None] = refer("导入人", "user_account", index=False)
    rows_in: Mapped[int] = integer("行数", required=True, shows="LF")  # type: ignore[assignment]
    added: Mapped[int] = integer("新增", required=True, default=0, shows="LF")  # type: ignore[assignment]
    updated: Mapped[int] = integer("更新", required=True, default=0, shows="LF")  # type: ignore[assignment]
    merged: Mapped[int] = integer("合并", required=True, default=0, shows="LF")  # type: ignore[assignment]
    skipped: Mapped[int] = integer("跳过", required=True, default=0, shows="LF")  # type: ignore[assignment]
    pending: Mapped[int] = integer("待处理", required=True, default=0, shows="LF")  # type: ignore[assignment]
    undone_at: Mapped[datetime | None] = moment("撤销时间", shows="LF")
    undone_by_id: Mapped[int | None] = refer("撤销人", "user_account", index=False)


class ImportLayout(Record):
    """How the columns of a workbook the office gets again and again are to be read, by their headings."""

    __tablename__ = "import_layout"
    __table_args__ = (unique("import_layout", "name"),)
    LABEL, NAME_FIELD = "导入版式", "name"

    name: Mapped[str] = text("名称", 40, required=True, shows="LF")
    columns: Mapped[dict[str, Any]] = data("各列", required=True)


class SavedView(Record):
    """A list's conditions, order and columns, kept by a person under a name."""

    __tablename__ = "saved_view"
    __table_args__ = (unique("saved_view", "user_id", "page", "name"),)
    LABEL, NAME_FIELD = "视图", "name"

    user_id: Mapped[int] = refer("用户", "user_account", required=True, index=False)
    page: Mapped[str] = text("页面", 24, required=True)
    name: Mapped[str] = text("名称", 20, required=True, shows="LF")
    view: Mapped[dict[str, Any]] = data("内容", required=True)
