"""What a stored sheet's questions were answered, in the words paper prints (report RP05, rule R22)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.choices import label_of
from app.forms.filling import Filling
from app.forms.model import Field, Form, Kind, bare_path
from app.forms.typed import shown
from app.reports.filled_form import AnswerLine
from app.reports.question_data import Answer, AnswerKind, visit_ring
from app.security.masking import masked_handle, masked_phone
from app.surveys.entry import SOURCES
from app.surveys.items import Item, sections_of
from app.surveys.questionnaire import RANKED
from app.surveys.targets import targets

NOT_HAD, NOT_ASKED, INAPPLICABLE, NOTHING = "（未取得）", "没问到", "不适用：前面的答案已排除", "—"
OTHER = "other"
_PHONES, _HANDLES = frozenset(("mobile", "phone")), frozenset(("wechat",))


class Filled:
    """A sheet's answers; `told` maps a path to what is stored beside its value: by, at, visit, source, na."""

    def __init__(self, form: Form, filling: Filling, told: Mapping[str, Mapping[str, Any]], *, masked: bool) -> None:
        self._form = form
        self._filling = filling
        self._told = told
        found = targets(form) if masked else ()
        self._phones = frozenset(t.path for t in found if t.field in _PHONES)
        self._handles = frozenset(t.path for t in found if t.field in _HANDLES)

    def line(self, field: Field, path: str) -> str:
        """The answer as words: labels for codes, numbers with their unit, phones masked."""
        value = self._filling.state(path).value.strip()
        if not value:
            return ""
        match field.kind:
            case Kind.ONE | Kind.MANY:
                return "、".join(self._labels(path, value.split() if field.kind is Kind.MANY else [value]))
            case Kind.RANK:
                labels = self._labels(path, value.split())[:RANKED]
                return "　".join(f"{place} {label}" for place, label in enumerate(labels, 1))
            case _:
                return self._masked(path, self._with_unit(field, path, shown(field, value)))

    def ticked(self, field: Field) -> frozenset[str]:
        """Nothing is asked any more."""
        return frozenset()

    def filled(self, item: Item) -> tuple[Answer, ...] | None:
        """The answers, or why there is none; None for a table with rows."""
        if not self._filling.state(item.path).relevant:
            return (_words(INAPPLICABLE),)
        if item.table is not None:
            return None if self._rows(item) else (self._lacking(item),)
        if isinstance(item.node, Field):
            text = self.line(item.node, item.path)
            return (_words(text, long=item.node.kind is Kind.LONG_TEXT),) if text else (self._lacking(item),)
        answered = [(part, text) for part in item.parts if (text := self.line(part, part.path))]
        if not answered:
            return (self._lacking(item),)
        if all(part.kind in (Kind.INTEGER, Kind.DECIMAL) for part, _ in answered):
            return (_words("　".join(f"{part.label} {text}" for part, text in answered)),)
        return tuple(
            _words(text, label=part.label if number else "", long=True) for number, (part, text) in enumerate(answered)
        )

    def rows(self, item: Item, columns: Sequence[Field]) -> tuple[tuple[str, ...], ...] | None:
        """The rows of a table, a value a column."""
        return tuple(tuple(self._cell(item, row, column) for column in columns) for row in self._rows(item))

    def aside(self, item: Item) -> str:
        """How it was learnt, and on which visit."""
        source, visit = self.told(item)
        return f"{source}{visit_ring(visit)}"

    def told(self, item: Item) -> tuple[str, int]:
        """The label of how an item was learnt, and the visit (0: it was known before)."""
        paths = (path for path in self._told if f"{bare_path(path)}/".startswith(f"{item.path}/"))
        known = next((self._told[path] for path in paths if self._told[path].get("value")), None)
        if known is None:
            return "", 0
        code = SOURCES.get(str(known.get("source", "")), str(known.get("source", "")))
        method = label_of("inquiry_method", code)
        return (method if method != code else label_of("info_source", code)).replace("直接", ""), int(known["visit"])

    def lines(self) -> Iterator[AnswerLine]:
        """Every question with its answer in one text, for Excel."""
        for section in sections_of(self._form):
            for item in section.items:
                source, visit = self.told(item)
                yield AnswerLine(section.label, item.number, item.label, self._text(item), source, visit)

    def _text(self, item: Item) -> str:
        if item.table is not None and self._rows(item):
            rows = (
                "，".join(f"{part.label} {text}" for part in item.parts if (text := self._cell(item, row, part)))
                for row in self._rows(item)
            )
            return "；".join(rows)
        return "；".join(f"{answer.label} {answer.text}".strip() for answer in self.filled(item) or ())

    def _rows(self, item: Item) -> list[int]:
        """The numbers of the rows that hold something."""
        numbers = range(1, self._filling.rows(item.path) + 1)
        return [row for row in numbers if any(self._cell(item, row, part) for part in item.parts)]

    def _cell(self, item: Item, row: int, field: Field) -> str:
        path = field.path.replace(item.path, f"{item.path}[{row}]", 1)
        if self._filling.state(path).value == OTHER:
            named = (p for p in item.parts if p.relevant.strip().endswith("= 'other'") and field.name in p.relevant)
            other = next((self._cell(item, row, part) for part in named), "")
            return other or self.line(field, path)
        return self.line(field, path)

    def _labels(self, path: str, codes: Sequence[str]) -> list[str]:
        labels = {choice.code: choice.label for choice in self._filling.options(path)}
        return [labels.get(code, code) for code in codes]

    def _with_unit(self, field: Field, path: str, text: str) -> str:
        """With the unit, unless it is in the text or over the column of a table."""
        named = "[" in path and f"（{field.unit}）" in field.label
        return text if not field.unit or field.unit in text or named else f"{text} {field.unit}"

    def _masked(self, path: str, text: str) -> str:
        if path in self._phones:
            return masked_phone(text)
        return masked_handle(text) if path in self._handles else text

    def _lacking(self, item: Item) -> Answer:
        if item.required:
            return _words(NOT_HAD)
        asked = any(self._told.get(part.path, {}).get("na") for part in item.parts) or self._told.get(
            item.path, {}
        ).get("na")
        return _words(NOT_ASKED if asked else NOTHING)


def _words(text: str, *, label: str = "", long: bool = False) -> Answer:
    return Answer(kind=AnswerKind.LINES if long else AnswerKind.WORDS, text=text, label=label)
