"""What the command line takes, and its words when it is used wrongly."""

from __future__ import annotations

import re
import sys
from argparse import Action, ArgumentError, ArgumentParser, ArgumentTypeError, Namespace, _HelpAction
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from app.commandline.duplicates import take_duplicates
from app.commandline.exchange import take_export, take_template
from app.commandline.importing import add_import
from app.commandline.reports import count, report_kinds

FORMATS = ("pdf", "xlsx", "json")
WRONG_USE = 2

_TRANSLATED = (
    (r"the following arguments are required: (.+)", r"缺少 \1"),
    (r"unrecognized arguments: (.+)", r"多出了 \1"),
    (r"argument (.+): expected one argument", r"\1 后面要写一个值"),
    (r"argument (.+): not allowed with argument (.+)", r"\1 与 \2 不能同时用"),
    (r"argument (.+?): (.+)", r"\1：\2"),
)


class Parser(ArgumentParser):
    """An ArgumentParser that speaks Chinese: a wrong use says what is wrong, how it is used, and ends with 2."""

    def __init__(self, *args: object, **rest: object) -> None:
        super().__init__(*args, **{**rest, "add_help": False, "allow_abbrev": False})  # type: ignore[arg-type]
        self._positionals.title, self._optionals.title = "命令与参数", "选项"
        self.add_argument("-h", "--help", action=_HelpAction, help="看用法")

    def format_usage(self) -> str:
        """The usage lines."""
        return super().format_usage().replace("usage: ", "用法：", 1)

    def format_help(self) -> str:
        """The whole help."""
        return super().format_help().replace("usage: ", "用法：", 1)

    def _check_value(self, action: Action, value: object) -> None:
        if action.choices is not None and value not in action.choices:
            raise ArgumentError(action, f"没有“{value}”，可用的是 {'、'.join(map(str, action.choices))}")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and end with 2."""
        for pattern, words in _TRANSLATED:
            if re.fullmatch(pattern, message, re.DOTALL):
                message = re.sub(pattern, words, message, flags=re.DOTALL)
                break
        sys.stderr.write(f"用法不对：{message}。没有做任何改动。\n{self.format_usage()}")
        sys.exit(WRONG_USE)


def parse(arguments: Sequence[str]) -> Namespace:
    """The arguments, read; ends the program with 2 and a Chinese sentence when they are wrong."""
    parser = Parser(prog="main.py", description="扫街簿：没有命令时打开窗口。")
    parser.add_argument(
        "--database", metavar="地址", help="数据库地址，例：sqlite:///D:/sweepbook.db 或 postgresql://…"
    )
    commands = parser.add_subparsers(dest="command", metavar="命令", parser_class=Parser)
    sample = commands.add_parser("sample", help="在空库里建立样例办事处")
    sample.add_argument("--password", default="", metavar="口令", help="样例账号的口令；不写则登录不问口令")
    sample.add_argument("--json", action="store_true", help="结果写成 JSON")
    many = commands.add_parser("bench-data", help="在新的 SQLite 文件里生成大量客户，只供测速")
    many.add_argument("--customers", required=True, type=count, metavar="家数", help="例：1000000")
    many.add_argument("--json", action="store_true", help="结果写成 JSON")
    _add_customers(commands.add_parser("customers", help="查客户档案"))
    add_import(commands.add_parser("import", help="导入办事处自己的表格"), Parser)
    _add_report(commands.add_parser("report", help="生成报表"))
    _add_export(commands.add_parser("export", help="导出客户档案"))
    _add_form(commands.add_parser("form", help="检查或试填调查表模板"))
    check = commands.add_parser("check", help="核对留痕、各条记录、附件、比对键和查找索引")
    check.add_argument("--repair", action="store_true", help="先按档案重算比对键、重建查找索引")
    check.add_argument("--json", action="store_true", help="结果写成 JSON")
    journal = commands.add_parser("journal", help="操作留痕")
    verify = journal.add_subparsers(dest="action", required=True, metavar="动作", parser_class=Parser).add_parser(
        "verify", help="核对留痕链和各条记录"
    )
    verify.add_argument("--json", action="store_true", help="结果写成 JSON")
    return parser.parse_args(arguments)


def _add_customers(customers: ArgumentParser) -> None:
    actions = customers.add_subparsers(dest="action", required=True, metavar="动作", parser_class=Parser)
    search = actions.add_parser("search", help="按名称、拼音、电话、地址、编号或联系人查找")
    search.add_argument("text", type=_sought, metavar="文字", help="例：五金、hywj、0052；几个词用空格隔开、加引号")
    search.add_argument("--limit", type=count, default=50, metavar="家数", help="最多列几家，默认 50")
    search.add_argument("--json", action="store_true", help="结果写成 JSON")
    take_duplicates(actions.add_parser("duplicates", help="列出可能重复的客户，或先全库查重"))


def _add_report(report: ArgumentParser) -> None:
    actions = report.add_subparsers(dest="action", required=True, metavar="报表", parser_class=Parser)
    for kind in report_kinds():
        parser = actions.add_parser(kind.name, help=kind.title)
        kind.take(parser)
        parser.add_argument(
            "--format",
            type=_formats,
            default=("pdf", "xlsx"),
            metavar="格式",
            help="pdf、xlsx、json，逗号隔开；默认 pdf,xlsx",
        )
        parser.add_argument(
            "--out",
            required=True,
            type=Path,
            metavar="文件夹",
            help="写到哪个文件夹，没有就新建；已有同名的文件就换成新的",
        )
        parser.add_argument("--json", action="store_true", help="结果写成 JSON")
        parser.set_defaults(kind=kind)


def _add_export(export: ArgumentParser) -> None:
    actions = export.add_subparsers(dest="action", required=True, metavar="动作", parser_class=Parser)
    take_export(actions.add_parser("archive", help="客户档案总表：客户、联系人、品牌、拜访、投诉等，一本工作簿"))
    take_template(actions.add_parser("template", help="给办事处填写的导入模板：表头、说明、下拉和示例行"))


def _add_form(form: ArgumentParser) -> None:
    actions = form.add_subparsers(dest="action", required=True, metavar="动作", parser_class=Parser)
    check = actions.add_parser("check", help="看一份表单里有什么、哪里不对")
    check.add_argument("file", type=Path, metavar="表单", help="XLSForm 工作簿，或放 CSV 表的文件夹")
    check.add_argument("--json", action="store_true", help="结果写成 JSON")
    judge = actions.add_parser("judge", help="用一份答案试填，逐题判定")
    judge.add_argument("file", type=Path, metavar="表单", help="XLSForm 工作簿，或放 CSV 表的文件夹")
    judge.add_argument("answers", type=Path, nargs="?", metavar="答案", help="答案的 JSON 文件")
    judge.add_argument("--cases", type=Path, metavar="案例", help="改为重放一个案例文件")
    judge.add_argument("--json", action="store_true", help="结果写成 JSON")


def _sought(text: str) -> str:
    if not any(character.isalnum() for character in text):
        raise ArgumentTypeError("没有写要找什么，请写名称、拼音首字母、电话尾号、地址或编号里的几个字")
    return text


def _formats(text: str) -> tuple[str, ...]:
    wanted = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    wrong = [part for part in wanted if part not in FORMATS]
    if wrong or not wanted:
        raise ArgumentTypeError(f"没有“{'、'.join(wrong) or text}”这种格式，可用 {'、'.join(FORMATS)}")
    return wanted
