"""What a form may not hold, and why, in Chinese: nothing is ever half drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.forms.definition import NodeDefinition
from app.forms.xpath import BadExpression, parsed

_UNKNOWN_TYPES = {
    "audio": "录音题",
    "video": "录像题",
    "file": "文件题",
    "barcode": "扫码题",
    "range": "滑块题",
    "acknowledge": "确认题",
    "trigger": "确认题",
    "geotrace": "路线题",
    "geoshape": "地块题",
    "osm": "地图要素题",
    "select_one_external": "外部级联选择题",
    "background-audio": "后台录音",
    "background-geopoint": "后台定位",
    "start-geopoint": "开始时定位",
    "audit": "操作记录",
    "xml-external": "外部 XML 数据",
    "cascading_select": "旧式级联选择题",
}
_UNASKED_TYPES = frozenset(("background-audio", "background-geopoint", "start-geopoint", "osm", "select_one_external"))
_MEDIA = re.compile(r"(?:media::)?(?:big-)?(?:image|audio|video)(?:::.*)?", re.IGNORECASE)
_REFERENCE = re.compile(r"\$\{\s*([^}]*?)\s*\}")
_LAST_SAVED = "last-saved#"
_UNDRAWN_APPEARANCES = frozenset(("signature", "draw", "annotate", "image-map", "bearing"))
_SUPPORTED = (
    "请改用 text、integer、decimal、date、time、dateTime、select_one、select_multiple、rank、image、geopoint、note、"
    "calculate 中的一种，或删去这一行"
)

_ROW = re.compile(r"\[row\s*:\s*(\d+)\]")
_SHEET = re.compile(r"On the '(\w+)' sheet")
_COLUMN = re.compile(r"the '([\w:]+)' value")
_QUOTED = re.compile(r"(?:named|type) '?([\w.-]+)'?")
_PLACEHOLDER = re.compile(r"\{\w+\}")
_EXPRESSIONS = frozenset(
    (
        "relevant",
        "relevance",
        "constraint",
        "calculation",
        "calculate",
        "required",
        "read_only",
        "readonly",
        "choice_filter",
        "repeat_count",
        "count",
        "jr:count",
    )
)
_UNPAIRED = "组和明细表的首尾对不上，请核对 begin 和 end"
_NAME_RULE = "名称须以字母或下划线开头，只用字母、数字、下划线、连字符和点，请改名"
_CODES = {
    "SURVEY_001": "多出一个 end，没有对应的 begin，请核对组和明细表的首尾",
    "SURVEY_002": "少了 end，组或明细表没有收尾，请补上",
    "NAMES_001": "同一组里题名重复，请改名",
    "NAMES_002": "题名只差大小写，请改名",
    "NAMES_003": "明细表不能与整张表同名，请改名",
    "NAMES_004": "明细表的名称重复，请改名",
    "NAMES_005": "名称 meta 是保留的，请改名",
    "NAMES_006": "选项没有代码，请填 name 列",
    "NAMES_007": "同一选项表里代码重复，请改代码",
    "NAMES_008": _NAME_RULE,
    "NAMES_009": _NAME_RULE,
    "LABEL_001": "选项没有文字，请填 label 列",
    "PYREF_001": "引用要写成 ${题名}，请检查括号",
    "PYREF_002": "几个引用之间要有逗号，请补上",
    "PYREF_003": "引用的题目不存在，请核对题名",
    "PYREF_004": "引用的题名在表里不止一个，请改名",
    "HEADER_001": "缺少表头行，请在第一行写列名",
    "HEADER_002": "有两列是同一个意思，请删去一列",
    "HEADER_003": "缺少必要的列，请补上",
    "HEADER_004": "选项表的列名不能为空，也不能有空格",
    "HEADER_005": "entities 工作表里有不认识的列，请删去",
    "ENTITY": "实体（entities、save_to）写法有误，请对照样例改正",
    "NAMES": _NAME_RULE,
    "SURVEY": "parameters 列写法有误，请核对",
}
_WORDINGS = (
    (r"Unmatched|nmatched (begin|end)", _UNPAIRED),
    (
        r"List name not in choices sheet|should be choices|external choices",
        "用到的选项表不存在，请在 choices 工作表里补上",
    ),
    (r"[Uu]nknown question type", f"不认识这种题型。{_SUPPORTED}"),
    (r"with no name|without a? ?name", "没有题名，请填 name 列"),
    (r"with no type", "没有题型，请填 type 列"),
    (r"no label or hint|has no label", "没有题目文字，请填 label 列"),
    (r"Missing calculation", "计算题没有算式，请填 calculation 列"),
    (r"should end with one of", "名单文件名要以 .csv 结尾，请改正"),
    (r"Duplicate column header", "有两列列名相同，请删去一列"),
    (r"Choice names with spaces", "多选题的选项代码不能有空格，请改代码"),
    (r"mandatory columns", "choices 工作表要有 list_name、name、label 三列，请补上"),
    (r"must have an integer value|parameter", "parameters 列写法有误，请核对"),
    (r"Cannot find|does not exist|not found", "用到的名称不存在，请核对"),
)


@dataclass(frozen=True, slots=True)
class PyxformProblem:
    """A complaint of pyxform's, translated; line 0 when it names none, `about` the name or type it quotes."""

    line: int
    column: str
    sheet: str
    about: str
    reason: str


