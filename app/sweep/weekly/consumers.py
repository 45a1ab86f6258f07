"""Section 5 of the summary: what consumers look for, by the sheets visited for in the period (rule R18)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.choices import options
from app.db.records import SurveySheet
from app.reports.traced import Traced, count, mean, rate, recorded, refs, weighed, words
from app.reports.weekly_data import WeeklyRow, WeeklyTable
from app.sweep.weekly.material import Material

POINTS = (5, 4, 3, 2, 1)
"""For the first to the fifth place of a ranking."""
MOST_FACTORS = 8
TIERS = (("share_high", "高档"), ("share_mid", "中档"), ("share_low", "低档"))
_FACTORS, _AWARENESS = "purchase_factors", "brand_awareness"


@dataclass(frozen=True, slots=True)
class Said:
    """What one sheet says of consumers, by the question's name."""

    sheet_id: int
    answers: Mapping[str, str]


def read_sheets(session: Session, material: Material) -> list[Said]:
    """The answers of the sheets that were visited for in the period."""
    wanted = [sheet.id for sheet in material.sheets if sheet.in_hand]
    asked = {_FACTORS, _AWARENESS, *(name for name, _ in TIERS)}
    found: list[Said] = []
    for start in range(0, len(wanted), 500):
        query = select(SurveySheet.id, SurveySheet.answers).where(SurveySheet.id.in_(wanted[start : start + 500]))
        for row in session.execute(query.order_by(SurveySheet.id)):
            named = {path.rpartition("/")[2]: told.get("value") or "" for path, told in row.answers.items()}
            found.append(Said(row.id, {name: named[name] for name in asked if named.get(name)}))
    return found


def factors_table(said: Sequence[Said]) -> WeeklyTable:
    """The first eight by points a valid sheet; of equals the one that comes first in the list of options."""
    ranked = [one for one in said if _FACTORS in one.answers]
    valid = refs("survey_sheet", (one.sheet_id for one in ranked))
    scored = []
    for option in options("purchase_factor"):
        points = {one.sheet_id: _points(one, option.code) for one in ranked}
        given = weighed("survey_sheet", {sheet: Decimal(value) for sheet, value in points.items() if value})
        if given.ids:
            scored.append((option, rate(given, valid, scale=2)))
    scored.sort(key=lambda entry: entry[1].value or Decimal(0), reverse=True)
    rows = tuple(
        WeeklyRow(option.code, (recorded(number, valid), words(option.label, score.part), score))
        for number, (option, score) in enumerate(scored[:MOST_FACTORS], 1)
    )
    return WeeklyTable(key="factors", rows=rows, note=f"有效表 {len(valid.ids)} 份" if rows else "")


def _points(said: Said, factor: str) -> int:
    first = said.answers[_FACTORS].split()[: len(POINTS)]
    return POINTS[first.index(factor)] if factor in first else 0


def tiers_table(said: Sequence[Said]) -> WeeklyTable:
    """High, middle and low: the means with one decimal in percent; the last is what is left of 100."""
    shares: dict[int, tuple[Decimal, ...]] = {}
    for one in said:
        split = [_number(one.answers.get(name, "")) for name, _ in TIERS]
        if all(part is not None for part in split):
            shares[one.sheet_id] = tuple(part / 100 for part in split if part is not None)
    if not shares:
        return WeeklyTable(key="tiers")
    sheets = refs("survey_sheet", shares)
    cells = [mean(weighed("survey_sheet", {s: parts[n] for s, parts in shares.items()}), 3) for n in range(len(TIERS))]
    rest = Decimal(1) - sum((cell.value or Decimal(0) for cell in cells[:-1]), Decimal(0))
    cells[-1] = Traced(rest, part=cells[-1].part)
    return WeeklyTable(
        key="tiers",
        rows=tuple(
            WeeklyRow(name, (words(label, sheets), cell, count(sheets)))
            for (name, label), cell in zip(TIERS, cells, strict=True)
        ),
    )


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def awareness_table(said: Sequence[Said]) -> WeeklyTable:
    """How many know our brand, by what the sheets say."""
    asked = refs("survey_sheet", (one.sheet_id for one in said if _AWARENESS in one.answers))
    rows = []
    for option in options("brand_awareness"):
        these = refs("survey_sheet", (one.sheet_id for one in said if one.answers.get(_AWARENESS) == option.code))
        rows.append(WeeklyRow(option.code, (words(option.label, these), count(these), rate(these, asked))))
    return WeeklyTable(key="awareness", rows=tuple(rows) if asked.ids else ())
