"""The printers of this machine, and sending a PDF to one of them.

Where CUPS is (Linux, macOS), the PDF itself goes to the queue, so that the paper has the PDF's own text and fonts.
Elsewhere its pages are drawn at 300 dpi.
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass

from app.errors import KnownError
from app.tasks import Task


class PrinterUnusable(KnownError):
    """There is no printer, or it does not take the job."""


@dataclass(frozen=True, slots=True)
class Printer:
    """A print queue; `trouble` says in a few words why it will not print now, empty when it will."""

    name: str
    is_default: bool = False
    trouble: str = ""


def list_printers() -> list[Printer]:
    """The printers there are, the default one first; asks the system, so call it in a job."""
    if _has_cups():
        from ui.printing.cups import list_queues

        found = list_queues()
    else:
        from ui.printing.drawn import list_devices

        found = list_devices()
    return sorted(found, key=lambda printer: not printer.is_default)


def print_pdf(data: bytes, printer: str, title: str, copies: int, task: Task) -> None:
    """Hand a PDF over to a printer; raises PrinterUnusable with a sentence, or Cancelled before anything was sent."""
    if _has_cups():
        from ui.printing.cups import send
    else:
        from ui.printing.drawn import send
    send(data, printer, title, copies, task)


def silent(printer: str, why: str = "") -> PrinterUnusable:
    """What to say of a printer that does not print."""
    reason = f"（{why}）" if why else ""
    return PrinterUnusable(f"打印机“{printer}”没有回应{reason}。请看电源和连线，或先导出 PDF。")


def _has_cups() -> bool:
    return sys.platform != "win32" and shutil.which("lp") is not None