def explained(error: Exception) -> PyxformProblem:
    """What pyxform complains of, in Chinese; its own words are added when there is no translation."""
    message = str(error)
    row, sheet, column = _ROW.search(message), _SHEET.search(message), _COLUMN.search(message)
    quoted = _QUOTED.search(message)
    return PyxformProblem(
        int(row.group(1)) if row else 0,
        column.group(1) if column else "",
        sheet.group(1) if sheet else "survey",
        quoted.group(1) if quoted else "",
        _coded(message) or _worded(message),
    )


def _coded(message: str) -> str:
    """The translation of one of pyxform's numbered messages."""
    from pyxform.errors import ErrorCode

    for code in ErrorCode:
        wording = ".*?".join(map(re.escape, _PLACEHOLDER.split(code.value.msg)))
        if re.match(wording, message, re.DOTALL):
            return _CODES.get(code.name) or _CODES.get(code.name.partition("_")[0], "")
    return ""


def _worded(message: str) -> str:
    reason = next((text for pattern, text in _WORDINGS if re.search(pattern, message)), "")
    return reason or f"读不懂，请对照调查表样例核对（pyxform 的说明：{' '.join(message.split())[:200]}）"


def row_refusals(rows: Sequence[Mapping[str, str]], *, drawn: bool) -> Iterator[tuple[int, str, str]]:
    """What survey rows hold that cannot be used: row index, column, reason."""
    names = {row.get("name", "").strip() for row in rows}
    for index, row in enumerate(rows):
        kind = row.get("type", "").strip().partition(" ")[0].lower()
        if kind in _UNKNOWN_TYPES and (drawn or kind in _UNASKED_TYPES):
            yield index, "type", f"本程序没有{_UNKNOWN_TYPES[kind]}（{kind}）。{_SUPPORTED}"
        for column, text in row.items():
            if drawn and _MEDIA.fullmatch(column):
                yield index, column, f"本程序不显示题目里的媒体（{column}），请删去这一格"
            unknown = [name for name in _REFERENCE.findall(text) if name.removeprefix(_LAST_SAVED) not in names]
            yield from ((index, column, f"引用的题目 ${{{name}}} 不存在，请核对题名") for name in unknown)
            if column.strip().lower() in _EXPRESSIONS and (reason := _expression_refusal(text)):
                yield index, column, reason
    if not any(row.get("type", "").strip() for row in rows):
        yield 0, "type", "survey 工作表里没有题目，请填上"


def _expression_refusal(text: str) -> str:
    """Why an expression cannot be used, before its references become paths; empty when it can."""
    try:
        parsed(_REFERENCE.sub("/x", text))
    except BadExpression as error:
        return f"{error}。请改正这个表达式"
    return ""


def node_refusal(node: NodeDefinition) -> str:
    """Why a node cannot be drawn; empty when it can."""
    control, bind = node.control, node.bind
    if control is None:
        return ""
    media = control.attributes.get("mediatype", "")
    if control.tag == "upload" and not media.startswith("image/"):
        return f"本程序只收图片，不收 {media}。{_SUPPORTED}"
    if control.tag in ("range", "trigger"):
        return f"本程序没有{_UNKNOWN_TYPES[control.tag]}（{control.tag}）。{_SUPPORTED}"
    if control.tag == "input" and bind.type in ("geotrace", "geoshape", "barcode", "intent", "boolean"):
        return f"本程序没有这种题型（{bind.type}）。{_SUPPORTED}"
    undrawn = _UNDRAWN_APPEARANCES & set(control.appearance.split())
    if undrawn or control.appearance.startswith("ex:") or "query" in control.attributes:
        return f"本程序没有这种填法（appearance 为 {control.appearance or 'query'}），请删去"
    return ""
