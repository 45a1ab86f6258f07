"""Any table of texts imported, exported and brought back leaves the archive as it is."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.choices import options
from app.db.records import AuditEntry, Contact, Customer
from app.db.verify import verify
from app.exchange.archive import ArchiveRequest, export_archive
from app.importing.writing import carry_out
from app.tasks import Task
from tests.app.importing.opening import trying
from tests.support.clock import StandingClock
from tests.support.office import Office, open_office

_HEADINGS = ("单位名称", "地址", "联系人", "手机", "性质", "月销", "备注", "业务员")
_TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
_ODD = st.sampled_from(
    [
        "=1+1",
        "+86",
        "-",
        "@川序",
        "'1",
        "_x0041_",
        "_x005F_x0041_",
        "\x0b",
        "1e5",
        "007",
        "  两头空 ",
        "是",
        "#N/A",
        "𬭎",
    ]
)
_ROW = st.tuples(
    st.one_of(_TEXT, _ODD),
    st.one_of(_TEXT, _ODD),
    st.one_of(_TEXT, st.sampled_from(["张三", "李四"])),
    st.integers(0, 99_999_999).map(lambda number: f"142{number:08d}"),
    st.sampled_from(["", *(option.label for option in options("channel_type"))]),
    st.one_of(st.just(""), st.decimals(0, 900, places=2).map(str)),
    st.one_of(_TEXT, _ODD, st.text("长文本\n,“", min_size=200, max_size=400)),
    st.just("程砚舟"),
)


@pytest.fixture
def office(sqlite_office_url: str, clock: StandingClock) -> Iterator[Office]:
    """One office for all examples: every table meets what the tables before left."""
    office = open_office(sqlite_office_url, clock)
    yield office
    office.app.db.close()


def _archive(office: Office) -> list[tuple[object, ...]]:
    """Everything a table can write, and the end of the journal of it."""
    own = ("customer", "contact", "customer_brand")
    with office.app.reading() as session:
        customers = session.execute(select(Customer.__table__).order_by(Customer.id)).all()
        contacts = session.execute(select(Contact.__table__).order_by(Contact.id)).all()
        journal = session.execute(select(AuditEntry.id).where(AuditEntry.entity.in_(own)).order_by(AuditEntry.id)).all()
    return [tuple(row) for row in (*customers, *contacts, *journal)]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(_ROW, min_size=1, max_size=6))
def test_any_table_of_texts_comes_back_as_it_went(office: Office, tmp_path: Path, rows: list[tuple[str, ...]]) -> None:
    table, archive = tmp_path / "名单.csv", tmp_path / "总表.xlsx"
    with table.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([_HEADINGS, *([cell.replace("\0", "") for cell in row] for row in rows)])
    with trying(office.clerk, table) as trial:
        carry_out(office.clerk, trial, Task())
    before = _archive(office)
    request = ArchiveRequest(purpose="branch_archive", recipient="办事处", full=True)
    export_archive(office.chief, archive, request, Task())
    with trying(office.chief, archive) as trial:
        assert not trial.counts.taken
        assert not trial.counts.pending, trial.problem_rows(0, 5)
        carry_out(office.chief, trial, Task())
    assert _archive(office) == before


def test_the_journal_is_whole_after_it(office: Office) -> None:
    assert not verify(office.app.db).problems
