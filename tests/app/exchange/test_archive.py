"""Giving the archive out: what is in it, masks, rights, purposes, the log, and that nothing half-written stays."""

from __future__ import annotations

import errno
import hashlib
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy import select

from app.choices import label_of
from app.customers.archiving import ITEMS, archive_completeness, items_there
from app.customers.conditions import read_filter
from app.customers.filters import CustomerFilter
from app.customers.sheets import newest_sheet
from app.db.records import Contact, Customer, CustomerBrand, ExportLog, Visit
from app.errors import Cancelled, FileUnusable, Forbidden, Invalid
from app.exchange import checksum
from app.exchange.archive import ALWAYS, export_archive
from app.exchange.archive_sheets import customers_sheet
from app.exchange.offering import Chosen, archive_offer, count_chosen
from app.exchange.package import Package
from app.people.supervising import supervisors
from app.tasks import Task
from tests.app.exchange.conftest import REQUEST, Given
from tests.support.office import PASSWORD, Office

FULL = replace(REQUEST, full=True)


@pytest.fixture
def furnished(office: Office) -> Office:
    """Two customers of two reps; the first has a contact, a brand and a visit."""
    first = office.add_customer(
        phone="0600-8880567", monthly_volume_wan="12.5", shop_area_m2="85.5", note="电话 14200001234 问老板",
        product_categories=("bv", "power"), founded_year=2011,
    )  # fmt: skip
    office.add_contact(first)
    office.visit(first, start_at=time(9, 0), end_at=time(9, 37))
    office.add_customer("栎盛电线电缆", owner="E02", address="机电路 12 号 302")
    with office.app.transaction("登记品牌") as session:
        brand = session.scalars(select(CustomerBrand.brand_id)).first() or 1
        session.add(
            CustomerBrand(customer_id=first, brand_id=brand, role="main", share_pct=60, as_of=date(2026, 11, 1))
        )
    return office


def left(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.suffix != ".db" and ".db-" not in path.name]


def test_the_cells_are_native_and_labelled(furnished: Office, tmp_path: Path) -> None:
    given = Given(furnished.clerk, tmp_path / "a.xlsx", FULL)
    first, second = given.rows("客户档案")
    assert (first["客户编号"], first["客户名称"]) == ("KH-LZ-00001", "桁岳五金机电经营部")
    assert (first["市场"], first["负责业务员"], first["渠道类型"]) == ("河西五金机电城", "程砚舟", "批发商")
    assert (first["月销量万元"], first["经营面积㎡"], first["成立年份"]) == (12.5, 85.5, 2011)
    assert first["经营品类"] == "、".join(label_of("product_category", code) for code in ("bv", "power"))
    assert first["最近拜访"] == datetime(2026, 11, 16)
    assert first["重点客户"] == "否"
    assert second["店铺电话"] is None
    [visit] = given.rows("拜访记录")
    assert (visit["开始"], visit["结束"], visit["时长"]) == (time(9, 0), time(9, 37), 37)
    [brand] = given.rows("经营品牌")
    assert (brand["占比"], brand["数据日期"]) == (0.6, datetime(2026, 11, 1))


def test_the_masked_version_hides_what_rule_r22_names(furnished: Office, tmp_path: Path) -> None:
    given = Given(furnished.clerk, tmp_path / "a.xlsx")
    first = given.rows("客户档案")[0]
    assert (first["店铺电话"], first["详细地址"]) == ("0600-****567", "***")
    assert first["备注"] == "电话 142****1234 问老板"
    assert given.rows("客户档案")[1]["详细地址"] == "机电路***"
    [person] = given.rows("联系人")
    assert (person["姓名"], person["手机"]) == ("谢**", "142****1037")
    whole = "".join(str(cell.value) for sheet in given.book for row in sheet.iter_rows() for cell in row)
    assert "8880567" not in whole
    assert "14200001" not in whole


def test_the_complete_version_has_every_number(furnished: Office, tmp_path: Path) -> None:
    given = Given(furnished.clerk, tmp_path / "a.xlsx", FULL)
    assert given.rows("联系人")[0]["手机"] == "14200001037"
    assert given.rows("客户档案")[0]["店铺电话"] == "0600-8880567"
    assert given.book["客户档案"]["A2"].value.endswith("共 2 户｜完整")


