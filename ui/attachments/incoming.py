"""Files on their way in: chosen, dropped or pasted; a pasted picture becomes a file first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

from app.attachments.records import check_addable
from app.context import App
from app.errors import FileUnusable
from app.tasks import Task

SORTS = "图片、PDF、Word、Excel (*.jpg *.jpeg *.png *.pdf *.docx *.xlsx);;全部文件 (*)"


@dataclass(frozen=True, slots=True)
class Checked:
    """Files that can be taken, and a sentence for each that cannot."""

    good: Sequence[Path]
    refused: Sequence[str]


def has_files(data: QMimeData) -> bool:
    """Whether something dropped or copied can be added: files of this computer, or a picture."""
    return bool(files_in(data)) or data.hasImage()


def files_in(data: QMimeData) -> list[Path]:
    """The files of this computer in it."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def picture_in(data: QMimeData) -> QImage:
    """The picture in it, e.g. a screenshot; empty when there is none."""
    found = data.imageData() if data.hasImage() else None
    return found if isinstance(found, QImage) else QImage()


def keep_picture(picture: QImage, folder: Path, at: datetime) -> Path:
    """Write a pasted picture into a folder, as PNG; raises FileUnusable."""
    path = folder / f"粘贴的图片-{at:%Y%m%d-%H%M%S}.png"
    if not picture.save(str(path)):
        raise FileUnusable("没能收下粘贴的图片，临时文件夹写不进去。请看磁盘空间，或把图片存成文件再添加。")
    return path


def check_files(app: App, owner_type: str, files: Sequence[Path], task: Task) -> Checked:
    """Read each file once and tell those apart that can be added."""
    good, refused = [], []
    for number, file in enumerate(files):
        task.step(number, len(files), file.name)
        try:
            check_addable(app, owner_type, file)
        except FileUnusable as error:
            refused.append(str(error))
        else:
            good.append(file)
    return Checked(good, refused)


def refusal(refused: Sequence[str]) -> str:
    """What to say about files that cannot be taken: the first one's sentence, and how many more."""
    more = f"另有 {len(refused) - 1} 个文件也没有收进来。" if len(refused) > 1 else ""
    return f"{refused[0]}{more}"
