"""Ratios in one run: every way once a round, round after round, so that a busy machine is busy for all of them."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping
from statistics import median

ROUNDS = 7


def timed(work: Callable[[], object]) -> Callable[[], float]:
    """A way that is measured by how many seconds one call of `work` takes, the garbage collector off meanwhile."""

    def measure() -> float:
        gc.collect()
        gc.disable()
        try:
            start = time.perf_counter()
            work()
            return time.perf_counter() - start
        finally:
            gc.enable()

    return measure


def compare(title: str, ways: Mapping[str, Callable[[], float]], *, rounds: int = ROUNDS) -> dict[str, float]:
    """Measure all ways in turns, print medians and ratios to the first way, and return the ratios by name.

    Each way returns the seconds of one measurement. One round before is not counted: caches fill in it.
    """
    for measure in ways.values():
        measure()
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, measure in ways.items():
            seconds[name].append(measure())
    medians = {name: median(values) for name, values in seconds.items()}
    floor = next(iter(medians.values()))
    print(f"\n{title}  (medians of {rounds} interleaved rounds)")
    for name, value in medians.items():
        spread = f"{min(seconds[name]) * 1000:.1f}–{max(seconds[name]) * 1000:.1f}"
        print(f"  {name:<40}{value * 1000:>10.1f} ms  {spread:>17}  × {value / floor:.2f}")
    return {name: value / floor for name, value in medians.items()}
