"""An archive workbook, edited and brought back, changes what was edited and nothing else (RP07 导回)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import func, select

from app.customers.records import edit_customer
from app.db.records import AuditEntry, Brand, Contact, Customer, CustomerBrand
from app.db.verify import verify
from app.errors import Conflict
from app.exchange.archive import ArchiveRequest, export_archive
from app.exchange.template import write_template
from app.importing.findings import Action, Choices, Counts, Decision, Side
from app.importing.rejects import write_rejects
from app.importing.trial import Trial
from app.importing.writing import carry_out
from app.tasks import Task
from tests.app.importing.opening import look, trying
from tests.support.office import Office

_LINE = 4


@pytest.fixture
def known(office: Office) -> int:
    """A customer with two contacts and a brand."""
    customer = office.add_customer(
        "川序电料商行",
        address="东区3排12号",
        phone="0600-8800013",
        monthly_volume_wan=12,
        staff_count=3,
        note="欠款已清",
    )
    office.add_contact(customer, "张三", "14200005555")
    with office.app.transaction("登记") as session:
        session.add(Contact(customer_id=customer, name="李四", mobile="14200006666"))
        brand = office.id_of(Brand, code="HL")
        session.add(CustomerBrand(customer_id=customer, brand_id=brand, role="main", as_of=date(2026, 11, 1)))
    return customer


def _export(office: Office, folder: Path, *, full: bool = True) -> Path:
    path = folder / "客户档案总表.xlsx"
    export_archive(office.clerk, path, ArchiveRequest(purpose="branch_archive", recipient="办事处", full=full), Task())
    return path


def _edit(path: Path, sheet: str, edit: Callable[[Worksheet, dict[str, int]], None]) -> Path:
    book = load_workbook(path)
    page = book[sheet]
    places = {str(cell.value): place for place, cell in enumerate(page[3], 1)}
    edit(page, places)
    book.save(path)
    return path


def _set(path: Path, sheet: str, line: int = _LINE, **values: Any) -> Path:
    def edit(page: Worksheet, places: dict[str, int]) -> None:
        for title, value in values.items():
            page.cell(line, places[title]).value = value

    return _edit(path, sheet, edit)


def _try(office: Office, path: Path, choices: Choices | None = None) -> AbstractContextManager[Trial]:
    return trying(office.clerk, path, choices)


def _import(office: Office, path: Path, choices: Choices | None = None) -> Counts:
    with _try(office, path, choices) as trial:
        carry_out(office.clerk, trial, Task())
        return trial.counts


def _journal(office: Office) -> int:
    with office.app.reading() as session:
        return (
            session.scalar(select(func.count()).select_from(AuditEntry).where(AuditEntry.entity != "import_batch")) or 0
        )


def test_only_the_sheets_that_may_be_brought_back_are_read(office: Office, known: int, tmp_path: Path) -> None:
    names = {table.name for table in look(_export(office, tmp_path))}
    assert {"客户档案", "联系人", "经营品牌"} >= names
    assert "客户档案" in names


@pytest.mark.parametrize("full", [True, False])
def test_a_workbook_nobody_touched_changes_nothing(office: Office, known: int, tmp_path: Path, full: bool) -> None:
    path = _export(office, tmp_path, full=full)
    before = _journal(office)
    counts = _import(office, path)
    assert (counts.added, counts.updated, counts.merged, counts.pending) == (0, 0, 0, 0)
    assert counts.rows == counts.skipped
    assert _journal(office) == before


def test_edited_cells_are_taken_and_others_left(office: Office, known: int, tmp_path: Path) -> None:
    path = _export(office, tmp_path)
    _set(
        path,
        "客户档案",
        客户名称="川序电缆商行",
        月销量万元=20.5,
        员工数=None,
        渠道类型="零售门店",
        经营品类="布电线（家装线）、电力电缆",
    )
    _set(path, "联系人", 手机="14200007777", 生日="农历12-05")
    _set(path, "经营品牌", 占比=0.35, 品牌="柏渡")
    counts = _import(office, path)
    assert (counts.updated, counts.pending) == (3, 0), counts
    customer = office.read(Customer, known)
    assert (customer.name, customer.monthly_volume_wan, customer.staff_count) == ("川序电缆商行", Decimal("20.5"), None)
    assert (customer.channel_type, customer.product_categories) == ("retail_store", ("bv", "power"))
    assert (customer.name_key, customer.note, customer.phone) == ("川序电缆商行", "欠款已清", "0600-8800013")
    contact = office.read(Contact, office.id_of(Contact, name="张三"))
    assert (contact.mobile, contact.birthday_kind, contact.birth_month, contact.birth_day) == (
        "14200007777",
        "lunar",
        12,
        5,
    )
    brand = office.read(CustomerBrand, office.id_of(CustomerBrand, customer_id=known))
    assert (brand.share_pct, brand.brand_id) == (35, office.id_of(Brand, code="BD"))
    assert not verify(office.app.db).problems


def test_what_only_the_archive_changed_stays(office: Office, known: int, tmp_path: Path) -> None:
    path = _export(office, tmp_path)
    _change(office, known, note="又欠了")
    _set(path, "客户档案", 员工数=8)
    assert _import(office, path).updated == 1
    customer = office.read(Customer, known)
    assert (customer.note, customer.staff_count) == ("又欠了", 8)


def _change(office: Office, customer: int, **values: Any) -> None:
    edit_customer(office.clerk, customer, office.read(Customer, customer).row_version, values)


@pytest.mark.parametrize(("side", "note", "updated"), [(Side.THEIRS, "改成这样", 1), (Side.NOW, "又欠了", 0)])
def test_a_cell_both_changed_waits_for_a_choice(
    office: Office, known: int, tmp_path: Path, side: Side, note: str, updated: int
) -> None:
    path = _export(office, tmp_path)
    _change(office, known, note="欠款又有了")
    _change(office, known, note="又欠了")
    _set(path, "客户档案", 备注="改成这样")
    with _try(office, path) as trial:
        assert (trial.counts.pending, trial.conflicts) == (1, 1)
        (conflict,) = trial.conflict_rows(0, 9)
    assert (conflict.exported, conflict.now, conflict.theirs) == ("欠款已清", "又欠了", "改成这样")
    assert (
        _import(office, path, Choices(sides={(conflict.table, conflict.number, conflict.place): side})).updated
        == updated
    )
    assert office.read(Customer, known).note == note


def test_both_sides_changed_it_to_the_same(office: Office, known: int, tmp_path: Path) -> None:
    path = _export(office, tmp_path)
    _change(office, known, staff_count=8)
    _set(path, "客户档案", 员工数=8)
    counts = _import(office, path)
    assert (counts.updated, counts.pending) == (0, 0)


def test_masked_numbers_are_never_written_back(office: Office, known: int, tmp_path: Path) -> None:
    path = _set(_export(office, tmp_path, full=False), "联系人", 职务="采购", 手机="142****9999")
    with _try(office, path) as trial:
        (problem,) = trial.problem_rows(0, 9)
        assert "掩码" in problem.problem.reason
    _set(path, "联系人", 手机="142****5555")
    assert _import(office, path).updated == 1
    contact = office.read(Contact, office.id_of(Contact, name="张三"))
    assert (contact.mobile, contact.title_kind) == ("14200005555", "purchaser")


def test_a_masked_number_changed_since_is_asked_about(office: Office, known: int, tmp_path: Path) -> None:
    path = _export(office, tmp_path, full=False)
    office.change(Contact, office.id_of(Contact, name="张三"), {"mobile": "14211115555"})
    _set(path, "联系人", 手机="14200008888")
    with _try(office, path) as trial:
        (conflict,) = trial.conflict_rows(0, 9)
    assert (conflict.exported, conflict.theirs) == ("142****5555", "14200008888")


def test_copied_and_foreign_rows_are_told_apart(office: Office, known: int, tmp_path: Path) -> None:
    path = _export(office, tmp_path)

    def edit(page: Worksheet, places: dict[str, int]) -> None:
        for line, changes in ((6, {}), (7, {"全局号": "another"}), (8, {"校验": None})):
            for title, place in places.items():
                page.cell(line, place).value = changes.get(title, page.cell(_LINE, place).value)
            page.cell(line, places["客户名称"]).value = f"禾渡五金{line}"

    _edit(path, "客户档案", edit)
    with _try(office, path) as trial:
        reasons = [row.problem.reason for row in trial.problem_rows(0, 9)]
    assert ["整行复制" in reasons[0], "填充或改过" in reasons[1], "缺了一格" in reasons[2]] == [True] * 3


def test_a_copied_row_can_be_a_new_customer(office: Office, known: int, tmp_path: Path) -> None:
    path = _export(office, tmp_path)

    def edit(page: Worksheet, places: dict[str, int]) -> None:
        for place in places.values():
            page.cell(6, place).value = page.cell(_LINE, place).value
        changes = {"客户名称": "禾渡五金", "地址": "北区9号", "店铺电话": None, "详细地址": "北区9号"}
        for title in changes.keys() & places.keys():
            page.cell(6, places[title]).value = changes[title]

    _edit(path, "客户档案", edit)
    counts = _import(office, path, Choices(rows={(0, 6): Decision(Action.ADD)}))
    assert counts.added == 1
    added = office.read(Customer, office.id_of(Customer, name="禾渡五金"))
    assert (added.monthly_volume_wan, added.staff_count) == (12, 3)
    assert added.owner_id == office.employee("E01")


def test_a_word_no_list_has_can_be_mapped_or_its_suggestion_taken(office: Office, known: int, tmp_path: Path) -> None:
    path = _set(_export(office, tmp_path), "客户档案", 渠道类型="零售店", 结算方式="赊账")
    tables = list(look(path))
    places = {column.heading: column.place for column in tables[0].columns}
    tables[0] = tables[0].with_column(places["渠道类型"], accept=("choice",))
    tables[0] = tables[0].with_column(places["结算方式"], values={"赊账": ""})
    with trying(office.clerk, path, tables=tables) as trial:
        assert (trial.counts.updated, trial.counts.pending) == (1, 0)
        carry_out(office.clerk, trial, Task())
    assert office.read(Customer, known).channel_type == "retail_store"


def test_a_deleted_row_deletes_nothing(office: Office, known: int, tmp_path: Path) -> None:
    path = _export(office, tmp_path)
    _edit(path, "联系人", lambda page, _: page.delete_rows(_LINE))
    counts = _import(office, path)
    assert (counts.updated, counts.pending) == (0, 0)
    assert office.read(Contact, office.id_of(Contact, name="张三")).deleted_at is None


def test_new_contacts_and_brands_go_to_the_customer_they_name(office: Office, known: int, tmp_path: Path) -> None:
    path = _export(office, tmp_path)
    number = office.read(Customer, known).customer_no
    _set(path, "联系人", 6, 客户编号=number, 姓名="赵六", 手机="14200008888", 主要="是")
    _set(path, "联系人", 7, 客户编号="KH-LZ-99999", 姓名="钱七")
    _set(path, "经营品牌", 5, 客户编号=number, 品牌="柏渡", 角色="有货不推")
    counts = _import(office, path)
    assert (counts.added, counts.pending) == (2, 1)
    assert dict(_people(office, known)) == {"张三": False, "李四": False, "赵六": True}
    with office.app.reading() as session:
        brands = session.scalars(select(CustomerBrand.brand_id).where(CustomerBrand.customer_id == known)).all()
    assert len(brands) == 2
    assert not verify(office.app.db).problems


def _people(office: Office, customer: int) -> list[tuple[str, bool]]:
    query = select(Contact.name, Contact.is_primary).where(Contact.customer_id == customer)
    with office.app.reading() as session:
        return [(name, primary) for name, primary in session.execute(query)]


def test_a_second_main_brand_is_refused(office: Office, known: int, tmp_path: Path) -> None:
    path = _export(office, tmp_path)
    number = office.read(Customer, known).customer_no
    _set(path, "经营品牌", 5, 客户编号=number, 品牌="柏渡", 角色="主推")
    before = _journal(office)
    with _try(office, path) as trial, pytest.raises(Conflict, match="两个主推品牌"):
        carry_out(office.clerk, trial, Task())
    assert _journal(office) == before


def test_a_filled_template_brings_customers_with_people_and_brands(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "模板.xlsx"
    write_template(office.clerk, path)
    market = "河西五金机电城"
    _set(path, "客户档案", 5, 客户名称="禾渡五金", 详细地址="北区9号", 市场=market, 渠道类型="批发商")
    _set(path, "联系人", 5, 客户名称="禾渡五金", 姓名="赵六", 手机="14200008888")
    _set(path, "经营品牌", 5, 客户名称="禾渡五金", 品牌="柏渡", 角色="主推")
    counts = _import(office, path, Choices(owner_id=office.employee("E01")))
    assert (counts.added, counts.pending, counts.skipped) == (3, 0, 3)
    customer = office.id_of(Customer, name="禾渡五金")
    assert _people(office, customer) == [("赵六", True)]
    assert office.read(CustomerBrand, office.id_of(CustomerBrand, customer_id=customer)).role == "main"


def test_what_is_not_taken_goes_out_with_its_hidden_cells(office: Office, known: int, tmp_path: Path) -> None:
    path = _export(office, tmp_path)
    _set(path, "客户档案", 员工数="很多")
    with _try(office, path) as trial:
        assert write_rejects(trial, tmp_path / "待处理.xlsx", Task()) == 1
    page = load_workbook(tmp_path / "待处理.xlsx")["客户档案"]
    told = {cell.value: page.cell(2, place).value for place, cell in enumerate(page[1], 1)}
    assert told["全局号"] == office.read(Customer, known).uid
    assert "不是数字" in str(told["员工数原因"])
