"""The rows an import did not take, as a workbook: each as it stood, with the reason beside every cell that is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from app.errors import FileUnusable
from app.importing.findings import Problem
from app.importing.readers import cell_text
from app.importing.tables import Table
from app.importing.trial import Trial, chunks
from app.tasks import Task

_LONGEST = 32_767
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")
_WIDTH, _REASON_WIDTH = 16, 34
_REASON = "原因"


def write_rejects(trial: Trial, path: Path, task: Task) -> int:
    """Write the pending rows of a trial into a new workbook; returns how many.

    It has the columns of the file, so that it can be corrected and imported again; after each column with problems
    stands one with the reasons. Written aside and renamed. Raises FileUnusable when it cannot be written.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    wrong = _places(trial)
    sheets = {}
    for number, each in enumerate(trial.tables):
        sheets[number] = sheet = book.create_sheet(_SHEET_NAME.sub(" ", each.name)[:31] or "客户")
        _head(sheet, each, wrong[number])
    written = 0
    for table, line, problems, row in _pending(trial):
        sheets[table].append(list(_cells(sheets[table], line, problems, row, trial.tables[table], wrong[table])))
        written += 1
        if written % 1000 == 0:
            task.step(written, trial.counts.pending, "写出待处理的行")
    unfinished = path.with_name(f".unfinished-{path.name}")
    try:
        try:
            book.save(unfinished)
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise FileUnusable(
            f"写不出 {path.name}。请检查文件夹在不在、有没有权限，关掉打开着的同名文件，再试一次。"
        ) from error
    return written


def _pending(trial: Trial) -> Iterator[tuple[int, int, list[Problem], list[Any]]]:
    """The rows not taken: table, line, problems, and the cells as they stood or were typed anew."""
    kept = trial.spool.chunks()
    for number, table in enumerate(trial.tables):
        for rows in chunks(trial.source, table, number, trial.choices):
            cells = dict(rows)
            for line, _, problems in next(kept).pending:
                yield number, line, [Problem(*values) for values in problems], cells[line]


def _places(trial: Trial) -> Mapping[int, set[int]]:
    """By table the columns that have problems."""
    found: dict[int, set[int]] = {number: set() for number in range(len(trial.tables))}
    for group in trial.groups:
        found[group.table].add(group.first.place)
    return found


def _head(sheet: Any, table: Table, wrong: set[int]) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    titles = ["行号", _REASON]
    for column in table.columns:
        titles.append(column.heading)
        if column.place in wrong:
            titles.append(f"{column.heading}{_REASON}")
    sheet.freeze_panes = "C2"
    for number, title in enumerate(titles, start=1):
        width = _REASON_WIDTH if title.endswith(_REASON) else _WIDTH
        sheet.column_dimensions[get_column_letter(number)].width = width
    cells = []
    for title in titles:
        cell = WriteOnlyCell(sheet, _safe(title))
        cell.font = Font(bold=True)
        cells.append(cell)
    sheet.append(cells)


def _cells(
    sheet: Any, line: int, problems: Sequence[Problem], row: Sequence[Any], table: Table, wrong: set[int]
) -> Iterator[Any]:
    yield line
    yield _said(problems, -1)
    for column in table.columns:
        yield _stored(sheet, row[column.place] if column.place < len(row) else "")
        if column.place in wrong:
            yield _said(problems, column.place)


def _said(problems: Sequence[Problem], place: int) -> str | None:
    words = [
        problem.reason + (f"。可改为 {problem.suggestion}" if problem.suggestion else "")
        for problem in problems
        if problem.place == place
    ]
    return _safe("；".join(words)) if words else None


def _stored(sheet: Any, raw: Any) -> Any:
    """A cell as it stood; text stays text, whatever it begins with."""
    if isinstance(raw, bool | int | float | date):
        return raw
    text = _safe(cell_text(raw))
    if not text.startswith("="):
        return text or None
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell


def _safe(text: str) -> str:
    return _UNSTORABLE.sub("", text)[:_LONGEST]
