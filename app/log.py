"""The log file in the user's folder: what went wrong, for whoever has to find out."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

from app.paths import user_folder

_SIZE, _KEPT = 1_000_000, 5


def start_logging() -> Path | None:
    """Log warnings and errors to a rotating file; returns it, or None where it cannot be written."""
    file = user_folder() / "logs" / "sweepbook.log"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(file, maxBytes=_SIZE, backupCount=_KEPT, encoding="utf-8")
    except OSError:
        logging.basicConfig(level=logging.WARNING)
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    return file
