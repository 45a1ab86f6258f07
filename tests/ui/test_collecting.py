"""Garbage in cycles goes when the window has time for it."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from ui.collecting import Collector


class Knot:
    """An object that holds itself."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def collector(qtbot: QtBot) -> Iterator[Collector]:
    made = Collector()
    yield made
    made.stop()


def test_python_searches_no_more_until_it_is_stopped(collector: Collector) -> None:
    assert not gc.isenabled()
    collector.stop()
    assert gc.isenabled()


def test_young_garbage_goes_at_the_next_turn(collector: Collector) -> None:
    gc.collect()
    knot = weakref.ref(Knot())
    collector.turn()
    assert knot() is not None
    kept = [Knot() for _ in range(6000)]
    collector.turn()
    assert knot() is None
    assert kept


def test_old_garbage_goes_once_the_user_rests(collector: Collector) -> None:
    knot = Knot()
    gone = weakref.ref(knot)
    gc.collect(1)
    del knot
    for _ in range(12):
        gc.collect(1)
    assert gone() is not None
    for _ in range(20):
        collector.turn()
    assert gone() is None
