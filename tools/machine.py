"""Make this machine able to run a task: system libraries, the virtual environment and what goes into it.

Only the standard library, and no Sweepbook code: this runs before anything is installed.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
WINDOWS = sys.platform == "win32"
LINUX = sys.platform.startswith("linux")
STAMP = VENV / "sweepbook-installed.json"


class Need(NamedTuple):
    """A system component by its Debian package name, and how to see that it is there."""

    package: str
    present: Callable[[], bool]


def library(package: str, soname: str) -> Need:
    """A shared library, present when the loader finds it."""

    def present() -> bool:
        try:
            ctypes.CDLL(soname)
        except OSError:
            return False
        return True

    return Need(package, present)


def program(package: str, name: str, *folders: str) -> Need:
    """A program on the path, in the system's folders or in `folders` (patterns below /)."""

    def present() -> bool:
        if shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin"):
            return True
        return any(found for folder in folders for found in Path("/").glob(f"{folder}/{name}"))

    return Need(package, present)


QT = (
    library("libglib2.0-0", "libglib-2.0.so.0"),
    library("libgl1", "libGL.so.1"),
    library("libegl1", "libEGL.so.1"),
    library("libdbus-1-3", "libdbus-1.so.3"),
    library("libxkbcommon0", "libxkbcommon.so.0"),
    library("libfontconfig1", "libfontconfig.so.1"),
    library("libbrotli1", "libbrotlidec.so.1"),
)
WINDOW = (
    library("libxcb-cursor0", "libxcb-cursor.so.0"),
    library("libxkbcommon-x11-0", "libxkbcommon-x11.so.0"),
    library("libxcb-icccm4", "libxcb-icccm.so.4"),
    library("libxcb-keysyms1", "libxcb-keysyms.so.1"),
    library("libxcb-shape0", "libxcb-shape.so.0"),
)
VIRTUAL_SCREEN = (program("xvfb", "Xvfb"), program("xauth", "xauth"))
TESTS = (
    program("poppler-utils", "pdftotext"),
    program("postgresql", "initdb", "usr/lib/postgresql/*/bin"),
    program("libreoffice-calc-nogui", "soffice"),
    program("cups", "cupsd"),
    program("cups-client", "lpadmin"),
    program("printer-driver-cups-pdf", "cups-pdf", "usr/lib/cups/backend"),
)
PACKAGING = (program("binutils", "objdump"),)


def stop(sentence: str) -> NoReturn:
    """Say what is missing and end with exit code 1."""
    sys.stdout.flush()
    print(sentence, file=sys.stderr)
    sys.exit(1)


def run(*command: str | Path, env: Mapping[str, str] | None = None) -> int:
    """Run in the project's folder, output shown as it comes; the exit code."""
    sys.stdout.flush()
    parts = [str(part) for part in command]
    return subprocess.run(parts, cwd=ROOT, env={**os.environ, **(env or {})}, check=False).returncode


def prepare(needs: Sequence[Need] = (), extras: Sequence[str] = ()) -> Path:
    """Everything a task needs; returns the Python that has the program's libraries and those of `extras`.

    `extras` are pyproject.toml's. Stops with a sentence and exit code 1 where something cannot be had.
    """
    _ensure_system([*needs, Need("python3-venv", _can_make_venv)])
    python = _ensure_libraries(extras)
    # A first start without bytecode takes almost three times as long.
    run(python, "-m", "compileall", "-q", "app", "ui", "main.py")
    return python


def _ensure_system(needs: Sequence[Need]) -> None:
    """Install what is missing by apt-get when that is allowed; otherwise print the command and stop."""
    if not LINUX:
        return
    missing = [need.package for need in needs if not need.present()]
    if not missing:
        return
    names = " ".join(missing)
    if not _may_install():
        stop(
            f"缺少系统组件：{names}。这里没有安装权限，什么都没有改动。请先运行：\n"
            f"  sudo apt-get update && sudo apt-get install -y --no-install-recommends {names}\n"
            "不是 Debian 系的 Linux，请装上同名或相近的组件。装好后再运行一次本命令。"
        )
    print(f"正在安装系统组件：{names}", flush=True)
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    run("apt-get", "update", "-q", env=quiet)
    if run("apt-get", "install", "-y", "-q", "--no-install-recommends", *missing, env=quiet):
        stop(f"系统组件没有装上：{names}。请看上面 apt-get 的说明，处理后再运行一次。")


def _may_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def _ensure_libraries(extras: Sequence[str]) -> Path:
    """Install into the virtual environment, only when what is declared or asked for has changed."""
    python = _venv_python()
    known = _read_stamp() if python.exists() else {}
    wanted = set(extras)
    if known.get("digest") == _digest():
        if wanted <= set(known["extras"]):
            return python
        wanted |= set(known["extras"])
    if not _has_pip(python):
        _create_venv()
    print("正在安装 Python 组件（只在依赖有变化时）…", flush=True)
    pip = (python, "-m", "pip", "install", "-q", "--disable-pip-version-check")
    if run(*pip, "-c", ROOT / "constraints.txt", *_requirements(wanted)):
        stop("Python 组件没有装上。请看上面 pip 的说明（多半是网络不通），处理后再运行一次；已装的部分不受影响。")
    STAMP.write_text(json.dumps({"digest": _digest(), "extras": sorted(wanted)}), encoding="utf-8")
    return python


def _read_stamp() -> dict[str, Any]:
    if not STAMP.exists():
        return {}
    stamp: dict[str, Any] = json.loads(STAMP.read_text(encoding="utf-8"))
    return stamp


def _digest() -> str:
    every = _requirements({"test", "dev", "build"})
    text = "\n".join(sorted(every)) + (ROOT / "constraints.txt").read_text(encoding="utf-8")
    return hashlib.sha256(text.encode()).hexdigest()


def _requirements(extras: set[str]) -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found: list[str] = list(project["dependencies"])
    for extra in sorted(extras):
        found += project["optional-dependencies"][extra]
    return found


def _has_pip(python: Path) -> bool:
    if not python.exists():
        return False
    return subprocess.run([python, "-c", "import pip"], capture_output=True, check=False).returncode == 0


def _venv_python() -> Path:
    return VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")


def _can_make_venv() -> bool:
    """Debian's Python comes without ensurepip, and often without pip."""
    known = any(importlib.util.find_spec(module) for module in ("ensurepip", "virtualenv", "pip"))
    return known or _has_pip(_venv_python())


def _create_venv() -> None:
    print("正在建立虚拟环境 .venv …", flush=True)
    if VENV.exists():
        shutil.rmtree(VENV)
    importlib.invalidate_caches()
    if importlib.util.find_spec("ensurepip"):
        made = run(sys.executable, "-m", "venv", VENV) == 0
    else:
        made = _create_by_virtualenv()
    if not made:
        stop("虚拟环境 .venv 没有建成。请看上面的说明，处理后再运行一次。")


def _create_by_virtualenv() -> bool:
    if importlib.util.find_spec("virtualenv"):
        return run(sys.executable, "-m", "virtualenv", "-q", VENV) == 0
    with tempfile.TemporaryDirectory() as folder:
        # Into a folder of its own, which a system that manages its own Python allows.
        got = run(sys.executable, "-m", "pip", "install", "-q", "--target", folder, "virtualenv")
        return got == 0 and run(sys.executable, "-m", "virtualenv", "-q", VENV, env={"PYTHONPATH": folder}) == 0
