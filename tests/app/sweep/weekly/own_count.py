"""The sample week counted once more, from the CSV tables and sample-data.md's rules alone.

Nothing of the program is used here, so that the summary is not compared with itself.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from statistics import median

TABLES = Path(__file__).parents[4] / "data" / "sample"
REPS = {"LZ-HX": "E01", "LZ-CB": "E02", "LZ-GX": "E03", "LZ-LG": "E04"}
ROUTES = [(0, "0123"), (1, "4567"), (2, "024"), (3, "135"), (4, "067")]
"""sample-data.md §3: each rep's customers by place in the list, Monday to Friday."""
MISSED = {11, 22, 33, 44, 55, 66}
BASE = {"YL": 208, "HL": 212, "BD": 205, "LQ": 196, "JH": 182, "QT": 176}
SECOND = ["HL", "LQ", "BD", "JH", "QT"]
FACTORS = {
    0: ["price", "quality", "brand", "service", "delivery"],
    1: ["quality", "certification", "brand", "price", "recommend"],
    2: ["price", "recommend", "delivery", "relationship", "brand"],
}
TIERS = {0: (20, 50, 30), 1: (35, 45, 20), 2: (10, 40, 50)}
RESULT = {
    "signed": "good",
    "strong": "good",
    "medium": "partial",
    "weak": "partial",
    "none": "none",
    "rejected": "none",
}
PHILOSOPHY = {"signed": 4, "strong": 4, "medium": 4, "weak": 3, "none": 2, "rejected": 1}


@dataclass
class Shop:
    """One line of the customer table, with what the week brought."""

    i: int
    row: dict[str, str]
    visits: list[tuple[int, str, str]] = field(default_factory=list)
    """Day, result, failure reason."""

    @property
    def rep(self) -> str:
        return REPS[self.row["市场"]]

    @property
    def is_signed(self) -> bool:
        return self.row["意向"] == "signed"

    @property
    def is_interested(self) -> bool:
        return self.row["意向"] in ("medium", "strong")

    @property
    def before(self) -> int:
        return int(self.row["访前次数"])

    @property
    def volume(self) -> Decimal:
        return Decimal(self.row["月销"] or 0)

    @property
    def strength(self) -> int:
        scale, intent = self.row["规模"], self.row["意向"]
        if scale == "large":
            return 5 if self.row["本品牌"] == "main" else 4
        if scale == "medium":
            return 4 if intent in ("strong", "signed") else 3
        return 3 if intent in ("medium", "strong", "signed") else 2

    @property
    def fit(self) -> str:
        worse = min(self.strength, PHILOSOPHY[self.row["意向"]])
        return "fit" if worse >= 4 else "basic" if worse >= 3 else "unfit"

    def brands(self) -> dict[str, tuple[str, Decimal]]:
        """Brand to role and monthly volume."""
        main = self.row["主推"]
        place = self.i % 5
        second = SECOND[place] if SECOND[place] != main else SECOND[(place + 1) % 5]
        sold = {main: ("main", self.volume * 60 / 100), second: ("secondary", self.volume * 25 / 100)}
        if self.row["本品牌"] in ("secondary", "stocked"):
            sold["YL"] = (self.row["本品牌"], self.volume * 15 / 100)
        return sold

    def rival(self) -> tuple[str, int, int]:
        """The competitor on the sheet with its wholesale and retail prices."""
        code = next(code for code in self.brands() if code != "YL")
        wholesale = BASE[code] + self.i % 5 - 2
        retail = int((Decimal(wholesale) * Decimal("1.15")).quantize(Decimal(1), ROUND_HALF_UP))
        return code, wholesale, retail


def sample_week() -> tuple[list[Shop], dict[tuple[str, int], int]]:
    """All customers with the week's visits, and the planned visits by rep and day."""
    with (TABLES / "customers.csv").open(encoding="utf-8") as file:
        shops = [Shop(int(row["序"]), row) for row in csv.DictReader(file)]
    known = [shop for shop in shops if shop.row["月销"]]
    planned: dict[tuple[str, int], int] = Counter()
    number = 0
    for rep in REPS.values():
        mine = [shop for shop in known if shop.rep == rep]
        for day, places in ROUTES:
            for place in places:
                number += 1
                planned[rep, day] += 1
                if number not in MISSED:
                    _visit(mine[int(place)], day)
            if (rep, day) == ("E01", 4):
                shops[5].visits.append((4, "not_met", ""))
            if (rep, day) == ("E03", 2):
                _visit(shops[23], 2)
    assert number == 68
    return shops, planned


def _visit(shop: Shop, day: int) -> None:
    turn = len(shop.visits) + 1
    result = RESULT[shop.row["意向"]]
    shop.visits.append((day, result, "abcd"[(shop.i + turn - 1) % 4] if result == "none" else ""))


def prices(shops: list[Shop]) -> dict[str, tuple[Decimal, Decimal, int]]:
    """By brand: median wholesale and retail price, and how many were seen in the last 90 days.

    Those are the sheets of customers not signed, and that of customer 30 (September 2026); the others are of 2025.
    """
    seen: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for shop in shops:
        if shop.visits and (not shop.is_signed or shop.i == 30):
            code, wholesale, retail = shop.rival()
            seen[code].append((wholesale, retail))
    return {
        code: (Decimal(str(median(w for w, _ in pairs))), Decimal(str(median(r for _, r in pairs))), len(pairs))
        for code, pairs in seen.items()
    }
