"""Picking options by key: the digit printed on paper, or pinyin initials typed until only one option fits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from functools import lru_cache

from app.forms.model import Choice

_BRACKETED = re.compile(r"（[^（）]*）$")


class Mode(Enum):
    """One option, several in printed order, or several in the order picked."""

    ONE = "one"
    MANY = "many"
    RANK = "rank"


RANK_SHOWN = 5
"""Only the first five places of a ranking are looked at (forms/README)."""


@lru_cache(maxsize=4096)
def initials(label: str) -> str:
    """The letters an option is found by: initials of its Chinese characters, its Latin letters and digits."""
    from app.pinyin import pinyin_initials

    return "".join(c for c in pinyin_initials(label) if c.isascii() and c.isalnum())


def plain_label(choice: Choice) -> str:
    """An option's words, without the code that some lists write before them (“1 差”)."""
    return choice.label.removeprefix(f"{choice.code} ")


class Picker:
    """The state of one code field: what is offered, what is picked (`codes`), what is being typed (`buffer`).

    `lettered` options are picked by the letter that is their code, as failure reasons a–f are; several picked are
    counted with `counter`.
    """

    def __init__(self, mode: Mode) -> None:
        self.mode = mode
        self.options: tuple[Choice, ...] = ()
        self.codes: tuple[str, ...] = ()
        self.buffer = ""
        self._spelled = ""
        self.lettered = False
        self.counter = "类"

    def show(self, options: Sequence[Choice], codes: Sequence[str]) -> None:
        """What is offered and picked now."""
        self.options, self.codes = tuple(options), tuple(codes)

    def forget_typing(self) -> None:
        """Drop a half-typed number or half-spelled option."""
        self.buffer = self._spelled = ""

    def press(self, character: str) -> bool:
        """A digit or letter was typed; True when it picked something."""
        if character.isdigit():
            return self._digit(character)
        if self.lettered:
            return self._code(character.lower())
        return self._letter(character.lower())

    def settle(self) -> bool:
        """The typing is over (Enter): a number or spelling still open picks its first option."""
        hits = self.hits()
        opened = bool(self.buffer) and bool(hits)
        if opened:
            self._pick(hits[0])
        self.forget_typing()
        return opened

    def hits(self) -> list[int]:
        """The options the open typing fits, by index."""
        if self.buffer.isdigit():
            number = int(self.buffer)
            return [number - 1] if 1 <= number <= len(self.options) else []
        return [n for n, c in enumerate(self.options) if initials(plain_label(c)).startswith(self.buffer)]

    def pick(self, index: int) -> None:
        """Pick (or, among several, put back) an option."""
        self.forget_typing()
        self._pick(index)

    def step(self, by: int) -> bool:
        """The next or previous option, for a single choice."""
        if not self.options or self.mode is not Mode.ONE:
            return False
        here = self.current()
        last = len(self.options) - 1
        self.pick(max(0, min(last, here + by)) if here >= 0 else (0 if by > 0 else last))
        return True

    def back(self) -> bool:
        """Backspace: the open typing, else the last one picked; True when that changed what is picked."""
        if self.buffer:
            self.buffer = self.buffer[:-1]
            return False
        had, self.codes = self.codes, self.codes[:-1]
        self.forget_typing()
        return bool(had)

    def current(self) -> int:
        """Index of the last option picked, -1 without one."""
        last = self.codes[-1] if self.codes else None
        return next((n for n, choice in enumerate(self.options) if choice.code == last), -1)

    def lead(self) -> str:
        """The digits shown in bold: of the options picked, in their order."""
        keys = {choice.code: self.key(n) for n, choice in enumerate(self.options)}
        return " ".join(keys[code] for code in self._shown() if code in keys)

    def key(self, index: int) -> str:
        """What is pressed for an option: its letter where options are lettered, else its number."""
        return self.options[index].code if self.lettered else str(index + 1)

    def words(self) -> str:
        """What is picked, in words; several as 家装线等 3 类."""
        labels = {choice.code: plain_label(choice) for choice in self.options}
        names = [labels[code] for code in self._shown() if code in labels]
        if self.mode is Mode.MANY and len(names) > 1:
            return f"{_BRACKETED.sub('', names[0])}等 {len(names)} {self.counter}"
        return "、".join(names)

    def brief(self) -> str:
        """The same where there is little room."""
        count = len(self._shown())
        if count < 2:
            return self.words()
        return f"前 {count} 位" if self.mode is Mode.RANK else f"共 {count} 类"

    def _shown(self) -> tuple[str, ...]:
        return self.codes[:RANK_SHOWN] if self.mode is Mode.RANK else self.codes

    def _digit(self, digit: str) -> bool:
        typed = self.buffer + digit if self.buffer.isdigit() else digit
        self._spelled = ""
        number = int(typed)
        if not 1 <= number <= len(self.options):
            self.buffer = digit if typed != digit and 1 <= int(digit) <= len(self.options) else ""
            return False
        if number * 10 <= len(self.options):
            self.buffer = typed
            return False
        self.buffer = ""
        self._pick(number - 1)
        return True

    def _code(self, letter: str) -> bool:
        found = [n for n, choice in enumerate(self.options) if choice.code == letter]
        for number in found:
            self.pick(number)
        return bool(found)

    def _letter(self, letter: str) -> bool:
        if self._spelled and self.current() >= 0:
            going_on = self._spelled + letter
            if initials(plain_label(self.options[self.current()])).startswith(going_on):
                self._spelled = going_on
                return False
        typed = self.buffer + letter if self.buffer.isalpha() else letter
        self._spelled, before = "", self.buffer
        self.buffer = typed
        hits = self.hits()
        if len(hits) == 1:
            self.buffer, self._spelled = "", typed
            if self.mode is Mode.ONE or self.options[hits[0]].code not in self.codes:
                self._pick(hits[0])
                return True
        elif not hits:
            self.buffer = before if before.isalpha() else ""
        return False

    def _pick(self, index: int) -> None:
        code = self.options[index].code
        if self.mode is Mode.ONE:
            self.codes = (code,)
        elif code in self.codes:
            kept = self.codes.index(code) if self.mode is Mode.RANK else None
            self.codes = self.codes[:kept] if kept is not None else tuple(c for c in self.codes if c != code)
        elif self.mode is Mode.MANY:
            chosen = {*self.codes, code}
            self.codes = tuple(choice.code for choice in self.options if choice.code in chosen)
        else:
            self.codes = (*self.codes, code)
