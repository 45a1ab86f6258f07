"""The words offices use for columns and choices, from `data/import/synonyms.csv`, which a manager can edit."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from app.paths import SHIPPED_DATA

COLUMNS = "列"
"""The list of the file that holds columns; every other is named after the field it belongs to."""

_NOISE = re.compile(r"[\s:：*＊·._\-]+")
_REMARK = re.compile(r"\([^()]*\)")


def folded(text: str) -> str:
    """A heading or a value as it is compared: half width, small letters, without blanks and stars."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text).lower())


def without_remark(text: str) -> str:
    """A folded text without what stands in brackets: 经营面积(㎡) is 经营面积."""
    return _REMARK.sub("", text)


@lru_cache(maxsize=1)
def synonyms() -> Mapping[str, Mapping[str, str]]:
    """By list the folded word and the label it stands for."""
    lists: dict[str, dict[str, str]] = {}
    with (SHIPPED_DATA / "import" / "synonyms.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            lists.setdefault(row["名单"], {})[folded(row["说法"])] = row["对应"]
    return lists
