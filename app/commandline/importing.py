"""`import customers`: a workbook into the archive, tried first, the rows not taken written out with their reasons."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.context import App
from app.tasks import Task

if TYPE_CHECKING:
    from app.importing.findings import Counts
    from app.importing.trial import Trial


_MOST_TOLD = 500
"""How many problems are told as JSON; all of them stand in the workbook of rejects."""


def add_import(parser: ArgumentParser, parser_class: type[ArgumentParser]) -> None:
    """The arguments of `import`."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="动作", parser_class=parser_class)
    customers = actions.add_parser("customers", help="导入客户和联系人，整份一次写入，可整批撤销")
    customers.add_argument("file", type=Path, metavar="文件", help="xlsx、xls、ods 或 csv")
    customers.add_argument("--dry-run", action="store_true", help="只试导入，不写入任何数据")
    customers.add_argument("--mapping", metavar="模板", help="用另存过的导入模板对应各列")
    customers.add_argument(
        "--rejects", type=Path, metavar="文件", help="把待处理的行连同原因写成这个 .xlsx；已有同名的就换成新的"
    )
    customers.add_argument("--json", action="store_true", help="结果写成 JSON")

    imports = actions.add_parser("list", help="列出导入过的文件，新的在前")
    imports.add_argument("--json", action="store_true", help="结果写成 JSON")
    undo = actions.add_parser("undo", help="整批撤销 7 天以内的一次导入")
    undo.add_argument("batch", type=int, metavar="编号", help="import list 列出的编号")
    undo.add_argument("--json", action="store_true", help="结果写成 JSON")


def run_import(app: App, arguments: Namespace) -> int:
    """Do what `import` was asked to."""
    match arguments.action:
        case "list":
            return _list_imports(app, arguments)
        case "undo":
            return _undo_import(app, arguments)
        case _:
            return _import_customers(app, arguments)


def _list_imports(app: App, arguments: Namespace) -> int:
    from app.importing.batches import list_batches

    batches = list_batches(app)
    if arguments.json:
        print(json.dumps([asdict(batch) for batch in batches], ensure_ascii=False, default=str))
        return 0
    for batch in batches:
        state = f"，{batch.undone_at:%m-%d %H:%M} 由{batch.undone_by}撤销" if batch.undone_at else ""
        print(
            f"{batch.id}  {batch.imported_at:%Y-%m-%d %H:%M}  {batch.by}  {batch.file_name}：{_said(batch.counts)}{state}"
        )
    if not batches:
        print("还没有导入过文件。")
    return 0


def _undo_import(app: App, arguments: Namespace) -> int:
    from app.importing.batches import undo_import

    undo_import(app, arguments.batch, Task())
    print(json.dumps({"undone": arguments.batch}) if arguments.json else f"已整批撤销第 {arguments.batch} 次导入。")
    return 0


def _import_customers(app: App, arguments: Namespace) -> int:
    """Try the file, write it unless told not to, and say what became of its rows."""
    from app.importing.rejects import write_rejects
    from app.importing.source import open_source
    from app.importing.tables import look_at
    from app.importing.templates import load_template
    from app.importing.trial import try_import
    from app.importing.writing import carry_out

    template = load_template(app, arguments.mapping) if arguments.mapping else None
    with (
        open_source(arguments.file, Task()) as source,
        try_import(app, source, look_at(source, template), Task(), layout=arguments.mapping or "") as trial,
    ):
        if arguments.rejects:
            write_rejects(trial, arguments.rejects, Task())
        if not arguments.dry_run:
            carry_out(app, trial, Task())
        if arguments.json:
            print(json.dumps(_told(trial, written=not arguments.dry_run), ensure_ascii=False))
        else:
            print("\n".join(_lines(trial, written=not arguments.dry_run, rejects=arguments.rejects)))
    return 0


def _told(trial: Trial, *, written: bool) -> dict[str, Any]:
    columns = {
        table.name: {column.heading: column.target for column in table.columns if column.heading}
        for table in trial.tables
    }
    problems = [
        {"table": trial.tables[row.table].name, "row": row.number, **row.problem._asdict()}
        for row in trial.problem_rows(0, _MOST_TOLD)
    ]
    return {"written": written, **asdict(trial.counts), "columns": columns, "problems": problems}


def _said(counts: Counts) -> str:
    """What became of the rows of a file."""
    return (
        f"新增 {counts.added:,}、更新 {counts.updated:,}、合并 {counts.merged:,}、"
        f"跳过 {counts.skipped:,}、待处理 {counts.pending:,}"
    )


def _lines(trial: Trial, *, written: bool, rejects: Path | None) -> list[str]:
    counts = trial.counts
    done = "已导入" if written else "试导入，没有写入任何数据"
    lines = [f"{trial.path.name} 共 {counts.rows:,} 行，{done}：{_said(counts)}。"]
    for table in trial.tables:
        left = [column.heading for column in table.columns if column.heading and not column.target]
        if left:
            lines.append(f"“{table.name}”里没有导入的列：{'、'.join(left)}。")
    lines += [f"  {group.first.heading}：{group.count:,} 处，如“{group.first.reason}”" for group in trial.groups]
    if counts.pending:
        lines.append(
            f"待处理的行已写到 {rejects}。" if rejects else "加 --rejects 文件名，可把待处理的行连同原因写出来。"
        )
    return lines
