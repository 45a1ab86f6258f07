"""Whatever stands in a table, no row of it is lost."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.db.verify import verify
from app.importing.rejects import write_rejects
from app.importing.writing import carry_out
from app.tasks import Task
from tests.app.importing.opening import trying
from tests.support.clock import StandingClock
from tests.support.office import Office, open_office

_HEADINGS = ("单位名称", "地址", "联系人/电话", "性质", "月销", "上次去", "客户编号", "信用代码", "备注")
_CELL = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["", "川序电料商行", "川序电料", "东区3号", "张三 14200005555", "批发", "42万", "11.5", "合计"]),
)


@pytest.fixture
def office(sqlite_office_url: str, clock: StandingClock) -> Iterator[Office]:
    """One office for all examples of a test: every table meets what the tables before left."""
    office = open_office(sqlite_office_url, clock)
    yield office
    office.app.db.close()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(_CELL, min_size=9, max_size=9), max_size=8))
def test_any_table_of_texts_loses_no_row(office: Office, tmp_path: Path, rows: list[list[str]]) -> None:
    path = tmp_path / "名单.csv"
    clean = [
        ["".join(c for c in cell if not "\ud800" <= c <= "\udfff").replace("\0", "") for cell in row] for row in rows
    ]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([_HEADINGS, *clean])
    with trying(office.clerk, path) as trial:
        counts = trial.counts
        assert counts.rows == len(rows)
        found = [row.number for _, taken in trial.spool.taken() for row in taken]
        found += [row[0] for chunk in trial.spool.others() for row in (*chunk.skipped, *chunk.pending)]
        assert sorted(found) == list(range(2, len(rows) + 2))
        assert write_rejects(trial, tmp_path / "待处理.xlsx", Task()) == counts.pending
        carry_out(office.clerk, trial, Task())
    assert counts.rows == counts.added + counts.updated + counts.merged + counts.skipped + counts.pending


def test_the_archive_is_sound_after_odd_tables(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    path.write_text("单位名称,地址\n=川序,@东区\n\u202e禾渡,'1\n\x1b桁岳,\t-1\n", encoding="utf-8")
    with trying(office.clerk, path) as trial:
        assert trial.counts.rows == 3
        carry_out(office.clerk, trial, Task())
    assert not verify(office.app.db).problems
