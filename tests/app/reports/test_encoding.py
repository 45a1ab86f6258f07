from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from app.reports.daily import daily_report
from app.reports.encoding import to_json
from app.reports.model import (
    Change,
    Column,
    Fact,
    Orientation,
    PageBreak,
    Picture,
    Pictures,
    Report,
    RowSource,
    Strip,
    Table,
    Value,
    ValueKind,
)
from tests.app.reports.decoding import from_json
from tests.app.reports.samples import DAY, day
from tests.app.reports.week import WORK, week

VALUES: dict[ValueKind, st.SearchStrategy[Value]] = {
    ValueKind.TEXT: st.text(),
    ValueKind.INTEGER: st.integers(),
    ValueKind.NUMBER: st.decimals(allow_nan=False, allow_infinity=False) | st.integers(),
    ValueKind.PERCENT: st.decimals(0, 1),
    ValueKind.DATE: st.dates(),
    ValueKind.TIME: st.times(),
    ValueKind.DATETIME: st.datetimes(),
}


def _through_json(report: Report) -> Report:
    return from_json(json.loads(json.dumps(to_json(report))))


def test_a_daily_report_survives_the_round_trip() -> None:
    report = daily_report(day(12, is_late=True, issue=2, changes=(Change("完成", "3", "4"),)))
    assert _through_json(report) == report


def test_an_unusual_report_survives_the_round_trip() -> None:
    columns = (Column(key="a", label="甲", kind=ValueKind.NUMBER, scale=2), Column(key="b", label="乙"))
    table = Table(title="表", columns=columns, rows=((Decimal("1.50"), "x"), (None, None)), total=("合计", None))
    report = Report(
        code="RP03",
        title="周总结",
        number="ZZ-1",
        office="临州办事处",
        date=DAY,
        orientation=Orientation.PORTRAIT,
        draft=True,
        watermark="草稿",
        blocks=(table, PageBreak()),
        details=(table,),
    )
    assert _through_json(report) == report


def test_rows_that_are_made_one_by_one_come_back_as_rows() -> None:
    made = replace(WORK, rows=RowSource(3, lambda: iter(WORK.rows)))
    assert _through_json(week((made,))) == week((WORK,))


def test_the_week_s_report_survives_the_round_trip() -> None:
    assert _through_json(week()) == week()


def test_photos_in_files_come_back_as_their_paths() -> None:
    report = week((Pictures((Picture(Path("a") / "门头.jpg", "门头照"), Picture(b"\xff\x00"))),))
    assert _through_json(report) == report


@given(st.data())
def test_any_value_survives_the_round_trip(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(ValueKind))
    fact = Fact("项", data.draw(VALUES[kind] | st.none()), kind)
    report = Report(code="X", title="表", number="1", office="处", date=DAY, blocks=(Strip((fact,)),))
    again = _through_json(report)
    assert again == report
    strip = again.blocks[0]
    assert isinstance(strip, Strip)
    assert type(strip.facts[0].value) is type(fact.value) or isinstance(fact.value, Decimal)


def test_facts_and_tables_have_the_agreed_shape() -> None:
    data = to_json(daily_report(day(2)))
    facts = data["blocks"][0]["rows"][0]
    table = next(block for block in data["blocks"] if block["type"] == "table")
    assert facts[0] == {"label": "办事处", "value": "临州办事处"}
    assert {"key", "label"} <= set(table["columns"][0])
    assert table["rows"][0][0] == 1
    assert table["rows"][0][8] == 1234.5
    assert len(table["rows"][0]) == len(table["columns"]) == 13


def test_dates_and_times_are_iso_texts() -> None:
    table = to_json(daily_report(day(1)))["details"][0]
    row = dict(zip((column["label"] for column in table["columns"]), table["rows"][0], strict=True))
    assert date.fromisoformat(row["日期"]) == DAY
    assert time.fromisoformat(row["开始"]) == time(8, 0)
    submitted = to_json(daily_report(day(1)))["blocks"][0]["rows"][1][2]
    assert datetime.fromisoformat(submitted["value"]) == datetime(2026, 11, 16, 21, 0)
