"""Text set once and drawn as often as wanted: the cells and paragraphs of every report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from app.reports.ink import BASELINE, Ink, Run, Tone, Type, plain, ticks
from app.reports.model import Align

Line: TypeAlias = str | Sequence[Run]
"""One line of a text: black, or runs of several tones."""
ALIGNED = {Align.LEFT: 0.0, Align.CENTER: 0.5, Align.RIGHT: 1.0}


@dataclass(frozen=True, slots=True)
class _Box:
    """A frame around a run, or (width 0) the tick in a box; from the first line's start and baseline."""

    x: float
    y: float
    width: float
    tone: Tone

    def draw(self, ink: Ink, x: float, y: float, face: Type) -> None:
        """With the first line's baseline starting at (x, y)."""
        if self.width:
            left, top = x + self.x - 0.6, y + self.y - face.size * 0.86
            ink.frame(left, top, self.width + 1.2, face.size * 1.04, 0.4, self.tone)
        else:
            ink.tick(x + self.x, y + self.y, face, self.tone)


class Galley:
    """Lines of text set in one face and width; what it costs to set them is paid at the first drawing.

    It belongs to the document it was first drawn in.
    """

    __slots__ = ("_body", "_boxes", "_start", "align", "face", "height", "lines", "room")

    def __init__(self, lines: Sequence[Line], face: Type, align: Align = Align.LEFT, room: float = 0.0) -> None:
        self.lines = lines
        self.face = face
        self.align = align
        self.room = room
        self.height = len(lines) * face.leading
        self._body = ""
        self._start = 0.0
        self._boxes: list[_Box] = []

    @classmethod
    def of(
        cls,
        text: str,
        face: Type,
        room: float,
        align: Align = Align.LEFT,
        *,
        even: bool = False,
        tone: Tone = Tone.BLACK,
    ) -> Galley:
        """One text in one tone, wrapped."""
        lines = plain(text, face, room, even=even)
        return cls(lines if tone is Tone.BLACK else [[Run(line, tone)] for line in lines], face, align, room)

    def part(self, start: int, end: int | None = None) -> Galley:
        """Some of the lines."""
        return Galley(self.lines[start:end], self.face, self.align, self.room)

    def draw(self, ink: Ink, x: float, y: float) -> None:
        """With the first line's top left corner at (x, y)."""
        if not self._body:
            if not self.lines:
                return
            self._set(ink)
        face = self.face
        baseline = y + face.leading / 2 + BASELINE * face.size
        ink.body(x + self._start, baseline, self._body)
        for box in self._boxes:
            box.draw(ink, x, baseline, face)

    def _set(self, ink: Ink) -> None:
        """Write the operators of all lines, each placed from the one before, and note the boxes to draw."""
        face = self.face
        used = ink.used(face.font)
        parts = [f"{used.name} {face.size:g} Tf"]
        before = 0.0
        for number, line in enumerate(self.lines):
            start = self._indent(line)
            if number:
                parts.append(f"{start - before:.2f} {-face.leading:.2f} Td")
            else:
                self._start = start
            before = start
            if isinstance(line, str):
                parts.append(f"<{used.hexed(line)}> Tj")
                self._note_ticks(line, start, number, Tone.BLACK)
            else:
                for offset, run in _offsets(line, face):
                    parts.append(_toned(run, used.hexed(run.text)))
                    self._note_run(run, start + offset, number)
        self._body = " ".join(parts)

    def _indent(self, line: Line) -> float:
        if self.align is Align.LEFT:
            return 0.0
        text = line if isinstance(line, str) else "".join(run.text for run in line)
        return (self.room - self.face.width(text)) * ALIGNED[self.align]

    def _note_run(self, run: Run, x: float, number: int) -> None:
        if run.boxed:
            self._boxes.append(_Box(x, number * self.face.leading, self.face.width(run.text), run.tone))
        self._note_ticks(run.text, x, number, run.tone)

    def _note_ticks(self, text: str, x: float, number: int, tone: Tone) -> None:
        for offset in ticks(text, self.face):
            self._boxes.append(_Box(x + offset, number * self.face.leading, 0.0, tone))


def _offsets(runs: Sequence[Run], face: Type) -> list[tuple[float, Run]]:
    offsets, x = [], 0.0
    for run in runs:
        offsets.append((x, run))
        x += face.width(run.text)
    return offsets


def _toned(run: Run, codes: str) -> str:
    if run.tone is Tone.BLACK:
        return f"<{codes}> Tj"
    return f"{run.tone} <{codes}> Tj {Tone.BLACK}"
