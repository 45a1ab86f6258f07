"""Who told an answer, when, on which visit and how, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.choices import label_of
from app.forms.model import Choice, Field, Kind
from app.forms.typed import shown
from ui.forms.picking import plain_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.surveys.entry import Earlier, Entry


def value_words(field: Field, value: str, options: Sequence[Choice]) -> str:
    """An answer in words: labels for codes, 1,860 ㎡ for numbers."""
    if field.kind in (Kind.ONE, Kind.MANY, Kind.RANK):
        names = {choice.code: plain_label(choice) for choice in options}
        return "、".join(names.get(code, code) for code in value.split()[: 5 if field.kind is Kind.RANK else None])
    text = shown(field, value)
    return f"{text} {field.unit}" if field.unit and text else text


def visit_words(entry: Entry, visit: int) -> str:
    """第 1 次（11-16）, or 档案 for what came from the archive."""
    if visit < 1:
        return "档案"
    days = entry.opened.visits
    return f"第 {visit} 次（{days[visit - 1]:%m-%d}）" if visit <= len(days) else f"第 {visit} 次"


def told_words(entry: Entry, earlier: Earlier) -> str:
    """第 1 次（11-16）温可录，直接询问."""
    told = earlier.told
    words = visit_words(entry, told.visit)
    if told.by:
        words += f"{told.by}录"
        if told.at and told.visit > len(entry.opened.visits):
            words += f"于 {told.at[5:10]}"
    source = source_words(told.source)
    return f"{words}，{source}" if source and told.visit > 0 else words


def source_words(source: str) -> str:
    """How an answer was learnt, in words."""
    from app.surveys.entry import SOURCES

    return label_of("inquiry_method", SOURCES.get(source, source)) if source != "own_data" else "本公司记录"
