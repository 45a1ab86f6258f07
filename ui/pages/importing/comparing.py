"""并排对比: a row of the file beside the customer, or the earlier row, that it resembles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.context import App
from app.forms.model import Field, Kind
from app.importing.codes import codes_for
from app.importing.findings import Action, Row
from app.importing.readers import cell_text
from app.importing.source import TOGETHER
from app.importing.tables import Table
from app.importing.targets import CONTACT, MARKET, OWNER, PEOPLE, targets
from app.importing.trial import Trial
from ui.dialogs.message import Answer, Dialog
from ui.pages.importing.check_view import CheckView
from ui.pages.importing.checking import label_of
from ui.pages.importing.twin_deciding import TwinDeciding
from ui.pages.importing.twins import ACTIONS, VERBS, Twin
from ui.pages.importing.work import Work
from ui.shell.desk import Desk
from ui.tables.columns import Column
from ui.tables.view import RecordTable
from ui.theme import theme
from ui.widgets.layout import column, frame

_WIDTH, _ROWS = 640, 11
_EMPTY = "—"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing both sides may say."""

    label: str
    in_file: str
    there: str
    field: Field | None = None

    @property
    def differs(self) -> bool:
        """Whether both say something, and do not mean the same: A and A 重点 do."""
        here, there = _meant(self.field, self.in_file), _meant(self.field, self.there)
        return bool(here and there) and here != there


def _meant(field: Field | None, text: str) -> object:
    """What a text stands for: codes of a list, a number, or itself."""
    if text == _EMPTY:
        return ""
    if field is not None and field.kind in (Kind.ONE, Kind.MANY):
        codes, unknown = codes_for(field, text, {})
        return frozenset((*codes, *unknown))
    if field is not None and field.kind in (Kind.INTEGER, Kind.DECIMAL):
        try:
            return Decimal(text.replace(",", ""))
        except InvalidOperation:
            return text
    return text


def _tone(fact: Fact) -> str:
    return "warn" if fact.differs else ""


class CompareDialog(Dialog):
    """The decisions are its buttons, 1 to 4 their keys; `action` is the one taken, None for Esc."""

    def __init__(self, twin: Twin, facts: Sequence[Fact], parent: QWidget) -> None:
        row = twin.row
        answers = [Answer("", "先不定")]
        answers += [
            Answer(action.value, verb, key=str(number))
            for number, (action, verb) in enumerate(zip(ACTIONS, VERBS, strict=True), 1)
        ]
        title = f"「{row.name}」和「{row.other}」是同一家吗？"
        text = f"{row.score} 分：{'、'.join(row.reasons)}。合并补空，不盖旧值；更新用表里的盖旧值。"
        super().__init__(title, text, answers, parent=parent)
        self.setFixedWidth(theme().px(_WIDTH))
        there = "表里另一行" if row.leader else "档案里"
        self.table = RecordTable(
            (
                Column(key="label", title="项", width=170, quiet=True),
                Column(key="in_file", title=f"第 {row.number} 行", width=205, stretch=True, tone=_tone),
                Column(key="there", title=there, width=205, stretch=True, tone=_tone),
            )
        )
        self.table.setAccessibleName("并排对比")
        self.table.setMinimumHeight(theme().px(30) + _ROWS * theme().row_height)
        self.table.show_rows(facts)
        surface = frame("panel")
        column(surface, self.table, margins=(1, 1, 1, 1))
        self.body.addWidget(surface)
        self.table.typed.connect(self._typed)
        self.table.setFocus()

    @property
    def action(self) -> Action | None:
        """What was decided."""
        return Action(self.answer) if self.answer else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The digits decide wherever the focus is."""
        if Qt.Key.Key_1 <= event.key() <= Qt.Key.Key_4:
            self._typed(event.text())
        else:
            super().keyPressEvent(event)

    def _typed(self, text: str) -> None:
        if text.isdigit() and 1 <= int(text) <= len(ACTIONS):
            self.choose(ACTIONS[int(text) - 1].value)


class Comparing(QObject):
    """Opens the comparison of the current one."""

    def __init__(self, desk: Desk, work: Work, view: CheckView, deciding: TwinDeciding, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._work, self._view, self._deciding, self._page = desk, work, view, deciding, page
        view.twins.opened.connect(lambda _: self.compare())

    def compare(self) -> None:
        """Read both sides, then show them."""
        twin, lease, app = self._view.twins.current_row(), self._work.lease, self._desk.app
        if twin is None or lease is None:
            return

        def read(_task: object) -> Sequence[Fact]:
            with lease.held() as trial:
                return facts(app, trial, twin)

        self._desk.jobs.reread(self, "compare", read, lambda found: self._show(twin, found), failed=self._desk.complain)

    def _show(self, twin: Twin, found: Sequence[Fact]) -> None:
        dialog = CompareDialog(twin, found, self._page.window())

        def decided() -> None:
            if dialog.action is not None:
                self._deciding.decide(twin, dialog.action)

        dialog.accepted.connect(decided)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def facts(app: App, trial: Trial, twin: Twin) -> tuple[Fact, ...]:
    """What the row says, and what the customer on record or the earlier row says to the same."""
    here = _row_texts(trial, (twin.row.table, twin.row.number))
    if twin.row.leader is not None:
        there = _row_texts(trial, twin.row.leader)
    else:
        there = _customer_texts(app, twin.row.customer_id)
    fields = {label_of(target): target.field for target in targets().values()}
    return tuple(Fact(label, here[label], there.get(label, ""), fields[label]) for label in fields if label in here)


def _row_texts(trial: Trial, row: Row) -> dict[str, str]:
    """What a row says, by the labels of its targets."""
    table: Table = trial.tables[row[0]]
    part, place = divmod(row[1] - 1, TOGETHER)
    cells = trial.source.sheet(table.name).chunk(part)[place]
    found: dict[str, list[str]] = {}
    for each in table.columns:
        text = trial.choices.cells.get((*row, each.place)) or cell_text(
            cells[each.place] if each.place < len(cells) else ""
        )
        if each.target and text:
            found.setdefault(label_of(targets()[each.target]), []).append(text)
    return {label: "；".join(texts) for label, texts in found.items()}


def _customer_texts(app: App, customer_id: int | None) -> dict[str, str]:
    """What is on record of a customer, phones masked as everywhere."""
    from app.customers.archive import read_customer

    if customer_id is None:
        return {}
    detail = read_customer(app, customer_id)
    known = {label: text for _, section in detail.sections for label, text in section}
    found = {label_of(each): known.get(each.label, "") for each in targets().values()}
    people = "；".join(" ".join(part for part in contact if part) for contact in detail.contacts)
    for each in targets().values():
        if each.name == PEOPLE or each.name.startswith(CONTACT):
            found[label_of(each)] = people
    found[label_of(targets()[MARKET])] = detail.row.market
    found[label_of(targets()[OWNER])] = detail.row.owner
    return found
