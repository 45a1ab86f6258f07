"""Getting a report into a file: its name, all or nothing, and sentences for what the disk may refuse."""

from __future__ import annotations

import errno
import json
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory

from app.errors import FileUnusable, Invalid
from app.reports.encoding import to_json
from app.reports.model import Report
from app.tasks import Task

LONGEST_NAME = 200
"""In bytes; file systems take 255, and the temporary name is longer."""
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_FULL = (errno.ENOSPC, errno.EDQUOT)
_GONE = (errno.ENOENT, errno.ENOTDIR)


def file_name(report: Report, suffix: str, subject: str | None = None) -> str:
    """{表名}_{办事处}_{日期或期间}_{人员}_{v 次}.suffix (reports.md §0); `subject` replaces the report's own."""
    whom = report.subject if subject is None else subject
    return name_from((report.title, report.office, report.dated, whom, f"v{report.issue}"), suffix)


def name_from(parts: Sequence[str], suffix: str) -> str:
    """A file name of these parts, without what no file system takes."""
    stem = "_".join(part for part in (_FORBIDDEN.sub("", part).strip(" .") for part in parts) if part)
    return f"{_shortened(stem)}.{suffix}"


def require_reports(reports: Sequence[Report]) -> None:
    """Raises Invalid when there is nothing to write."""
    if not reports:
        raise Invalid("没有选中报表，没有写出文件。请先选日期和业务员。")


def _shortened(stem: str) -> str:
    return stem.encode()[:LONGEST_NAME].decode(errors="ignore")


def write_json(reports: Sequence[Report], path: Path, task: Task) -> None:
    """One report as a JSON object, several as a list; raises FileUnusable or Cancelled and leaves no file then."""
    require_reports(reports)
    data = []
    for number, report in enumerate(reports):
        task.step(number, len(reports), report.subject or report.title)
        data.append(to_json(report))
    text = json.dumps(data[0] if len(data) == 1 else data, ensure_ascii=False, indent=1)
    with replaced(path) as temporary:
        temporary.write_bytes(text.encode("utf-8", errors="replace") + b"\n")
    task.step(len(reports), len(reports))


@contextmanager
def replaced(path: Path) -> Iterator[Path]:
    """A temporary file beside `path` that takes its place at the end; after any error it is gone and `path` untouched.

    Raises FileUnusable, in words, for every OSError.
    """
    with beside(path) as temporary:
        yield temporary
        temporary.replace(path)


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """A temporary file beside `path`, gone at the end when nobody has moved it; raises what `replaced` does."""
    temporary: Path | None = None
    try:
        temporary = _temporary_beside(path)
        yield temporary
    except OSError as error:
        raise FileUnusable(disk_sentence(error, path)) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


@contextmanager
def aside(path: Path) -> Iterator[Path]:
    """Where a file of the same name can be written first, beside `path` and gone at the end when nobody has moved it.

    For writers that tell the file's name; raises what `replaced` does.
    """
    try:
        with TemporaryDirectory(prefix=".sweepbook-", dir=path.parent) as folder:
            yield Path(folder) / path.name
    except OSError as error:
        raise FileUnusable(disk_sentence(error, path)) from error


def _temporary_beside(path: Path) -> Path:
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    temporary = path.with_name(f".sweepbook-{token_hex(6)}{path.suffix}")
    temporary.touch(exist_ok=False)
    return temporary


def disk_sentence(error: OSError, path: Path) -> str:
    """What to tell the user about a file that cannot be written."""
    if error.errno in _FULL:
        return f"没能写入 {path.name}，磁盘满了，没有写出文件，库里的数据没有变。请腾出空间后重试，或换个位置保存。"
    if error.errno in _GONE:
        return (
            f"没能写入 {path.name}，找不到能写的文件夹“{path.parent}”，没有写出文件，库里的数据没有变。请换个位置保存。"
        )
    if isinstance(error, PermissionError) and path.is_file() and os.access(path.parent, os.W_OK):
        return f"没能写入 {path.name}，它正在 Excel 或别的程序里打开，那个文件没有变。请先关掉它再重试，或另存一份。"
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return f"没能写入 {path.name}，文件夹“{path.parent}”不让写入，没有写出文件，库里的数据没有变。请换个位置保存。"
    if isinstance(error, IsADirectoryError):
        return f"没能写入 {path.name}，那里已有一个同名的文件夹，没有写出文件，库里的数据没有变。请换个名字保存。"
    return f"没能写入 {path.name}（{error.strerror or error}），没有写出文件，库里的数据没有变。请换个位置保存，或稍后再试。"
