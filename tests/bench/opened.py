"""Child of bench_pages: what going to a page for the first time costs the GUI thread; prints one line of JSON.

python -m tests.bench.opened sqlite:///sample.db USERNAME PAGE ahead|unprepared
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from app.clock import beijing_now
from app.context import App
from app.db.schema import open_database
from app.paths import user_folder
from app.people.accounts import NOBODY, sign_in
from ui import assembly
from ui.ahead import PagesAhead
from ui.application import dress
from ui.shell.desk import Desk
from ui.shell.page import Page
from ui.shell.rail import PageSpec

_SIZE = (1366, 768)
_LOOK_MS, _LOOKS = 100, 5


class Stopwatch:
    """Milliseconds of this thread's CPU time, by the name of what took them; counts nothing before it is started."""

    def __init__(self) -> None:
        self.is_running = False
        self.loaded: set[str] = set()
        self.parts = dict.fromkeys(("import", "build", "show", "paint", "fill"), 0.0)

    def time(self, part: str, work: Callable[[], Any]) -> Any:
        """Do it, and count what it took, less what was counted under other names meanwhile."""
        if not self.is_running:
            return work()
        start, before = time.thread_time(), sum(self.parts.values())
        result = work()
        within = sum(self.parts.values()) - before
        self.parts[part] += (time.thread_time() - start) * 1000 - within
        return result


def main(url: str, username: str, page: str, way: str) -> None:
    """Open the window, let it come to rest, go to the page."""
    user_folder()  # asked for at the start of the program
    application = QApplication([])
    dress(application)
    watch = Stopwatch()
    assembly.PAGES, assembly.OFFICE = (
        tuple(timed(spec, watch) for spec in assembly.PAGES),
        timed(assembly.OFFICE, watch),
    )
    with closing(open_database(url, now=beijing_now())) as db:
        desk = Desk(sign_in(App(db, NOBODY), username))
        window = assembly.main_window(desk)
        window.resize(*_SIZE)
        window.show()
        if way == "ahead":
            PagesAhead(window, pages := assembly.pages_for(desk.app))
            rest(desk, lambda: watch.loaded.issuperset(spec.name for spec in pages))
        else:
            rest(desk)
        watch.is_running = True
        watch.time("show", lambda: window.go(page))
        watch.time("paint", application.processEvents)
        watch.time("fill", lambda: rest(desk))
        print(json.dumps(watch.parts))
        window.close_anyway()
        desk.jobs.close()


def timed(spec: PageSpec, watch: Stopwatch) -> PageSpec:
    """The same page, its imports and its building counted."""

    def load() -> Callable[..., Page]:
        made = watch.time("import", spec.load)
        watch.loaded.add(spec.name)
        return lambda *arguments: watch.time("build", lambda: made(*arguments))

    return replace(spec, load=load)


def rest(desk: Desk, is_ready: Callable[[], bool] = lambda: True) -> None:
    """Until it is ready and no job has run for a while."""
    loop, quiet = QEventLoop(), 0

    def look() -> None:
        nonlocal quiet
        quiet = quiet + 1 if is_ready() and not desk.jobs.busy else 0
        if quiet == _LOOKS:
            loop.quit()

    looking = QTimer(interval=_LOOK_MS)
    looking.timeout.connect(look)
    looking.start()
    loop.exec()
    looking.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
