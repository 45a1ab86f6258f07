"""Pictures of every page of the real window with the sample office: python -m tools.shots FOLDER [WIDTHxHEIGHT [SCHEME [SCALE]]]

Needs a display of at least that size. Without a size: 1366×768 and 1920×1080, each light and dark. SCALE is the text
size, e.g. 1.25.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from app.context import App
from app.opening import open_office
from app.people.accounts import list_accounts, sign_in
from app.surveys.listing import list_sheets
from ui.application import dress
from ui.assembly import main_window, pages_for
from ui.pages.reports.preview import PdfView
from ui.shell.desk import Desk
from ui.shell.targets import SheetTarget
from ui.shell.window import MainWindow
from ui.theme import Mode, theme

SIZES = ((1366, 768), (1920, 1080))
SCHEMES = (Mode.LIGHT, Mode.DARK)
_SETTLE_MS, _RESTS, _PATIENCE_MS = 400, 2, 30_000


def main(arguments: Sequence[str]) -> None:
    """Write the pictures and print their paths."""
    folder = Path(arguments[0])
    sizes = [tuple(int(part) for part in arguments[1].split("x"))] if len(arguments) > 1 else list(SIZES)
    schemes = [Mode(arguments[2])] if len(arguments) > 2 else list(SCHEMES)
    scale = float(arguments[3]) if len(arguments) > 3 else 1.0
    folder.mkdir(parents=True, exist_ok=True)
    application = QApplication([])
    dress(application)
    with tempfile.TemporaryDirectory() as home:
        app = open_office(f"sqlite:///{(Path(home) / 'sample.db').as_posix()}", sample=True)
        clerk = next(account for account in list_accounts(app) if account.role == "clerk")
        signed_in = sign_in(app, clerk.username)
        for width, height in sizes:
            for scheme in schemes:
                theme().choose(mode=scheme, scale=scale)
                _shoot(signed_in, folder, width, height, scheme)
        app.db.close()


def _shoot(app: App, folder: Path, width: int, height: int, scheme: Mode) -> None:
    desk = Desk(app)
    window = main_window(desk)
    window.resize(width, height)
    window.show()
    unfinished = SheetTarget(sheet_id=list_sheets(app, unfinished=True)[0].id)
    for spec in pages_for(app):
        window.go(spec.name, unfinished if spec.name == "survey_entry" else None)
        _settle(desk, window)
        path = folder / f"{spec.name}-{width}x{height}-{scheme.value}.png"
        window.grab().save(str(path))
        print(path)
    window.close()
    desk.jobs.close()
    window.deleteLater()


def _settle(desk: Desk, window: MainWindow) -> None:
    """Let the page read and draw: until no job runs and previews are sharp, twice in a row, as one thing starts another.

    A page that never comes to rest is taken as it is after a while.
    """
    loop, rests = QEventLoop(), 0

    def look() -> None:
        nonlocal rests
        rests = rests + 1 if not desk.jobs.busy and _is_drawn(window) else 0
        if rests == _RESTS:
            loop.quit()

    looking = QTimer(interval=_SETTLE_MS)
    looking.timeout.connect(look)
    looking.start()
    QTimer.singleShot(_PATIENCE_MS, loop, loop.quit)
    loop.exec()
    looking.stop()


def _is_drawn(window: MainWindow) -> bool:
    """Whether every preview in sight shows its pages."""
    views = [view for view in window.page.findChildren(PdfView) if view.isVisible()]
    return all(view.is_drawn() for view in views if view.page_count)


if __name__ == "__main__":
    main(sys.argv[1:])
