#!/usr/bin/env python3
"""Sweepbook: the window, or with a command its work without one."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from io import TextIOWrapper

from app.commandline.parser import parse
from app.log import start_logging


def main(arguments: Sequence[str]) -> int:
    """Read the command line, then hand over; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    asked = parse(arguments)
    log = start_logging()
    if asked.command:
        from app.commandline.run import run

        return run(asked)
    from ui.start import open_window

    return open_window(asked.database, log)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
