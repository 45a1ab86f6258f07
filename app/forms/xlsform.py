"""Loads a survey form from an XLSForm: sheets → pyxform → XForm → `Form`, or every reason why not, in Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.errors import BadForm, FileUnusable
from app.forms.building import built
from app.forms.definition import Definition, NodeDefinition
from app.forms.model import Form
from app.forms.refusals import PyxformProblem, explained, node_refusal, row_refusals
from app.forms.sheets import FIRST_ROW, Sheets, read_list, read_sheets
from app.forms.xform import BadXForm, read_xform

_BEGIN = re.compile(r"begin[ _]+(?:group|repeat|lgroup|looped group|loop)\b", re.IGNORECASE)
_END = re.compile(r"end[ _]+(?:group|repeat|lgroup|looped group|loop)\b", re.IGNORECASE)
_COLUMNS = {
    "relevant": ("relevant", "relevance", "bind::relevant"),
    "required": ("required", "bind::required"),
    "readonly": ("read_only", "readonly", "bind::readonly"),
    "constraint": ("constraint", "bind::constraint"),
    "calculate": ("calculation", "calculate", "bind::calculate"),
    "default": ("default",),
    "choice_filter": ("choice_filter",),
    "repeat_count": ("repeat_count", "count", "jr:count"),
}
_MISSING_LIST = "找不到名单文件 {0}：请把它放在调查表旁边"
_NO_SURVEY = (
    "“{0}”不是 XLSForm 调查表：没有 survey 工作表，或其中没有 type、name 列。"
    "请对照调查表样例改好再试。现有的调查表没有改动。"
)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong with a form: the line of its sheet (0 when unknown), the column, and the Chinese reason."""

    line: int
    column: str
    name: str
    reason: str
    sheet: str = "survey"

    def __str__(self) -> str:
        place = f"{self.sheet} 第 {self.line} 行" if self.line else f"{self.sheet} 工作表"
        named = f"“{self.name}”" if self.name else ""
        column = f"的 {self.column} 列" if self.column else ""
        return f"{place}{named}{column}：{self.reason}"


def load_form(path: Path, *, drawn: bool = True) -> Form:
    """The form in a workbook (.xlsx, .xls), a folder of CSV sheets, or an XForm (.xml).

    With `drawn` False, questions the program can evaluate but not draw are let through (for judging). Raises BadForm
    naming every problem by row, or FileUnusable when the file itself cannot be read.
    """
    path = Path(path)
    if path.suffix.lower() == ".xml":
        return _load_xform(path, drawn=drawn)
    sheets = read_sheets(path)
    if not {"type", "name"} <= {header.strip().lower() for header in sheets.headers.get("survey", ())}:
        raise BadForm(_NO_SURVEY.format(path.name), {"survey": "缺少 type 或 name 列"})
    rows = sheets.rows["survey"]
    refused = row_refusals(rows, drawn=drawn)
    problems = [Problem(i + FIRST_ROW, column, _name(rows, i), reason) for i, column, reason in refused]
    if problems:
        raise _bad_form(path, problems)
    folder = path if path.is_dir() else path.parent
    definition = _converted(path, sheets, folder)
    if drawn and (problems := list(_undrawable(definition, _lines(sheets)))):
        raise _bad_form(path, problems)
    return built(definition)


def _load_xform(path: Path, *, drawn: bool) -> Form:
    try:
        xml = path.read_text("utf-8")
        definition = read_xform(xml, lambda name: read_list(path.parent, name))
    except BadXForm as error:
        raise _bad_form(path, _rule_problems(error, {})) from error
    except (OSError, UnicodeDecodeError, SyntaxError) as error:
        raise FileUnusable(f"“{path.name}”不是能读的 XForm 文件。请核对后再试。") from error
    if drawn and (problems := list(_undrawable(definition, {}))):
        raise _bad_form(path, problems)
    return built(definition)


def _converted(path: Path, sheets: Sheets, folder: Path) -> Definition:
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    try:
        xml = convert(sheets.for_pyxform(), pretty_print=True).xform
    except PyXFormError as error:
        raise _bad_form(path, [_pyxform_problem(explained(error), sheets)]) from error
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:  # pyxform on sheets it never foresaw
        raise _bad_form(path, [Problem(0, "", "", "结构有误，无法读懂。请对照调查表样例核对各列")]) from error
    try:
        return read_xform(xml, lambda name: read_list(folder, name))
    except BadXForm as error:
        raise _bad_form(path, _rule_problems(error, _lines(sheets))) from error


