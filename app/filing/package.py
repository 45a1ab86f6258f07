"""Writing a batch: every paper as PDF and Excel, the list, the digests; a folder or a zip, whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from app.errors import FileUnusable
from app.filing.papers import FilingPaper
from app.reports.filing import FiledPaper
from app.reports.model import Report
from app.reports.writing import disk_sentence, file_name
from app.tasks import Task

SUMS = "清单.sha256"
_BLOCK = 1 << 20
_OLDEST_DATE = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o644 << 16

Build = Callable[[FilingPaper], Report]
ListOf = Callable[[Sequence[FiledPaper]], Report]


@dataclass(frozen=True, slots=True)
class Package:
    """A package that is written and waits at `ready` to be put in its place; `sha256` is the zip's, or that of a
    folder's list of digests."""

    papers: tuple[FiledPaper, ...]
    sha256: str
    target: Path
    ready: Path


@contextmanager
def package(
    target: Path, papers: Sequence[FilingPaper], build: Build, list_of: ListOf, task: Task
) -> Iterator[Package]:
    """Write the papers beside `target`; the caller puts the package in its place, or it is gone at the end.

    A target with the suffix .zip becomes one file, else a folder. Raises FileUnusable in words, or Cancelled, and
    leaves nothing behind then; a target that is there already is not touched.
    """
    work = target.parent / f".sweepbook-{token_hex(6)}"
    try:
        yield _made(work, target, papers, build, list_of, task)
    except OSError as error:
        raise FileUnusable(disk_sentence(error, target)) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _made(
    work: Path, target: Path, papers: Sequence[FilingPaper], build: Build, list_of: ListOf, task: Task
) -> Package:
    need_free(target)
    contents = work / target.stem
    work.mkdir()
    contents.mkdir()
    written = _write_all(contents, papers, build, list_of, task)
    if _is_zip(target):
        ready = _zipped(contents, work / target.name)
        return Package(written, _digest(ready), target, ready)
    return Package(written, _digest(contents / SUMS), target, contents)


def _is_zip(target: Path) -> bool:
    return target.suffix == ".zip"


def need_free(target: Path) -> None:
    """Raise FileUnusable when something lies there already: packages replace nothing."""
    if target.exists():
        raise FileUnusable(f"“{target.name}”已经在那里，没有写出备案包。请换一个文件夹，或先移走它。")


def _write_all(
    folder: Path, papers: Sequence[FilingPaper], build: Build, list_of: ListOf, task: Task
) -> tuple[FiledPaper, ...]:
    filed = []
    for number, paper in enumerate(papers):
        task.step(number, len(papers), paper.number)
        filed.append(_write_paper(folder, number + 1, paper, build(paper)))
    _write_both(folder, "备案清单", list_of(filed))
    files = sorted(path for path in folder.iterdir())
    (folder / SUMS).write_text("".join(f"{_digest(path)}  {path.name}\n" for path in files), encoding="utf-8")
    task.step(len(papers), len(papers))
    return tuple(filed)


def _write_paper(folder: Path, number: int, paper: FilingPaper, report: Report) -> FiledPaper:
    stem = f"{number:03d}_{file_name(report, 'pdf').removesuffix('.pdf')}"
    pages = _write_both(folder, stem, report)
    return FiledPaper(
        kind=paper.kind,
        number=paper.number,
        title=paper.title,
        pages=pages,
        archived_on=paper.archived_at.date() if paper.archived_at else None,
        file=stem,
        pdf_sha256=_digest(folder / f"{stem}.pdf"),
        xlsx_sha256=_digest(folder / f"{stem}.xlsx"),
    )


def _write_both(folder: Path, stem: str, report: Report) -> int:
    """The report as PDF and Excel; returns the PDF's pages."""
    from app.reports.pdf import write_pdf
    from app.reports.xlsx import write_xlsx

    write_xlsx([report], folder / f"{stem}.xlsx", Task())
    return write_pdf([report], folder / f"{stem}.pdf", Task())


def _digest(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _zipped(folder: Path, target: Path) -> Path:
    """All files in one zip under the folder's name, always with the same bytes."""
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for path in sorted(folder.iterdir()):
            entry = ZipInfo(f"{folder.name}/{path.name}", _OLDEST_DATE)
            entry.compress_type = ZIP_DEFLATED
            with path.open("rb") as source, archive.open(entry, "w", force_zip64=True) as sink:
                shutil.copyfileobj(source, sink, _BLOCK)
    return target
