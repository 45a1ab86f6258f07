"""What a person asks of the report centre; each report takes the conditions it knows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from app.choices import label_of
from ui.pages.reports.period import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Conditions. `employee_ids` are the reps ticked, `employee_id` the one chosen (None: the whole office);
    `purpose` is a code of export_purpose, `actual` asks for what became of a plan instead of its goals,
    `photos` for the pictures of a record at the end.
    """

    period: Period
    branch_id: int | None = None
    employee_ids: tuple[int, ...] = ()
    employee_id: int | None = None
    market_id: int | None = None
    form_id: str = ""
    copies: int = 1
    customer_ids: tuple[int, ...] = ()
    sheet_id: int | None = None
    complaint_id: int | None = None
    external: bool = False
    actual: bool = False
    photos: bool = False
    masked: bool = True
    purpose: str = "branch_archive"

    def having(self, field: str, value: Any) -> Wanted:
        """The same with another value in one field, named by a block."""
        given: dict[str, Any] = {field: value}
        return replace(self, **given)

    @property
    def purpose_words(self) -> str:
        """The purpose as the foot of a page prints it."""
        return label_of("export_purpose", self.purpose)
