"""What another program has copied."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtWidgets import QApplication


def copied(*files: Path) -> QMimeData:
    """Files as a file manager hands them over."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    return data


def copy_files(*files: Path) -> None:
    """Put files onto the clipboard."""
    QApplication.clipboard().setMimeData(copied(*files))
