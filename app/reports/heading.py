"""Who issues a print and what its foot says; the same for every paper that is not handed in and frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.reports.model import Footer


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """Company and office, the day, the office's foot words, who prints it when and for what; `masked` hides phones."""

    company: str
    office: str
    on: date
    footer_text: str = ""
    printed_by: str = ""
    printed_at: datetime | None = None
    purpose: str = ""
    masked: bool = True

    @property
    def footer(self) -> Footer:
        """The foot of every page."""
        return Footer(
            words=self.footer_text, printed_by=self.printed_by, printed_at=self.printed_at, purpose=self.purpose
        )

    @property
    def watermark(self) -> str:
        """What a complete print says across its pages (rule R22)."""
        return "" if self.masked else "完整版"
