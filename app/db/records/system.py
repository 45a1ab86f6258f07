"""B: number sequences, attachments and the journal (records.md §2, rule R24)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import DateTime, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base, Record
from app.db.columns import day, flag, integer, one, text


class NumberSequence(Record):
    """The next number of one series, taken inside the transaction that uses it (rule R24)."""

    __tablename__ = "number_sequence"
    LABEL, NAME_FIELD = "编号", "scope_key"

    scope_key: Mapped[str] = text("序列键", 60, required=True, unique=True)
    next_value: Mapped[int] = integer("下一号", required=True, default=1)  # type: ignore[assignment]


class Attachment(Record):
    """A file that belongs to a record; its bytes lie beside the database, named by their digest."""

    __tablename__ = "attachment"
    __table_args__ = (Index("ix_attachment_owner", "owner_type", "owner_id"),)
    LABEL, NAME_FIELD = "附件", "file_name"

    owner_type: Mapped[str] = text("归属类", 40, required=True)
    owner_id: Mapped[int] = integer("归属号", required=True)  # type: ignore[assignment]
    kind: Mapped[str] = one("类别", "attachment_kind", required=True, default="other", shows="LF")
    file_name: Mapped[str] = text("文件名", 120, required=True, shows="LF")
    stored_name: Mapped[str] = text("存储名", 80, required=True)
    mime: Mapped[str] = text("类型", 60, required=True, shows="L")
    size: Mapped[int] = integer("大小", required=True, shows="L", unit="字节")  # type: ignore[assignment]
    sha256: Mapped[str] = text("摘要", 64, required=True)
    caption: Mapped[str | None] = text("说明", 60, shows="FP")
    taken_on: Mapped[date | None] = day("拍摄日", shows="FP")
    is_sensitive: Mapped[bool] = flag("敏感", shows="F")


class AuditEntry(Base):
    """The journal: one row a changed record and transaction, append-only, chained by SHA-256.

    `changes` is canonical JSON text {field: [before, after]}; `operation` is what the person did, `operation_uid` joins
    the rows of one transaction.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_entity", "entity", "entity_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(DateTime)
    user_id: Mapped[int | None]
    user_name: Mapped[str] = mapped_column(String(40))
    operation: Mapped[str] = mapped_column(String(60))
    operation_uid: Mapped[str] = mapped_column(String(36), index=True)
    action: Mapped[str] = mapped_column(String(16))
    entity: Mapped[str] = mapped_column(String(40))
    entity_id: Mapped[int]
    entity_label: Mapped[str] = mapped_column(String(80))
    changes: Mapped[str] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    prev_hash: Mapped[str] = mapped_column(String(64))
    entry_hash: Mapped[str] = mapped_column(String(64), unique=True)
