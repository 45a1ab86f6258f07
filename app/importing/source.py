"""A file to import, read once: its rows lie in a file of their own, however often they are tried."""

from __future__ import annotations

import gc
import hashlib
import pickle
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile
from threading import Lock
from typing import IO, Any

from app.errors import Cancelled
from app.importing.workbook import Range, Sheet, open_tables
from app.tasks import Task

TOGETHER = 1000
"""How many rows are read, tried and written at once."""
_PATIENCE = 0.1
_PIECE = 1 << 20
STOPPED = "已停下，没有导入任何数据，档案没有变。"


class Shelf:
    """Things put away in a file one after the other, and taken out again by where they lie; gone with `close`."""

    def __init__(self) -> None:
        self._file: IO[bytes] = TemporaryFile()  # noqa: SIM115
        self._lock = Lock()

    def put(self, thing: Any) -> int:
        """Put away; where it lies."""
        with self._lock:
            place = self._file.seek(0, 2)
            pickle.dump(thing, self._file, pickle.HIGHEST_PROTOCOL)
        return place

    def take(self, place: int) -> Any:
        """What lies there."""
        with self._lock:
            self._file.seek(place)
            return pickle.load(self._file)

    def close(self) -> None:
        """Throw everything away."""
        with self._lock:
            self._file.close()


@dataclass(frozen=True, slots=True)
class SourceSheet:
    """One visible table of the file: its name, merged ranges, how many rows it has and where they are kept."""

    name: str
    merged: Sequence[Range]
    height: int
    _places: tuple[int, ...]
    _shelf: Shelf

    def rows(self) -> Iterator[list[Any]]:
        """Every row from the first, as lists of texts, numbers, dates and '' for nothing."""
        for place in self._places:
            yield from self._shelf.take(place)

    def chunk(self, number: int) -> list[list[Any]]:
        """Some rows at once: those from `number` × TOGETHER on."""
        found: list[list[Any]] = self._shelf.take(self._places[number])
        return found


class Source:
    """A file as it was when it was opened; what happens to it afterwards changes nothing."""

    def __init__(self, path: Path, sheets: tuple[SourceSheet, ...], sha256: str, shelf: Shelf) -> None:
        self.path, self.sheets, self.sha256, self._shelf = path, sheets, sha256, shelf

    def sheet(self, name: str) -> SourceSheet:
        """The sheet of this name."""
        return next(sheet for sheet in self.sheets if sheet.name == name)

    def __enter__(self) -> Source:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Throw the rows away."""
        self._shelf.close()


@contextmanager
def uncollected() -> Iterator[None]:
    """Without looking for garbage: tables are millions of small things in no circles, and looking takes half the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def open_source(path: Path, task: Task) -> Source:
    """Read a file whole, once; raises FileUnusable when it is no table, Cancelled at once when the task is stopped.

    Parsing a sheet cannot be interrupted: it is done beside, and when nobody waits for it any more ends by itself.
    """
    worker = ThreadPoolExecutor(1, "import")
    running = worker.submit(_read, path, task)
    worker.shutdown(wait=False)
    while not wait((running,), _PATIENCE).done:
        if task.stopped:
            raise Cancelled(STOPPED)
    try:
        return running.result()
    except Cancelled as stopped:
        raise Cancelled(STOPPED) from stopped


def _read(path: Path, task: Task) -> Source:
    shelf = Shelf()
    try:
        with uncollected(), open_tables(path) as sheets:
            found = tuple(_put_away(sheet, shelf, task) for sheet in sheets)
        source = Source(path, found, _digest(path), shelf)
        task.step(1, 1, f"读完 {path.name}")
        return source
    except BaseException:
        shelf.close()
        raise


def _put_away(sheet: Sheet, shelf: Shelf, task: Task) -> SourceSheet:
    rows, places, height = sheet.rows(), [], 0
    task.step(0, 0, f"读取 {sheet.name}")
    while chunk := list(islice(rows, TOGETHER)):
        places.append(shelf.put(chunk))
        height += len(chunk)
        task.step(height, 0, f"读取 {sheet.name}")
    return SourceSheet(sheet.name, tuple(sheet.merged), height, tuple(places), shelf)


def _digest(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            found.update(piece)
    return found.hexdigest()
