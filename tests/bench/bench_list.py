"""A list of a million customers: ours against the bare query, QSqlTableModel and loading all, each in its own process."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict
from statistics import median
from typing import Any

from tests.bench.many_sample import MOST, office_of
from tests.support.sources import ROOT

ROUNDS = 3
SMALL = 10_000
WAYS = {
    "bare": "bare keyset query, plain view",
    "ours": "ours, the picture's 9 columns, 1366×768",
    "wide": "ours, every column, 1920×1080",
    "all": "load all, plain view",
    "sql": "QSqlTableModel",
}
_STEPS = ("cold", "first", "whole", "middle", "end", "start", "rss")
MOST_FIRST, FRAME_MS = 1.5, 16.0


def main() -> None:
    """Print medians of interleaved rounds, the ratios asked for, and what does not grow with the list."""
    for customers in (SMALL, MOST):
        with office_of(customers):
            pass  # made where it was not there
    runs: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for _ in range(ROUNDS):
        for way in WAYS:
            runs[way].append(measured(way, MOST))
        runs["small"].append(measured("ours", SMALL))
    print(f"\n{MOST:,} customers, medians of {ROUNDS} interleaved rounds, ms and MB")
    print(f"  {'':<42}" + "".join(f"{step:>10}" for step in _STEPS))
    for way, title in {**WAYS, "small": f"ours, {SMALL:,} customers"}.items():
        print(f"  {title:<42}" + "".join(told(runs[way], step) for step in _STEPS))
    first = middle_of(runs["ours"], "first") / middle_of(runs["bare"], "first")
    print(f"\nfirst rows drawn, the list opened again: × {first:.2f} of the bare query's (at most {MOST_FIRST})")
    print(f"{middle_of(runs['ours'], 'read'):.1f} ms of them read the lines, with all that columns may show")
    for way in ("ours", "wide"):
        print(f"\nframes while scrolling, {WAYS[way]}, ms (at most {FRAME_MS:.0f} of our own work)")
        for manner in runs[way][0]["frames"]:
            cuts = ("p50", "p95", "p99", "max")
            values = (median(run["frames"][manner][cut] for run in runs[way]) for cut in cuts)
            print(
                f"  {manner:<20}" + "".join(f"{cut:>6}{value:>7.1f}" for cut, value in zip(cuts, values, strict=True))
            )
    grown = {way: middle_of(runs[way], "grown") for way in ("small", "ours")}
    print(f"\nthe list adds {grown['small']:.1f} MB with {SMALL:,} customers, {grown['ours']:.1f} MB with {MOST:,}")


def measured(way: str, customers: int) -> dict[str, Any]:
    """One run of a child."""
    command = [sys.executable, "-m", "tests.bench.list_ways", way, str(customers)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def middle_of(runs: list[dict[str, Any]], step: str) -> float:
    """The median of one figure."""
    return median(float(run[step]) for run in runs)


def told(runs: list[dict[str, Any]], step: str) -> str:
    """A cell of the table."""
    return f"{middle_of(runs, step):>10,.1f}" if step in runs[0] else f"{'—':>10}"


if __name__ == "__main__":
    main()
