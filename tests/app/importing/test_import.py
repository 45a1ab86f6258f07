"""A workbook comes into the archive: every row has one outcome, all is written or nothing, and all can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import func, select

from app.customers.filters import CustomerFilter
from app.customers.listing import count_customers
from app.db.records import AuditEntry, Contact, Customer
from app.db.searching import stale_search
from app.db.verify import verify
from app.errors import Cancelled, Conflict, Forbidden
from app.importing.findings import Action, Choices, Decision
from app.importing.rejects import write_rejects
from app.importing.tables import Table
from app.importing.trial import Trial
from app.importing.writing import Imported, carry_out
from app.tasks import Task
from app.undoing import undo
from tests.app.importing.opening import look, trying
from tests.support.office import Office

_HEADINGS = ("单位名称", "地址", "联系人/电话", "性质", "面积(平方)", "月销", "业务员", "上次去", "备注1")
_CLEAN = (
    "川序电料商行",
    "东区3排12号",
    "张三 14200005555、李四/0600-8800013",
    "批发",
    "约200平",
    "42万",
    "程砚舟",
    "11.5",
    "欠款已清",
)


def _workbook(folder: Path, *rows: Sequence[Any], headings: Sequence[Any] = _HEADINGS) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["客户汇总表"])
    sheet.append(list(headings))
    for row in rows:
        sheet.append(list(row))
        for cell in sheet[sheet.max_row]:
            cell.data_type = "s" if cell.data_type == "f" else cell.data_type
    path = folder / "客户汇总.xlsx"
    book.save(path)
    return path


def _row(**changes: Any) -> list[Any]:
    named = dict(zip(_HEADINGS, _CLEAN, strict=True))
    return list({**named, **changes}.values())


def _try(
    office: Office, path: Path, choices: Choices | None = None, tables: Sequence[Table] = ()
) -> AbstractContextManager[Trial]:
    return trying(office.clerk, path, choices, tables)


def _import(office: Office, path: Path, choices: Choices | None = None) -> tuple[Trial, Imported]:
    with _try(office, path, choices) as trial:
        return trial, carry_out(office.clerk, trial, Task())


def _customer(office: Office, name: str) -> Customer:
    with office.app.reading() as session:
        return session.scalars(select(Customer).where(Customer.name == name, Customer.deleted_at.is_(None))).one()


def _people(office: Office, customer_id: int) -> list[tuple[str, str | None, str | None]]:
    query = select(Contact).where(Contact.customer_id == customer_id, Contact.deleted_at.is_(None)).order_by(Contact.id)
    with office.app.reading() as session:
        return [(each.name, each.mobile, each.phone) for each in session.scalars(query)]


def _sound(office: Office) -> None:
    assert not verify(office.app.db).problems
    with office.app.reading() as session:
        assert stale_search(session) == 0


def test_a_row_becomes_a_customer_with_its_people(office: Office, tmp_path: Path) -> None:
    trial, _ = _import(office, _workbook(tmp_path, _CLEAN))
    assert (trial.counts.rows, trial.counts.added) == (1, 1)
    customer = _customer(office, "川序电料商行")
    assert (customer.channel_type, customer.shop_area_m2) == ("wholesaler", Decimal(200))
    assert customer.monthly_volume_wan == Decimal(42)
    assert customer.owner_id == office.employee("E01")
    assert (customer.last_visit_on, customer.note) == (date(2026, 11, 5), "欠款已清")
    assert customer.customer_no.startswith("KH-LZ-")
    assert _people(office, customer.id) == [("张三", "14200005555", None), ("李四", None, "0600-8800013")]
    assert count_customers(office.clerk, CustomerFilter(text="5555")) == 1
    _sound(office)


def test_more_than_a_rep_may_hold_come_in_without_protection(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.customers.protecting.PROTECT_MAX", 2)
    office.add_customer()
    places = {"川序电料商行": "东区3排12号", "禾渡五金": "西区1排1号", "恒砾水暖": "南街7号"}
    rows = [_row(**{"单位名称": name, "地址": place, "联系人/电话": ""}) for name, place in places.items()]
    _, done = _import(office, _workbook(tmp_path, *rows))
    assert done.unprotected == 2
    assert [_customer(office, name).protect_until is not None for name in places] == [True, False, False]


def test_every_row_has_exactly_one_outcome(office: Office, tmp_path: Path) -> None:
    known = office.add_customer("禾渡五金经营部", address="西区1排1号", phone="0600-8811111")
    number = office.read(Customer, known).customer_no
    headings = (*_HEADINGS, "客户编号")
    path = _workbook(
        tmp_path,
        [*_CLEAN, ""],
        [*_row(单位名称="川序电料", 备注1="又一行"), ""],
        ["", "", "", "", "", "", "", "", "", number],
        [*_row(单位名称="桁岳机电", 地址="北区9号", **{"联系人/电话": "王五 1385701226"}), ""],
        [""] * 10,
        ["合计", "", "", "", "", "84万", "", "", "", ""],
        headings=headings,
    )
    trial, _ = _import(office, path)
    counts = trial.counts
    assert (counts.rows, counts.added, counts.updated, counts.merged) == (6, 1, 1, 1)
    assert (counts.skipped, counts.pending) == (2, 1)
    _sound(office)


def test_a_trial_writes_nothing(office: Office, tmp_path: Path) -> None:
    path, clerk = _workbook(tmp_path, _CLEAN), office.clerk
    with office.app.reading() as session:
        before = session.scalar(select(func.count()).select_from(AuditEntry))
    with trying(clerk, path):
        pass
    with office.app.reading() as session:
        assert session.scalar(select(func.count()).select_from(AuditEntry)) == before


def test_a_certain_duplicate_completes_the_customer_on_record(office: Office, tmp_path: Path) -> None:
    known = office.add_customer("川序电料商行", address="东区3排12号", monthly_volume_wan=10)
    office.add_contact(known, "张三", "14200005555")
    trial, _ = _import(office, _workbook(tmp_path, _CLEAN))
    assert trial.counts.merged == 1
    customer = office.read(Customer, known)
    assert (customer.monthly_volume_wan, customer.shop_area_m2) == (10, 200)
    assert [name for name, *_ in _people(office, known)] == ["张三", "李四"]
    _sound(office)


def test_a_likely_duplicate_waits_for_a_decision(office: Office, tmp_path: Path) -> None:
    known = office.add_customer("川序电料商行", address="南区8号")
    path = _workbook(tmp_path, _CLEAN)
    with _try(office, path) as trial:
        assert trial.counts.pending == 1
        (problem,) = trial.problem_rows(0, 9)
        assert "名称相同" in problem.problem.reason
        (alike,) = trial.alike_rows(0, 9)
        assert (alike.customer_id, alike.action, alike.certain) == (known, None, False)
        line = alike.number
    merged, _ = _import(office, path, Choices(rows={(0, line): Decision(Action.MERGE)}))
    assert merged.counts.merged == 1
    assert office.read(Customer, known).note == "欠款已清"
    with _try(office, path, Choices(rows={(0, line): Decision(Action.SKIP)})) as trial:
        assert trial.counts.skipped == 1


def test_a_row_of_the_file_that_is_another_one_joins_it(office: Office, tmp_path: Path) -> None:
    again = _row(单位名称="川序电料", 备注1="", **{"联系人/电话": "张三 14200005555，赵六 14200006666"})
    trial, _ = _import(office, _workbook(tmp_path, _CLEAN, again))
    assert (trial.counts.added, trial.counts.merged) == (1, 1)
    customer = _customer(office, "川序电料商行")
    assert [name for name, *_ in _people(office, customer.id)] == ["张三", "李四", "赵六"]
    _sound(office)


def test_an_update_takes_what_the_file_says_and_keeps_what_it_does_not(office: Office, tmp_path: Path) -> None:
    known = office.add_customer("川序电料商行", address="南区8号", monthly_volume_wan=10, staff_count=3)
    number = office.read(Customer, known).customer_no
    path = _workbook(tmp_path, [number, "20万", ""], headings=("客户编号", "月销", "员工人数"))
    trial, _ = _import(office, path)
    assert trial.counts.updated == 1
    customer = office.read(Customer, known)
    assert (customer.monthly_volume_wan, customer.staff_count, customer.name) == (20, 3, "川序电料商行")


def test_a_number_that_is_not_in_the_archive_is_not_made_up(office: Office, tmp_path: Path) -> None:
    path = _workbook(tmp_path, ["KH-LZ-99999", "20万", ""], headings=("客户编号", "月销", "员工人数"))
    with _try(office, path) as trial:
        assert trial.counts.pending == 1
        assert "没有这个客户编号" in trial.problem_rows(0, 9)[0].problem.reason


@pytest.mark.parametrize(
    ("changes", "heading", "reason", "suggestion"),
    [
        ({"联系人/电话": "王五 1385701226"}, "联系人/电话", "10 位", None),
        ({"月销": 300000}, "月销", "像是元", "30万元"),
        ({"上次去": "上周三"}, "上次去", "认不出", ""),
        ({"性质": "电商"}, "性质", "里没有", None),
        ({"面积(平方)": "12人"}, "面积(平方)", "不是㎡", None),
        ({"业务员": "老陈"}, "业务员", "没有叫", None),
        ({"单位名称": ""}, "客户名称", "没有填", None),
    ],
)
def test_a_cell_that_does_not_fit_is_told_with_what_would(
    office: Office, tmp_path: Path, changes: dict[str, Any], heading: str, reason: str, suggestion: str | None
) -> None:
    with _try(office, _workbook(tmp_path, _row(**changes))) as trial:
        assert trial.counts.pending == 1
        found = trial.problem_rows(0, 9)[0]
        assert found.number == 3
        assert found.problem.heading == heading
        assert reason in found.problem.reason
        assert found.problem.suggestion == suggestion


def test_a_suggestion_can_be_taken_for_a_whole_column(office: Office, tmp_path: Path) -> None:
    path = _workbook(
        tmp_path, _row(月销=300000), _row(单位名称="禾渡机电", 地址="北区9号", 上次去="月初", **{"联系人/电话": ""})
    )
    (table,) = look(path)
    table = table.with_column(5, accept=("money",)).with_column(7, accept=("day",))
    with _try(office, path, tables=[table]) as trial:
        assert trial.counts.added == 2
        carry_out(office.clerk, trial, Task())
    assert _customer(office, "川序电料商行").monthly_volume_wan == 30


def test_a_word_can_be_mapped_to_a_choice_and_a_cell_typed_anew(office: Office, tmp_path: Path) -> None:
    path = _workbook(tmp_path, _row(性质="电商", 上次去="上周三"))
    (table,) = look(path)
    table = table.with_column(3, values={"电商": "online_store"})
    with _try(office, path, Choices(cells={(0, 3, 7): "11.18"}), [table]) as trial:
        carry_out(office.clerk, trial, Task())
    customer = _customer(office, "川序电料商行")
    assert (customer.channel_type, customer.last_visit_on) == ("online_store", date(2026, 11, 18))


def test_the_original_author_and_time_are_kept(office: Office, tmp_path: Path) -> None:
    path = _workbook(
        tmp_path, [*_CLEAN, "罗以南", "2019-03-05", "2019.3.1"], headings=(*_HEADINGS, "录入人", "录入日期", "发现日期")
    )
    _import(office, path)
    customer = _customer(office, "川序电料商行")
    assert customer.created_by_id == office.as_("luoyn").user.user_id
    assert customer.created_at == datetime(2019, 3, 5)
    assert customer.found_on == date(2019, 3, 1)


def test_a_whole_import_is_taken_back(office: Office, tmp_path: Path) -> None:
    known = office.add_customer("禾渡五金经营部", address="西区1排1号", phone="0600-8811111")
    path = _workbook(
        tmp_path, _CLEAN, _row(单位名称="禾渡五金", 地址="西区1排1号", **{"联系人/电话": "孙七 0600-8811111"})
    )
    trial, done = _import(office, path)
    assert (trial.counts.added, trial.counts.merged) == (1, 1)
    undo(office.clerk, done.uid)
    with office.app.reading() as session:
        assert session.scalars(select(Customer.name).where(Customer.deleted_at.is_(None))).all() == ["禾渡五金经营部"]
    assert office.read(Customer, known).note is None
    assert count_customers(office.clerk, CustomerFilter(text="川序")) == 0
    _sound(office)


def test_an_import_that_was_built_upon_is_not_taken_back(office: Office, tmp_path: Path) -> None:
    _, done = _import(office, _workbook(tmp_path, _CLEAN))
    office.visit(_customer(office, "川序电料商行").id)
    with pytest.raises(Conflict):
        undo(office.clerk, done.uid)
    assert _customer(office, "川序电料商行")


def test_a_stopped_import_leaves_nothing(office: Office, tmp_path: Path) -> None:
    with _try(office, _workbook(tmp_path, _CLEAN)) as trial:
        task = Task(lambda done, total, note: task.cancel())
        with pytest.raises(Cancelled, match="没有导入任何数据"):
            carry_out(office.clerk, trial, task)
    with office.app.reading() as session:
        assert session.scalar(select(func.count()).select_from(Customer)) == 0
    _sound(office)


def test_a_trial_grown_old_is_refused(office: Office, tmp_path: Path) -> None:
    with _try(office, _workbook(tmp_path, _CLEAN)) as trial:
        office.add_customer()
        with pytest.raises(Conflict, match="重新试导入"):
            carry_out(office.clerk, trial, Task())


def test_who_may_not_write_may_not_import(office: Office, tmp_path: Path) -> None:
    path = _workbook(tmp_path, _CLEAN)
    with pytest.raises(Forbidden), trying(office.as_("admin"), path):
        pass


def test_the_rows_not_taken_come_back_with_the_reason_beside_the_cell(office: Office, tmp_path: Path) -> None:
    path = _workbook(tmp_path, _CLEAN, _row(单位名称="=桁岳机电", 月销=300000, **{"联系人/电话": "王五 1385701226"}))
    out = tmp_path / "待处理.xlsx"
    with _try(office, path) as trial:
        assert write_rejects(trial, out, Task()) == 1
    sheet = load_workbook(out).active
    assert sheet is not None
    heads, row = [[cell.value for cell in line] for line in sheet.iter_rows()]
    told = dict(zip(heads, row, strict=True))
    assert (told["行号"], told["单位名称"], told["月销"]) == (4, "=桁岳机电", 300000)
    assert "30万元" in str(told["月销原因"])
    assert "10 位" in str(told["联系人/电话原因"])
    assert sheet.cell(2, heads.index("单位名称") + 1).data_type == "s"
