from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest

from app.errors import Cancelled, FileUnusable
from app.reports.daily import daily_report
from app.reports.encoding import from_json
from app.reports.pdf import write_pdf
from app.reports.writing import file_name, replaced, write_json
from app.reports.xlsx import write_xlsx
from app.tasks import Task
from tests.app.reports.samples import day

WRITERS = [write_pdf, write_xlsx, write_json]


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


@pytest.mark.parametrize("write", WRITERS)
def test_a_folder_that_went_away_is_said_in_words(write: type, tmp_path: Path) -> None:
    with pytest.raises(FileUnusable, match="不见了。报表数据没有丢。请换个位置保存"):
        write([daily_report(day(1))], tmp_path / "gone" / "日报.pdf", Task())


@pytest.mark.parametrize("write", WRITERS)
def test_a_folder_of_that_name_is_said_in_words(write: type, tmp_path: Path) -> None:
    (tmp_path / "日报.pdf").mkdir()
    with pytest.raises(FileUnusable, match="同名的文件夹"):
        write([daily_report(day(1))], tmp_path / "日报.pdf", Task())
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


@pytest.mark.parametrize("write", WRITERS)
def test_cancelled_work_leaves_nothing(write: type, tmp_path: Path) -> None:
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        write([daily_report(day(1))], tmp_path / "日报.pdf", task)
    assert list(tmp_path.iterdir()) == []