def test_who_may_not_see_numbers_gets_no_complete_version(furnished: Office, tmp_path: Path) -> None:
    with pytest.raises(Forbidden):
        Given(furnished.rep, tmp_path / "a.xlsx", FULL)
    with pytest.raises(Invalid, match="只能用掩码版"):
        Given(furnished.clerk, tmp_path / "a.xlsx", replace(FULL, purpose="meeting"))
    assert "a.xlsx" not in left(tmp_path)


def test_a_rep_gives_out_the_own_customers(furnished: Office, tmp_path: Path) -> None:
    given = Given(furnished.rep, tmp_path / "a.xlsx")
    assert [row["客户名称"] for row in given.rows("客户档案")] == ["桁岳五金机电经营部"]


@pytest.mark.parametrize(("change", "field"), [({"recipient": " "}, "recipient"), ({"purpose": "fun"}, "purpose")])
def test_recipient_and_purpose_are_asked(furnished: Office, tmp_path: Path, change: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        Given(furnished.clerk, tmp_path / "a.xlsx", replace(REQUEST, **change))
    assert set(refused.value.problems) == {field}


def test_many_customers_unmasked_need_the_supervisor(
    furnished: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.security.exporting.MOST_COMPLETE", 1)
    with pytest.raises(Forbidden, match="请主管登录后导出"):
        Given(furnished.clerk, tmp_path / "a.xlsx", FULL)
    assert "a.xlsx" not in left(tmp_path)
    assert Given(furnished.chief, tmp_path / "a.xlsx", FULL).result.customers == 2


def test_the_supervisor_stands_by_with_a_password(
    furnished: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.security.exporting.MOST_COMPLETE", 1)
    [(account, name)] = [(each.username, each.name) for each in supervisors(furnished.clerk)]
    by = replace(FULL, approver=account, password="wrong")
    with pytest.raises(Forbidden, match="口令不对"):
        Given(furnished.clerk, tmp_path / "a.xlsx", by)
    with pytest.raises(Forbidden, match="没有选在场的主管"):
        Given(furnished.clerk, tmp_path / "a.xlsx", replace(by, approver=furnished.clerk.user.username))
    assert "a.xlsx" not in left(tmp_path)
    assert Given(furnished.clerk, tmp_path / "a.xlsx", replace(by, password=PASSWORD)).result.customers == 2
    with furnished.app.reading() as session:
        assert session.scalars(select(ExportLog.filter)).one() == {"approver": name}


def test_picked_customers_chosen_sheets_and_columns(furnished: Office, tmp_path: Path) -> None:
    request = replace(REQUEST, among=[2], sheets=("客户档案", "联系人"), columns=("市场", "月销量万元"))
    given = Given(furnished.clerk, tmp_path / "a.xlsx", request)
    assert given.book.sheetnames == ["说明", "客户档案", "联系人", "_字典"]
    assert given.head("客户档案") == ["客户编号", "客户名称", "市场", "月销量万元", "全局号", "校验"]
    assert [row["客户编号"] for row in given.rows("客户档案")] == ["KH-LZ-00002"]
    assert given.book["客户档案"]["D5"].value == "=SUBTOTAL(109,D4:D4)"
    assert "｜勾选 1 户｜共 1 户｜" in given.book["客户档案"]["A2"].value
    with furnished.app.reading() as session:
        kept = session.scalars(select(ExportLog.filter)).one()
    assert kept == {"picked": 1, "sheets": ["客户档案", "联系人"], "columns": ["市场", "月销量万元"]}


def test_what_can_be_chosen_and_how_many_that_is(furnished: Office) -> None:
    furnished.change(Customer, 2, {"consent_state": "withdrawn"})
    offer = archive_offer(furnished.clerk)
    assert offer.sheets[:2] == ["客户档案", "联系人"]
    assert ("branch_archive", "办事处存档") in offer.purposes
    assert not set(ALWAYS) & set(offer.columns)
    assert (offer.most_complete, len(offer.supervisors)) == (200, 1)
    assert archive_offer(furnished.chief).most_complete == 0
    assert count_chosen(furnished.clerk, CustomerFilter()) == Chosen(1, 1)
    assert count_chosen(furnished.clerk, CustomerFilter(), [2]) == Chosen(0, 1)
    assert count_chosen(furnished.clerk, CustomerFilter(text="桁岳"), [1, 2]) == Chosen(1, 0)


def test_a_file_open_elsewhere_is_told(furnished: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")

    def locked(_self: Path, target: Path) -> Path:
        raise PermissionError(errno.EACCES, "locked", str(target))

    monkeypatch.setattr(Path, "replace", locked)
    with pytest.raises(FileUnusable, match="正在 Excel 或别的程序里打开"):
        export_archive(furnished.clerk, path, REQUEST, Task())
    assert left(tmp_path) == ["a.xlsx"]
    assert path.read_bytes() == b"old"


def test_a_file_that_cannot_be_moved_is_not_logged(furnished: Office, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    task = Task(lambda done, total, note: path.mkdir(exist_ok=True) if note == "核对条数" else None)
    with pytest.raises(FileUnusable, match="已有一个同名的文件夹"):
        export_archive(furnished.clerk, path, REQUEST, task)
    assert left(tmp_path) == ["a.xlsx"]
    assert list(path.iterdir()) == []
    with furnished.app.reading() as session:
        assert session.scalars(select(ExportLog)).all() == []


def test_it_is_logged_with_the_files_digest(furnished: Office, tmp_path: Path) -> None:
    path = tmp_path / "客户档案总表.xlsx"
    wanted = CustomerFilter(classes=("B",))
    given = Given(furnished.clerk, path, replace(REQUEST, wanted=wanted))
    with furnished.app.reading() as session:
        [entry] = session.scalars(select(ExportLog)).all()
    assert (entry.report_code, entry.format, entry.row_count, entry.is_masked) == ("RP07", "xlsx", 2, True)
    assert (entry.purpose, entry.recipient, entry.file_name) == ("branch_archive", "内勤 温可", path.name)
    assert entry.sha256 == given.result.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert entry.filter == {"classes": ["B"]}


def test_who_withdrew_is_left_out_and_counted(furnished: Office, tmp_path: Path) -> None:
    furnished.change(Customer, 2, {"consent_state": "withdrawn"})
    given = Given(furnished.clerk, tmp_path / "a.xlsx")
    assert given.result.customers == 1
    assert "1 户，另有 1 户撤回同意，没有导出" in [row[1].value for row in given.book["说明"].iter_rows()]


def test_conditions_choose_the_customers_of_every_sheet(furnished: Office, tmp_path: Path) -> None:
    wanted, told = read_filter(furnished.clerk, [("owner", "E02"), ("market", "LZ-HX"), ("class", "B 潜在")])
    assert told == "市场 河西五金机电城；等级 B 潜在；业务员 罗以南"
    given = Given(furnished.clerk, tmp_path / "a.xlsx", replace(REQUEST, wanted=wanted, told=told))
    assert [row["客户名称"] for row in given.rows("客户档案")] == ["栎盛电线电缆"]
    assert [cell.value for cell in given.book["联系人"]["A"]][3:] == ["无数据"]
    found = Given(furnished.clerk, tmp_path / "b.xlsx", replace(REQUEST, wanted=CustomerFilter(text="桁岳")))
    assert found.result.customers == 1


@pytest.mark.parametrize("pair", [("colour", "red"), ("market", "XX"), ("stage", "飞")])
def test_an_unknown_condition_is_refused(furnished: Office, pair: tuple[str, str]) -> None:
    with pytest.raises(Invalid, match="没有写出文件"):
        read_filter(furnished.clerk, [pair])


def test_a_full_sheet_goes_on_on_another(furnished: Office, tmp_path: Path) -> None:
    given = Given(furnished.clerk, tmp_path / "a.xlsx", most_rows=1)
    assert given.book.sheetnames[1:3] == ["客户档案", "客户档案 (2)"]
    assert given.head("客户档案 (2)") == given.head("客户档案")
    rows = [*given.rows("客户档案"), *given.rows("客户档案 (2)")]
    assert [row["客户编号"] for row in rows] == ["KH-LZ-00001", "KH-LZ-00002"]
    second = given.book["客户档案 (2)"]
    assert second["V5"].value == "=SUBTOTAL(109,V4:V4)"
    assert second["A3"].fill.start_color.rgb == given.book["客户档案"]["A3"].fill.start_color.rgb
    assert second.cell(4, given.head("客户档案").index("发现日期") + 1).number_format == "yyyy-mm-dd"


def test_a_row_tells_whose_it_is_and_whether_it_was_touched(furnished: Office, tmp_path: Path) -> None:
    given = Given(furnished.clerk, tmp_path / "a.xlsx", FULL)
    row = given.rows("客户档案")[0]
    check = checksum.read(row["校验"])
    customer = furnished.read(Customer, 1)
    assert check is not None
    assert (row["全局号"], check.version) == (customer.uid, customer.row_version)
    assert check.is_of(customer.uid)
    assert not check.is_of(customer.uid[:-1] + "0" if customer.uid[-1] != "0" else customer.uid[:-1] + "1")
    sheet = customers_sheet()
    cells = [row[sheet.columns[place].title] for place in sheet.editable]
    assert check.unchanged(cells)
    assert not check.unchanged([*cells[:-1], "改过"])


def test_cancelling_leaves_nothing(furnished: Office, tmp_path: Path) -> None:
    task = Task(lambda done, total, note: task.cancel() if note == "拜访记录" else None)
    (tmp_path / "out").mkdir()
    with pytest.raises(Cancelled):
        export_archive(furnished.clerk, tmp_path / "out" / "a.xlsx", REQUEST, task)
    assert left(tmp_path / "out") == []
    with furnished.app.reading() as session:
        assert session.scalars(select(ExportLog)).all() == []


def test_progress_grows_to_the_end(furnished: Office, tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    export_archive(
        furnished.clerk, tmp_path / "a.xlsx", REQUEST, Task(lambda done, total, _: steps.append((done, total)))
    )
    assert steps == sorted(steps)
    assert steps[-1] == (18, 18)


def test_a_full_disk_leaves_the_old_file(furnished: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "out" / "a.xlsx"
    path.parent.mkdir()
    path.write_bytes(b"old")

    def full(self: Package) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Package, "finish", full)
    with pytest.raises(FileUnusable, match="磁盘满了"):
        export_archive(furnished.clerk, path, REQUEST, Task())
    assert left(path.parent) == ["a.xlsx"]
    assert path.read_bytes() == b"old"


def test_a_folder_that_is_gone_is_told(furnished: Office, tmp_path: Path) -> None:
    with pytest.raises(FileUnusable, match="找不到能写的文件夹"):
        export_archive(furnished.clerk, tmp_path / "gone" / "a.xlsx", REQUEST, Task())


def test_a_file_that_does_not_hold_what_was_written_is_not_kept(
    furnished: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Package.write
    monkeypatch.setattr(
        Package, "write", lambda self, content: write(self, content.replace(b'<row r="5">', b'<gap r="5">'))
    )
    with pytest.raises(FileUnusable, match="条数不符"):
        export_archive(furnished.clerk, tmp_path / "a.xlsx", REQUEST, Task())
    assert "a.xlsx" not in left(tmp_path)


def test_the_file_is_an_ordinary_zip(archive: Given) -> None:
    with ZipFile(archive.path) as book:
        assert book.testzip() is None
        assert all(not info.extra and info.create_version < 45 for info in book.infolist())


def test_completeness_asked_of_the_database_is_that_of_the_rule(own_sample: Office) -> None:
    app = own_sample.app
    with app.reading() as session:
        asked = dict(session.execute(select(Customer.id, items_there())).tuples().all())
        for customer in session.scalars(select(Customer)):
            contacts = session.scalars(
                select(Contact).where(Contact.customer_id == customer.id, Contact.is_active)
            ).all()
            brands = len(
                session.scalars(select(CustomerBrand.id).where(CustomerBrand.customer_id == customer.id)).all()
            )
            sheet = newest_sheet(session, customer.id)
            judged = archive_completeness(
                customer, contacts, brands=brands, sheet_percent=sheet.completeness_pct if sheet else None
            )
            assert (judged.counted, asked[customer.id]) == (ITEMS, ITEMS - len(judged.missing)), judged.missing
    assert len(set(asked.values())) > 2


def test_every_visit_and_complaint_of_the_sample_is_there(archive: Given, sample_app: Any) -> None:
    with sample_app.reading() as session:
        visits = session.scalars(select(Visit.visit_no).where(Visit.state != "draft")).all()
    assert sorted(row["访问号"] for row in archive.rows("拜访记录")) == sorted(visits)
    complaints = archive.rows("投诉记录")
    assert [row["序"] for row in complaints] == list(range(1, len(complaints) + 1))
    assert {type(row["接诉时间"]) for row in complaints} == {datetime}
    kinds = {row["类型"] for row in archive.rows("跟进与阻碍")}
    assert kinds <= {"阻碍", "跟进"}


def test_customers_stand_by_market_priority_and_number(archive: Given) -> None:
    rows = archive.rows("客户档案")
    numbers: dict[str, list[str]] = {}
    for row in archive.rows("联系人"):
        numbers.setdefault(row["客户编号"], []).append(row["姓名"])
    order = [row["客户编号"] for row in rows]
    assert [number for number in order if number in numbers] == list(numbers)
    assert len({row["市场"] for row in rows}) < len(rows)
