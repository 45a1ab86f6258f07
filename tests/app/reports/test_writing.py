from __future__ import annotations

import errno
import json
import os
import resource
from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import Cancelled, FileUnusable
from app.reports.daily import daily_report
from app.reports.model import Report
from app.reports.pdf import write_pdf
from app.reports.writing import file_name, replaced, write_json
from app.reports.xlsx import write_xlsx
from app.tasks import Task
from tests.app.reports.decoding import from_json
from tests.app.reports.samples import day
from tests.app.reports.week import week

WRITERS = [write_pdf, write_xlsx, write_json]
REPORTS = [lambda: daily_report(day(1)), week]
KINDS = pytest.mark.parametrize("report", REPORTS, ids=["one sheet", "many sheets"])


def test_a_report_over_a_period_names_it_in_its_file() -> None:
    assert file_name(week(), "pdf") == "客户调查周总结表_临州办事处_2026-W47_v1.pdf"
    assert file_name(week(subject="温可", issue=2), "xlsx") == "客户调查周总结表_临州办事处_2026-W47_温可_v2.xlsx"


def test_the_name_follows_the_rule_of_the_specification() -> None:
    assert file_name(daily_report(day()), "pdf") == "客户扫街日报表_临州办事处_2026-11-16_温可_v1.pdf"
    assert file_name(daily_report(day(issue=2)), "xlsx").endswith("_v2.xlsx")
    assert file_name(daily_report(day()), "pdf", subject="全部业务员") == (
        "客户扫街日报表_临州办事处_2026-11-16_全部业务员_v1.pdf"
    )


def test_characters_a_file_name_may_not_have_are_left_out() -> None:
    report = daily_report(day(office='临/州:办*事?处"<>|\\', employee_name="温可."))
    assert file_name(report, "pdf") == "客户扫街日报表_临州办事处_2026-11-16_温可_v1.pdf"


def test_very_long_names_still_fit_a_file_system(tmp_path: Path) -> None:
    name = file_name(daily_report(day(employee_name="温" * 300)), "json")
    write_json([daily_report(day())], tmp_path / name, Task())
    assert (tmp_path / name).is_file()


def test_one_report_is_an_object_and_several_are_a_list(tmp_path: Path) -> None:
    reports = [daily_report(day(2)), daily_report(day(0))]
    write_json(reports[:1], tmp_path / "one.json", Task())
    write_json(reports, tmp_path / "two.json", Task())
    assert from_json(json.loads((tmp_path / "one.json").read_text(encoding="utf-8"))) == reports[0]
    assert [from_json(data) for data in json.loads((tmp_path / "two.json").read_text(encoding="utf-8"))] == reports


@KINDS
@pytest.mark.parametrize("write", WRITERS)
def test_a_folder_that_went_away_is_said_in_words(write: type, report: Callable[[], Report], tmp_path: Path) -> None:
    with pytest.raises(FileUnusable, match=r"找不到能写的文件夹“.+”，没有写出文件，库里的数据没有变。请换个位置保存"):
        write([report()], tmp_path / "gone" / "日报.pdf", Task())


@KINDS
@pytest.mark.parametrize("write", WRITERS)
def test_a_folder_of_that_name_is_said_in_words(write: type, report: Callable[[], Report], tmp_path: Path) -> None:
    (tmp_path / "日报.pdf").mkdir()
    with pytest.raises(FileUnusable, match="同名的文件夹"):
        write([report()], tmp_path / "日报.pdf", Task())
    assert [path.name for path in tmp_path.iterdir()] == ["日报.pdf"]


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "磁盘满了"),
        (errno.EACCES, "正在 Excel 或别的程序里打开"),
        (errno.EROFS, "不让写入"),
        (errno.EIO, "稍后再试"),
    ],
)
def test_what_the_disk_refuses_is_said_and_the_old_file_stays(number: int, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / "日报.xlsx"
    path.write_bytes(b"old")
    with pytest.raises(FileUnusable, match=sentence):
        _fail_half_way(path, OSError(number, os.strerror(number)))
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def _fail_half_way(path: Path, error: OSError) -> None:
    with replaced(path) as temporary:
        temporary.write_bytes(b"half")
        raise error


def test_a_folder_nobody_may_write_to_is_said_in_words() -> None:
    with pytest.raises(FileUnusable, match="请换个位置保存"):
        write_json([daily_report(day(1))], Path("/proc/日报.json"), Task())


def test_a_really_full_disk_leaves_nothing_half_written(tmp_path: Path) -> None:
    with pytest.raises(FileUnusable, match="磁盘满了"):
        _write_to_full_device(tmp_path / "日报.pdf")
    assert list(tmp_path.iterdir()) == []


def _write_to_full_device(path: Path) -> None:
    with replaced(path), Path("/dev/full").open("wb", buffering=0) as full:
        full.write(b"x")


@KINDS
@pytest.mark.parametrize("write", WRITERS)
def test_cancelled_work_leaves_nothing(write: type, report: Callable[[], Report], tmp_path: Path) -> None:
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        write([report()], tmp_path / "日报.pdf", task)
    assert list(tmp_path.iterdir()) == []


@KINDS
@pytest.mark.parametrize("write", WRITERS)
def test_a_file_that_excel_holds_open_stays_as_it_is(
    write: type, report: Callable[[], Report], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "周总结.xlsx"
    path.write_bytes(b"old")

    def refused(source: Path, target: Path) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))

    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(FileUnusable, match="正在 Excel 或别的程序里打开，那个文件没有变。请先关掉它"):
        write([report()], path, Task())
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@KINDS
@pytest.mark.parametrize("write", [write_pdf, write_json])
def test_a_disk_that_takes_no_more_half_way_leaves_nothing(
    write: type, report: Callable[[], Report], tmp_path: Path
) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(FileUnusable, match="没有写出文件"):
            write([report()], tmp_path / "周总结", Task())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list(tmp_path.iterdir()) == []
