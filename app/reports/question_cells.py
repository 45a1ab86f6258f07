"""The texts of question cells: labels, rooms to write in, options in lines; each knows how wide it likes to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.reports.galley import Galley
from app.reports.ink import MM, Run, Tone, Type, bold, plain, regular
from app.reports.model import Align
from app.reports.question_data import VISIT_RINGS, Answer, AnswerKind, Option, Question, visit_ring
from app.reports.row import SIDE
from app.reports.wrap import printable

WRITING = 8 * MM
"""The least height of a line to write on (design-language.md §10)."""
READING = 6 * MM
"""The least height of a row that is only read."""
LEAST_WORDS = 20 * MM
WIDEST_ASIDE = 17 * MM
LINE_PITCH = 7 * MM
"""Between the lines of a room for several."""
NUMBER = 7.2 * MM
LABEL = 20 * MM
FIELD = NUMBER + LABEL
"""The grey cell before an answer: the question's number, then its words."""
LEAST_NUMBER = 24 * MM
LINE_WIDTHS = ((12, 32.5 * MM), (20, 45 * MM), (40, 62 * MM))
"""How wide a line is that takes so many characters at most."""
WIDEST_LINE = 90 * MM
PAD = 1.3 * MM
MOST_LABEL_LINES = 3
LEAST_LAST = 3
SLACK = 0.5
LINE = "＿"


def answer_face() -> Type:
    """What options and units are set in."""
    return regular(9, 1.62)


def value_face() -> Type:
    """What answers of a filled sheet are set in."""
    return regular(9, 1.36)


@dataclass(frozen=True, slots=True)
class Lines:
    """An answer's text without its width: options are kept whole, other words break anywhere they may."""

    pieces: tuple[str, ...]
    between: str = "　"

    def width(self, face: Type) -> float:
        """On one line."""
        return face.width(self.between.join(self.pieces))

    def wrapped(self, face: Type, room: float) -> list[str]:
        """In lines; a piece wider than the room breaks."""
        lines: list[str] = []
        for piece in self.pieces:
            longer = f"{lines[-1]}{self.between}{piece}" if lines else piece
            if lines and face.width(longer) <= room:
                lines[-1] = longer
            else:
                lines += [line.rstrip() for line in face.lines(piece, room)]
        return lines


def option_text(option: Option) -> str:
    """☐3 工程商; a free one with a line behind it."""
    number = f"{option.number} " if option.number else ""
    return printable(f"{'☑' if option.ticked else '☐'}{number}{option.label}{LINE * 4 if option.free else ''}")


def lines_of(answer: Answer) -> Lines:
    """The words of an answer's cell."""
    match answer.kind:
        case AnswerKind.TICKS:
            return Lines(tuple(map(option_text, answer.options)))
        case AnswerKind.SCALE:
            marks = "　".join(option.number for option in answer.options)
            words = f"{answer.options[0].label} {marks} {answer.options[-1].label}"
            return Lines((printable(words.strip()),))
        case AnswerKind.BLANKS:
            return Lines((*map(_blank, answer.parts), *([printable(answer.text)] if answer.text else [])))
        case _:
            return Lines((printable(answer.text),))


def _blank(part: Answer) -> str:
    written = f" {part.text} " if part.text else LINE * 4
    return printable(f"{part.label}{written}{part.unit}")


def natural_width(answer: Answer) -> float:
    """How wide an answer's cell wants to be: all its options on one line, or room to write."""
    labelled = answer_face().width(answer.label) + 3 * MM if answer.label else 0.0
    match answer.kind:
        case AnswerKind.LINES:
            return float("inf")
        case AnswerKind.DAY:
            return 36 * MM + labelled
        case AnswerKind.LINE if answer.unit:
            written = max(answer_face().width(answer.text + answer.unit) + 6 * MM, LEAST_NUMBER)
            return written + labelled
        case AnswerKind.LINE:
            return max(_line_width(answer.room), value_face().width(answer.text) + 2 * PAD) + labelled
        case AnswerKind.WORDS:
            return (
                min(max(value_face().width(printable(answer.text)) + 2 * PAD + SLACK, LEAST_WORDS), WIDEST_LINE)
                + labelled
            )
        case _:
            return lines_of(answer).width(answer_face()) + 2 * PAD + SLACK + labelled


def _line_width(room: int) -> float:
    return next((width for most, width in LINE_WIDTHS if room <= most), WIDEST_LINE)


def least_height(answer: Answer) -> float:
    """How high a row must be for an answer to be written in, or read."""
    if answer.kind is AnswerKind.WORDS or (answer.kind is AnswerKind.LINES and answer.text):
        return READING
    return max(answer.lines * LINE_PITCH, WRITING) if answer.kind is AnswerKind.LINES else WRITING


