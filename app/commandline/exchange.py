"""Giving the archive out from the command line."""

from __future__ import annotations

import json
import os
import re
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from getpass import getpass
from pathlib import Path

from app.choices import options
from app.context import App
from app.errors import Forbidden

_CONDITIONS = (
    "查找(text)、办事处(branch)、市场(market)、状态(status)、等级(class)、阶段(stage)、业务员(owner)、意向(intent)、"
    "应访(due)、调查表(sheet)、标记(mark)、渠道类型(channel)、规模(scale)"
)
_PASSWORD = "SWEEPBOOK_APPROVER_PASSWORD"
_OUT = "写到哪个 .xlsx 文件；已有同名的就换成新的"


def take_export(parser: ArgumentParser) -> None:
    """What `export archive` takes."""
    parser.add_argument("--out", required=True, type=_workbook, metavar="文件", help=_OUT)
    parser.add_argument(
        "--filter",
        action="append",
        default=[],
        type=_condition,
        metavar="条件=值",
        help=f"只导出合条件的，可写几次；例：市场=河西五金机电城。条件：{_CONDITIONS.replace('、', '、 ')}",
    )
    parser.add_argument("--full", action="store_true", help="完整版：电话等不掩码")
    parser.add_argument("--purpose", required=True, type=_purpose, metavar="用途", help="例：办事处存档")
    parser.add_argument("--recipient", required=True, metavar="接收人", help="文件给谁")
    parser.add_argument("--note", default="", metavar="说明", help="用途的说明，记入导出登记，可以不写")
    parser.add_argument(
        "--approver",
        default="",
        metavar="账号",
        help=f"完整版户数多、要主管在场时，主管的登录名；口令在终端里输入，不显示，也可以放在环境变量 {_PASSWORD} 里，"
        "或从标准输入送一行",
    )
    parser.add_argument("--json", action="store_true", help="结果写成 JSON")


def take_template(parser: ArgumentParser) -> None:
    """What `export template` takes."""
    parser.add_argument("--out", required=True, type=_workbook, metavar="文件", help=_OUT)
    parser.add_argument("--json", action="store_true", help="结果写成 JSON")


def template(app: App, arguments: Namespace) -> int:
    """Write the template to fill in."""
    from app.exchange.template import write_template

    write_template(app, arguments.out)
    told = {"file": str(arguments.out)}
    print(
        json.dumps(told, ensure_ascii=False) if arguments.json else f"已写出 {arguments.out}：空白导入模板，附示例行。"
    )
    return 0


def export(app: App, arguments: Namespace) -> int:
    """Write the archive and say what is in it."""
    from app.customers.conditions import read_filter
    from app.exchange.archive import ArchiveRequest, export_archive
    from app.tasks import Task

    wanted, told = read_filter(app, arguments.filter)
    request = ArchiveRequest(
        purpose=arguments.purpose,
        recipient=arguments.recipient,
        wanted=wanted,
        told=told,
        full=arguments.full,
        note=arguments.note,
        approver=arguments.approver,
        password=_password() if arguments.approver and arguments.full else "",
    )
    try:
        result = export_archive(app, arguments.out, request, Task())
    except Forbidden as refused:
        raise Forbidden(
            refused if request.approver else f"{refused}主管在场时用 --approver 写主管的登录名。"
        ) from refused
    if arguments.json:
        sheets = {sheet.name: sheet.rows for sheet in result.sheets}
        found = {"file": str(arguments.out), "customers": result.customers, "sheets": sheets, "sha256": result.sha256}
        print(json.dumps(found, ensure_ascii=False))
    else:
        rows = sum(sheet.rows for sheet in result.sheets)
        print(f"已写出 {arguments.out}：客户 {result.customers:,} 户，共 {rows:,} 行，读回核对相符。")
    return 0


def _password() -> str:
    """The supervisor's, never an argument: other programs see those."""
    if _PASSWORD in os.environ:
        return os.environ[_PASSWORD]
    return getpass("主管口令：") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")


def _workbook(text: str) -> Path:
    if not text.lower().endswith(".xlsx"):
        raise ArgumentTypeError(f"“{text}”不是 .xlsx 文件")
    return Path(text)


def _condition(text: str) -> tuple[str, str]:
    written = re.fullmatch(r"([^=＝]+)[=＝](.*\S.*)", text, re.DOTALL)
    if written is None:
        raise ArgumentTypeError(f"看不懂“{text}”，请写成 市场=LZ-HX 这样，条件有 {_CONDITIONS}")
    return written[1].strip(), written[2]


def _purpose(text: str) -> str:
    known = {name: option.code for option in options("export_purpose") for name in (option.code, option.label)}
    if text not in known:
        labels = "、".join(option.label for option in options("export_purpose"))
        raise ArgumentTypeError(f"没有“{text}”这个用途，可用 {labels}")
    return known[text]
