"""The signature line on paper: it stands under what is signed and never parts from it (reports.md §0)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.reports.galley import Galley
from app.reports.ink import MM, Ink, Run, Tone, bold, regular, styled
from app.reports.model import Signature, Signatures
from app.reports.stack import Item
from app.reports.values import EMPTY, written_date

PAD = 1.2 * MM
SIGNING_LINE = 28 * MM
LEAST_COLUMN = 55 * MM
ABOVE = 3.5 * MM
"""Air over the first line, to sign in."""


class SignaturesItem(Item):
    """Who signs, side by side: a line to sign on, or the name and day of who signed electronically.

    Where the columns are too narrow for role, line and day in a row, the days stand below; where even a role and its
    line are, everybody's line stands under the role.
    """

    def __init__(self, people: Sequence[Signature], column: float, *, keep: bool) -> None:
        self.keep = keep
        self._role, self._name, self._small = regular(9), bold(9), regular(8)
        self._people = people
        self._column = column
        self._stacked = any(self._ends(person) > column - PAD for person in people)
        self._drops = self._stacked or any(self._ends(person) + _day_width(person) > column - PAD for person in people)
        self._cells = [self._galleys(person) for person in people]
        self._roles = max(role.height for role, _, _ in self._cells) if self._stacked else 0.0
        self._names = max(name.height for _, name, _ in self._cells)
        days = 6 * MM if self._drops else 0.0
        notes = max(note.height for _, _, note in self._cells)
        self._signed = ABOVE + self._roles + self._names
        self.height = self._signed + 1.5 * MM + days + notes

    def draw(self, ink: Ink, x: float, y: float, width: float) -> None:
        """Each role with its line at one height; remarks under it."""
        for person, (role, name, note) in zip(self._people, self._cells, strict=True):
            self._draw_person(ink, x, y, person, (role, name))
            note.draw(ink, x, y + self.height - note.height)
            x += self._column

    def _draw_person(self, ink: Ink, x: float, y: float, person: Signature, cell: tuple[Galley, Galley]) -> None:
        role, name = cell
        bottom = y + self._signed
        if self._stacked:
            role.draw(ink, x, y + ABOVE)
            start, end = x, x + self._column - 2 * PAD
        else:
            role.draw(ink, x, bottom - role.height)
            start, end = x + self._starts(person), x + self._ends(person)
        name.draw(ink, start + 1 * MM, bottom - name.height)
        ink.line(start, bottom, end, bottom, 0.6)
        day, indent = _day(person)
        baseline = bottom - 1 * MM + (6 * MM if self._drops else 0.0)
        ink.text((start if self._drops else end) + indent, baseline, day, self._role)

    def _galleys(self, person: Signature) -> tuple[Galley, Galley, Galley]:
        room = self._column - 2 * PAD
        role = Galley(styled([Run(person.role, Tone.LABEL)], self._role, room), self._role)
        name = Galley.of(person.name, self._name, room - 1 * MM)
        notes = styled(_note_runs(person), self._small, room - 2 * PAD) if person.note else []
        return role, name, Galley(notes, self._small)

    def _starts(self, person: Signature) -> float:
        return self._role.width(person.role) + 2 * MM

    def _ends(self, person: Signature) -> float:
        return self._starts(person) + max(SIGNING_LINE, self._name.width(person.name) + 2 * MM)


def signature_items(block: Signatures, width: float) -> Iterator[SignaturesItem]:
    """As many people in a row as have room to sign."""
    count = max(min(int(width / LEAST_COLUMN), len(block.people)), 1)
    for start in range(0, len(block.people), count):
        people = block.people[start : start + count]
        yield SignaturesItem(people, width / count, keep=start + count < len(block.people))


def _day(person: Signature) -> tuple[str, float]:
    """The day signed, or the words to write it between; and how far it stands from the line."""
    if person.signed_on:
        return written_date(person.signed_on), 2 * MM
    return "年　月　日", 8 * MM


def _day_width(person: Signature) -> float:
    day, indent = _day(person)
    return indent + regular(9).width(day)


def _note_runs(person: Signature) -> list[Run]:
    return [Run("意见：", Tone.LABEL), Run(person.note or EMPTY)]