def aside_width(words: str) -> float:
    """What the small words behind an answer take; nothing without any."""
    return min(regular(6.5).width(words) + PAD, WIDEST_ASIDE) if words else 0.0


def answer_galleys(answer: Answer, left: float, width: float) -> list[tuple[float, Galley]]:
    """The texts of an answer's cell, with how far each stands from the left of the row."""
    face = answer_face()
    cells: list[tuple[float, Galley]] = []
    left, room = left + PAD, width - 2 * PAD
    if answer.label:
        wide = min(face.width(answer.label), room / 2)
        cells.append((left, _toned(answer.label, face, wide)))
        left, room = left + wide + 3 * MM, room - wide - 3 * MM
    match answer.kind:
        case AnswerKind.DAY if not answer.text:
            cells.append((left, Galley(["年　　　月　　　日"], face, Align.RIGHT, room)))
        case AnswerKind.LINE if answer.unit:
            cells += _with_unit(answer, left, room)
        case AnswerKind.LINE | AnswerKind.LINES | AnswerKind.DAY | AnswerKind.WORDS:
            cells.append((left, Galley.of(answer.text, value_face(), room)))
        case _:
            cells.append((left, Galley(lines_of(answer).wrapped(face, room), face)))
    return cells


def _with_unit(answer: Answer, left: float, room: float) -> list[tuple[float, Galley]]:
    """The number at the right before its unit, as it is written by hand."""
    if answer.text:
        return [(left, Galley.of(f"{answer.text} {answer.unit}", value_face(), room))]
    return [(left, Galley([[Run(printable(answer.unit), Tone.LABEL)]], answer_face(), Align.RIGHT, room))]


def _toned(text: str, face: Type, room: float) -> Galley:
    lines = [[Run(line, Tone.LABEL)] for line in plain(text, face, room)]
    return Galley(lines, face)


def label_galleys(question: Question, left: float) -> list[tuple[float, Galley]]:
    """Number small and grey, then the words with * for required."""
    cells: list[tuple[float, Galley]] = []
    if question.number:
        cells.append((left + SIDE, Galley([[Run(question.number, Tone.LABEL)]], regular(7))))
    start = NUMBER if question.number else SIDE * 1.5
    words = _label_words(question)
    room = _label_room(question)
    cells.append((left + start, _label_galley(words, room)))
    return cells


def label_is_long(question: Question) -> bool:
    """Whether the words take more lines than stand well beside an answer."""
    face = regular(8, 1.2)
    return len(face.lines(_label_words(question), _label_room(question))) > MOST_LABEL_LINES


def _label_words(question: Question) -> str:
    return printable(f"{question.label}{'*' if question.required else ''}")


def _label_room(question: Question) -> float:
    start = NUMBER if question.number else SIDE * 1.5
    return FIELD - start - SIDE * 0.4 - (regular(6.5).width(VISIT_RINGS[0]) if question.visit else 0.0)


def _label_galley(words: str, room: float) -> Galley:
    """In lines of equal width where one would otherwise hold a character or two."""
    face = _label_face(words, room)
    greedy = Galley.of(words, face, room)
    lonely = len(greedy.lines) > 1 and len(greedy.lines[-1]) < LEAST_LAST
    return Galley.of(words, face, room, even=True) if lonely else greedy


def _label_face(words: str, room: float) -> Type:
    """Smaller where the words do not fit on one line: first as small as they then fit, else for several lines."""
    small = regular(8, 1.2)
    one_line = regular(9, 1.25).fitting(words, room, least=7.5)
    return one_line if one_line.width(words) <= room else small


def heading_galleys(question: Question, width: float) -> list[tuple[float, Galley]]:
    """The words over a table, a group or a room that needs the whole width."""
    cells: list[tuple[float, Galley]] = []
    if question.number:
        cells.append((SIDE, Galley([[Run(question.number, Tone.LABEL)]], regular(7))))
    start = NUMBER if question.number else SIDE * 1.5
    words = f"{_label_words(question)}　{visit_ring(question.visit)}".rstrip()
    return [*cells, (start, Galley.of(words, bold(9), width - start - PAD))]


def aside_galley(words: str, room: float) -> Galley:
    """Small grey words at the right edge of an answer."""
    face = regular(6.5, 1.2)
    return Galley([[Run(line, Tone.LABEL)] for line in plain(words, face, room)], face, Align.RIGHT, room)


def evenly(widths: Sequence[float], total: float) -> list[float]:
    """Widths grown by the same amount to fill the total."""
    more = (total - sum(widths)) / len(widths)
    return [width + more for width in widths]
