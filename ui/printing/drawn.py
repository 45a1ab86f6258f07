"""Printing where there is no CUPS: the PDF's pages are drawn at 300 dpi."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from app.tasks import Task
from ui.printing.queues import Printer, silent
from ui.rendering import PdfFile

DPI = 300
_POINTS_PER_INCH = 72


def list_devices() -> list[Printer]:
    """The printers Qt knows."""
    stopped = QPrinter.PrinterState.Error
    return [
        Printer(info.printerName(), info.isDefault(), "已停用" if info.state() == stopped else "")
        for info in QPrinterInfo.availablePrinters()
    ]


def send(data: bytes, printer: str, title: str, copies: int, task: Task) -> None:
    """Draw the pages; raises PrinterUnusable when the device cannot be started."""
    device = QPrinter(QPrinterInfo.printerInfo(printer), QPrinter.PrinterMode.HighResolution)
    if not device.isValid():
        raise silent(printer)
    device.setDocName(title)
    device.setCopyCount(copies)
    device.setFullPage(True)
    draw(data, device, printer, task)


def draw(data: bytes, device: QPrinter, name: str, task: Task) -> None:
    """Draw the pages of a PDF on a device, each as its paper lies."""
    pdf = PdfFile(data)
    painter = QPainter()
    try:
        for page, (width, height) in enumerate(pdf.sizes):
            task.step(page, len(pdf.sizes), f"第 {page + 1} 页")
            wide = width > height
            device.setPageOrientation(QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait)
            if not (device.newPage() if painter.isActive() else painter.begin(device)):
                raise silent(name)
            image = pdf.render(page, round(width * DPI / _POINTS_PER_INCH))
            painter.drawImage(QRectF(painter.viewport()), image)
        task.step(len(pdf.sizes), len(pdf.sizes))
    finally:
        if painter.isActive():
            painter.end()
        pdf.close()
