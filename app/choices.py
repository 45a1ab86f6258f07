"""The choice lists of records.md §13, read from `data/choices.csv`: codes are stored, labels are shown."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from functools import lru_cache

from app.forms.model import Choice
from app.paths import SHIPPED_DATA


@lru_cache(maxsize=1)
def choice_lists() -> Mapping[str, tuple[Choice, ...]]:
    """Every list by name, options in their printed order."""
    lists: dict[str, list[Choice]] = {}
    with (SHIPPED_DATA / "choices.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            lists.setdefault(row["list_name"], []).append(Choice(row["name"], row["label"]))
    return {name: tuple(options) for name, options in lists.items()}


def options(list_name: str) -> tuple[Choice, ...]:
    """The options of one list; KeyError when there is no such list."""
    return choice_lists()[list_name]


def codes_of(list_name: str) -> tuple[str, ...]:
    """The codes of one list; KeyError when there is no such list."""
    return tuple(option.code for option in options(list_name))


@lru_cache(maxsize=4096)
def label_of(list_name: str, code: str | None) -> str:
    """The label of a code; the code itself when the list no longer has it, empty for no code."""
    if not code:
        return ""
    return next((option.label for option in options(list_name) if option.code == code), code)


def labels_of(list_name: str, codes: Iterable[str]) -> str:
    """The labels of several codes, as one enumeration."""
    return "、".join(label_of(list_name, code) for code in codes)
