"""Below the columns: how the current one is read — the unit of its money, what its words stand for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QRadioButton, QWidget

from app.forms.model import Choice
from ui.pages.importing.cells import Bold, Chosen, draw_specially
from ui.pages.importing.mapping import Mapped, heading_of, how_found
from ui.pages.importing.picking import CHOSEN, PickTable
from ui.tables.columns import Column
from ui.theme import theme
from ui.widgets.layout import column, row
from ui.widgets.marks import OneLine

_EMPTY = Choice("-", "留空")
_MONEY = (
    ("guess", "大于 1,000 的按元，其余按万元"),
    ("wan", "全部按万元"),
    ("yuan", "全部按元"),
    ("", "分不清的逐行问"),
)
_WORDS_SHOWN = 4
_SAMPLES = 3


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the file no list has, how often it stands there, and the code it was said to mean (None: nothing)."""

    word: str
    count: int
    code: str | None
    label: str = ""

    @property
    def bold(self) -> Bold:
        """As it is shown."""
        return Bold(f"“{self.word}”")

    @property
    def rows(self) -> str:
        """In how many rows; a word said before may not stand there any more."""
        return f"{self.count:,} 行" if self.count else ""

    @property
    def chosen(self) -> Chosen:
        """What it means."""
        return Chosen("选它的意思……" if self.code is None else self.label or _EMPTY.label, quiet=self.code is None)


_COLUMNS = (
    Column(key="bold", title="表里写的", width=130, stretch=True),
    Column(key="rows", title="行数", width=72, quiet=True),
    Column(key="arrow", title="", width=34, quiet=True, value=lambda _: "→"),
    Column(key=CHOSEN, title="当作", width=220),
)


class WordTable(PickTable):
    """What words stand for; `picked` carries a Word and a code."""

    def __init__(self) -> None:
        super().__init__(_COLUMNS, _EMPTY)
        self.setAccessibleName("表里的说法")
        draw_specially(self)

    def show_words(self, words: Sequence[tuple[str, int]], meant: Mapping[str, str], options: Sequence[Choice]) -> None:
        """Show words with how often they stand there, and what is meant by those that were said."""
        self.offer(options)
        labels, counts = {option.code: option.label for option in options}, dict(words)
        shown = dict.fromkeys([*meant, *counts])
        self.show_rows([Word(word, counts.get(word, 0), meant.get(word), labels.get(meant.get(word, ""), ""))
                        for word in shown])  # fmt: skip

    def code_of(self, row: Word) -> str:
        """What it means now."""
        return row.code or ""


class ColumnDetail(QFrame):
    """`money_chosen` carries how plain amounts are meant, `word_chosen` a word and the code it stands for."""

    money_chosen = Signal(str)
    word_chosen = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "foot")
        self.title = OneLine("", bold=True)
        self.told = OneLine("", "text3", 12)
        self._radios = [(code, QRadioButton(text)) for code, text in _MONEY]
        self._money = self._money_box()
        self.words = WordTable()
        self.words.picked.connect(lambda word, code: self.word_chosen.emit(word.word, code))
        column(self, self.title, self._money, self.words, self.told, gap=6, margins=(12, 10, 12, 10))
        self.clear()

    def clear(self) -> None:
        """No column is chosen."""
        for part in (self._money, self.words):
            part.hide()
        self.title.set_text("")
        self.told.set_text("")

    def show_column(
        self,
        mapped: Mapped,
        *,
        is_money: bool,
        words: Sequence[tuple[str, int]],
        options: Sequence[Choice],
        locked: str = "",
    ) -> None:
        """Show how a column is read; `options` are what its words can stand for, none for other columns; `locked` says
        why it cannot be read otherwise."""
        one = mapped.column
        self.title.set_text(
            f"{heading_of(one)} → {mapped.target}" if mapped.target else f"{heading_of(one)}　{mapped.otherwise}"
        )
        self._money.setVisible(is_money)
        if is_money:
            self._check(one.money)
        meant = {word: code for word, code in one.values.items() if options}
        self.words.setVisible(bool(options) and bool(words or meant))
        if options:
            self.words.show_words(words, meant, options)
            rows = min(self.words.rows.rowCount(), _WORDS_SHOWN)
            self.words.setFixedHeight(theme().px(30) + rows * theme().row_height)
        samples = "　".join(one.samples[:_SAMPLES])
        found = f"{how_found(one)}对上。" if mapped.target else "这一列不会写进档案。要导入，按 Enter 选一项。"
        self.told.set_text(locked or (f"{found}例：{samples}" if samples else found))

    def _check(self, money: str) -> None:
        for code, radio in self._radios:
            radio.blockSignals(True)
            radio.setChecked(code == money)
            radio.blockSignals(False)

    def _money_box(self) -> QWidget:
        box, group = QWidget(), QButtonGroup(self)
        for code, radio in self._radios:
            group.addButton(radio)
            radio.clicked.connect(lambda _on=False, code=code: self.money_chosen.emit(code))
        buttons = [radio for _, radio in self._radios]
        column(box, row(None, *buttons[:2], None, gap=12), row(None, *buttons[2:], None, gap=12), gap=2)
        return box