def _pyxform_problem(found: PyxformProblem, sheets: Sheets) -> Problem:
    rows = sheets.rows.get(found.sheet, [])
    quoted = (i + FIRST_ROW for i, row in enumerate(rows) if found.about in (row.get("name"), row.get("type")))
    line = found.line or (next(quoted, 0) if found.about else 0)
    name = _name(rows, line - FIRST_ROW) if line else ""
    return Problem(line, found.column, name, found.reason, found.sheet)


def _name(rows: list[dict[str, str]], index: int) -> str:
    return rows[index].get("name", "") if 0 <= index < len(rows) else ""


def _bad_form(path: Path, problems: list[Problem]) -> BadForm:
    ordered = sorted(problems, key=lambda problem: (problem.sheet != "survey", problem))
    named: dict[str, str] = {}
    for problem in ordered:
        key = f"{problem.sheet}:{problem.line}:{problem.column or problem.name}"
        named[key] = f"{named[key]}；{problem.reason}" if key in named else str(problem)
    first = next(iter(named.values()))
    more = f"共 {len(named)} 处，第一处是 " if len(named) > 1 else ""
    sentence = f"调查表“{path.name}”有问题，不能用：{more}{first}。请在表里改好再试；现有的调查表没有改动。"
    return BadForm(sentence, named)


def _lines(sheets: Sheets) -> dict[str, tuple[int, list[str]]]:
    """Where each node stands: its path below the root to its line and the columns filled there."""
    found: dict[str, tuple[int, list[str]]] = {}
    stack: list[str] = []
    for index, row in enumerate(sheets.rows["survey"]):
        kind, name = row.get("type", "").strip(), row.get("name", "").strip()
        if _END.match(kind) and stack:
            stack.pop()
        elif name:
            found["/".join([*stack, name])] = (index + FIRST_ROW, list(row))
            if _BEGIN.match(kind):
                stack.append(name)
    return found


def _place(path: str, lines: dict[str, tuple[int, list[str]]]) -> tuple[int, list[str], str]:
    inner = path.partition("/")[2].partition("/")[2]
    line, columns = lines.get(inner, (0, []))
    return line, columns, inner.rpartition("/")[2] or path


def _rule_problems(error: BadXForm, lines: dict[str, tuple[int, list[str]]]) -> list[Problem]:
    problems = []
    for (path, rule), reason in error.problems.items():
        line, columns, name = _place(path, lines)
        known = _COLUMNS.get(rule, ())
        column = next((c for c in columns if c.strip().lower() in known), known[0] if known else "")
        problems.append(Problem(line, column, name, f"{reason}。请改正这个表达式"))
    return problems


def _undrawable(definition: Definition, lines: dict[str, tuple[int, list[str]]]) -> Iterator[Problem]:
    for node in definition.root.walk():
        if reason := node_refusal(node):
            line, _, name = _place(node.path, lines)
            yield Problem(line, "type", name, reason)
        yield from _list_problems(definition, node, lines)
    for missing in definition.missing_lists:
        asked = [n for n in definition.root.walk() if _list_of(n) == missing.rpartition(".")[0]]
        line, _, name = _place(asked[0].path, lines) if asked else (0, [], "")
        yield Problem(line, "type", name, _MISSING_LIST.format(missing))


def _list_of(node: NodeDefinition) -> str:
    return node.control.itemset.list_name if node.control and node.control.itemset else ""


def _list_problems(
    definition: Definition, node: NodeDefinition, lines: dict[str, tuple[int, list[str]]]
) -> Iterator[Problem]:
    """A list must have the columns that its question takes codes and labels from."""
    itemset = node.control.itemset if node.control else None
    items = definition.lists[itemset.list_name].items() if itemset and itemset.list_name in definition.lists else []
    if itemset and items and itemset.value not in items[0].columns():
        line, _, name = _place(node.path, lines)
        yield Problem(line, "type", name, f"名单 {itemset.list_name} 里没有 {itemset.value} 列，请补上代码列")
