"""Where things lie: what the program ships with, and what its user keeps."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESOURCES = ROOT / "resources"
SHIPPED_DATA = ROOT / "data"


def user_folder() -> Path:
    """The platform's folder for the user's data: database, attachments, backups and logs."""
    from platformdirs import user_data_path

    return user_data_path("Sweepbook", appauthor=False)


def configured_database_url() -> str | None:
    """The address in `SWEEPBOOK_DATABASE`, when the office sets it."""
    return os.environ.get("SWEEPBOOK_DATABASE") or None


def default_database_url() -> str:
    """`SWEEPBOOK_DATABASE` when the office sets it, else the SQLite file in the user's folder."""
    return configured_database_url() or f"sqlite:///{(user_folder() / 'sweepbook.db').as_posix()}"
