"""What a form may not hold, and why, in Chinese: nothing is ever half drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.forms.definition import NodeDefinition

_UNKNOWN_TYPES = {
    "audio": "录音题", "video": "录像题", "file": "文件题", "barcode": "扫码题", "range": "滑块题", "acknowledge": "确认题",
    "trigger": "确认题", "geotrace": "路线题", "geoshape": "地块题", "osm": "地图要素题", "select_one_external": "外部级联选择题",
    "background-audio": "后台录音", "background-geopoint": "后台定位", "start-geopoint": "开始时定位", "audit": "操作记录",
    "xml-external": "外部 XML 数据", "cascading_select": "旧式级联选择题", "loop": "循环组",
}  # fmt: skip
_UNASKED_TYPES = frozenset(("background-audio", "background-geopoint", "start-geopoint", "osm", "select_one_external"))
_MEDIA = re.compile(r"(?:media::)?(?:big-)?(?:image|audio|video)(?:::.*)?", re.IGNORECASE)
_REFERENCE = re.compile(r"\$\{\s*([^}]*?)\s*\}")
_SPREAD = re.compile(r"last-saved#")
_UNDRAWN_APPEARANCES = frozenset(("signature", "draw", "annotate", "image-map", "bearing"))
_SUPPORTED = "支持的题型见说明书“调查表”一节，请改用其中一种或删去这一行"

_ROW = re.compile(r"\[row\s*:\s*(\d+)\]")
_SHEET = re.compile(r"On the '(\w+)' sheet")
_COLUMN = re.compile(r"the '([\w:]+)' value")
_REASONS = (
    (r"Unmatched 'end_", "多出一个 end，没有对应的 begin，请核对组和明细表的首尾"),
    (r"Unmatched 'begin_", "少了 end，组或明细表没有收尾，请补上"),
    (r"nmatched (begin|end) statement|Unmatched", "组和明细表的首尾对不上，请核对 begin 和 end"),
    (r"There is no survey element with this name|no question with that name|no survey element named", "引用了不存在的题名，请核对 ${…} 里的名字"),
    (r"multiple survey elements (named|with this name)|more than one|ambiguous", "题名重复，${…} 分不清是哪一题，请改名"),
    (r"There are two (sections|survey elements)|two survey elements named|not unique|must be unique|duplicate", "题名或选项代码重复，请改名"),
    (r"List name not in choices sheet|not in choices|list_name|choice list", "用到的选项表不存在，请在 choices 工作表里补上"),
    (r"unknown question type|Unknown question type|'type' value", "不认识这种题型。" + _SUPPORTED),
    (r"missing (a )?(question )?name|no name|must have a name|Question or group with no name", "没有题名，请填 name 列"),
    (r"no label|missing.*label", "没有题目文字，请填 label 列"),
    (r"[Ii]nvalid.*name|must begin with a letter|names must", "题名只能用字母、数字和下划线，并以字母开头，请改名"),
    (r"calculation|calculate", "计算题没有算式，请填 calculation 列"),
    (r"save_to|entit", "实体（entities、save_to）写法有误，请对照样例改正"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PyxformProblem:
    """A complaint of pyxform's, translated; line 0 when it names none."""

    line: int
    column: str
    sheet: str
    reason: str


def explained(message: str) -> PyxformProblem:
    """What pyxform complains of, in Chinese, its own words added when there is no translation."""
    row, sheet, column = _ROW.search(message), _SHEET.search(message), _COLUMN.search(message)
    reason = next((text for pattern, text in _REASONS if re.search(pattern, message)), "")
    if not reason:
        reason = f"读不懂（pyxform 的说明：{' '.join(message.split())[:200]}）"
    return PyxformProblem(
        int(row.group(1)) if row else 0,
        column.group(1) if column else "",
        sheet.group(1) if sheet else "survey",
        reason,
    )


def row_refusals(rows: Sequence[Mapping[str, str]], *, drawn: bool) -> Iterator[tuple[int, str, str]]:
    """What survey rows hold that cannot be used: row index, column, reason."""
    names = {row.get("name", "").strip() for row in rows}
    for index, row in enumerate(rows):
        kind = row.get("type", "").strip().partition(" ")[0].lower()
        if kind in _UNKNOWN_TYPES and (drawn or kind in _UNASKED_TYPES):
            yield index, "type", f"本程序没有{_UNKNOWN_TYPES[kind]}（{kind}）。{_SUPPORTED}"
        if drawn:
            yield from (
                (index, column, f"本程序不显示题目里的媒体（{column}），请删去这一格")
                for column in row
                if _MEDIA.fullmatch(column)
            )
        for column, text in row.items():
            for name in _REFERENCE.findall(text):
                plain = _SPREAD.sub("", name)
                if plain not in names:
                    yield index, column, f"引用的题目 ${{{name}}} 不存在，请核对题名"


def node_refusal(node: NodeDefinition) -> str:
    """Why a node cannot be drawn; empty when it can."""
    control, bind = node.control, node.bind
    if control is None:
        return ""
    if control.tag == "upload" and not control.attributes.get("mediatype", "").startswith("image/"):
        return f"本程序只收图片，不收 {control.attributes.get('mediatype', '')}。{_SUPPORTED}"
    if control.tag in ("range", "trigger"):
        return f"本程序没有{_UNKNOWN_TYPES[control.tag]}（{control.tag}）。{_SUPPORTED}"
    if control.tag == "input" and bind.type in ("geotrace", "geoshape", "barcode", "intent", "boolean"):
        return f"本程序没有这种题型（{bind.type}）。{_SUPPORTED}"
    undrawn = _UNDRAWN_APPEARANCES & set(control.appearance.split())
    if undrawn or control.appearance.startswith("ex:") or "query" in control.attributes:
        return f"本程序没有这种填法（appearance 为 {control.appearance or 'query'}），请删去"
    return ""
