"""From starting the process to the window's first picture, against a bare PySide6 window, both cold processes."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from tests.bench.harness import compare
from tests.support.sources import ROOT


def main() -> None:
    """Print the ratios on the sample office."""
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{Path(folder) / 'sample.db'}"
        subprocess.run([sys.executable, "main.py", "--database", database, "sample"], cwd=ROOT, check=True)
        compare(
            "start of the process to the first picture",
            {
                "bare PySide6 window": partial(seconds_to_paint, folder, "bare"),
                "Sweepbook, its sign-in dialog": partial(seconds_to_paint, folder, "sign-in", database),
                "Sweepbook, its window, signed in at once": partial(seconds_to_paint, folder, "window", database),
            },
        )


def seconds_to_paint(home: str, *arguments: str) -> float:
    """Start the child in a home of its own, so that no setting of this user's is read or written."""
    environment = {**os.environ, "HOME": home, "XDG_DATA_HOME": home, "XDG_CONFIG_HOME": home}
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    command = [sys.executable, "-m", "tests.bench.painted", *arguments]
    start = time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as child:
        line = child.stdout.readline() if child.stdout else ""
        passed = time.perf_counter() - start
        child.kill()  # it waits for its user
    if line.strip() != "painted":
        raise SystemExit(f"{arguments[0]} never painted: {line!r}")
    return passed


if __name__ == "__main__":
    main()
