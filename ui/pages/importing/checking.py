"""Fills step 2 from the file on its way in, and hands on what is mapped, corrected and decided there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.choices import options
from app.customers.placing import Placing
from app.forms.model import Choice, Kind
from app.importing.findings import Action, Cell, ColumnState, Decision, Row, Side
from app.importing.tables import Table
from app.importing.targets import MARKET, OWNER, Target, targets
from ui.pages.importing.check_view import CheckView
from ui.pages.importing.conflicts import Clash, Clashes
from ui.pages.importing.mapping import Mapped
from ui.pages.importing.problem_lines import Mended
from ui.pages.importing.twin_deciding import TwinDeciding
from ui.pages.importing.twins import Twins
from ui.pages.importing.work import Work
from ui.shell.desk import Desk

if TYPE_CHECKING:
    from app.importing.trial import Trial

_MONEY = "万元"
_COMES_BACK, _TELLS_WHO, _ONLY_SHOWN = "带回", "认客户用", "只供查看"
_KNOWN_COLUMNS = "这是导出过的档案表，每一列是什么已经知道，不用对。改过的格子会和档案逐个比。"


class Checking(QObject):
    """`moved` when another line is current, so that other things can be done."""

    moved = Signal()

    def __init__(self, desk: Desk, work: Work, view: CheckView, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._work, self._view, self._page = desk, work, view, page
        self._places = Placing((), (), {}, {})
        self._cells: dict[Cell, str] = {}
        self._sides: dict[Cell, Side] = {}
        self.twins = TwinDeciding(desk, work, view, page)
        self.twins.decided.connect(self.moved)
        view.mapping.offer([Choice(each.name, label_of(each)) for each in targets().values()])
        self._connect()

    def _connect(self) -> None:
        view = self._view
        view.mapping.picked.connect(self._map)
        view.mapping.closed.connect(self.show_columns)
        view.mapping.refused.connect(self._desk.complain)
        view.mapping.current_changed.connect(lambda _: self._show_detail())
        view.detail.money_chosen.connect(lambda money: self._change(money=money))
        view.detail.word_chosen.connect(self._mean)
        view.placing.chosen.connect(self._place)
        view.sheet.currentIndexChanged.connect(lambda _: self.show_columns())
        view.problems.corrected.connect(self._correct)
        view.problems.skipped.connect(self._skip)
        view.problems.accepted.connect(self._work.accept)
        view.clashes.decided.connect(self._choose_side)
        for table in (view.problems, view.twins, view.clashes):
            table.current_changed.connect(lambda _: self.moved.emit())

    # Showing

    def show_file(self) -> None:
        """Another file, or other sheets of it, are imported."""
        names = [table.name for table in self._work.chosen]
        box = self._view.sheet
        if [box.itemText(at) for at in range(box.count())] != names:
            box.blockSignals(True)
            box.clear()
            box.addItems(names)
            box.blockSignals(False)
        box.setVisible(len(names) > 1)
        self.show_columns()

    def read_places(self) -> None:
        """What markets and reps there are."""
        app = self._desk.app

        def read(_task: object) -> Placing:
            from app.customers.placing import placing

            return placing(app)

        self._desk.jobs.reread(self, "places", read, self._take_places, failed=self._desk.complain)

    def show_columns(self) -> None:
        """The columns of the sheet in sight, as they are mapped now and as the last trial read them."""
        table = self._table
        if self._view.mapping.editor is not None:
            return
        columns = table.columns if table else ()
        self._view.mapping.locked = _KNOWN_COLUMNS if table and table.archive else ""
        otherwise = _known_use(table) if table else {}
        self._view.left.sub.setText(_told_columns(table) if table else "")
        labels = {each.name: label_of(each) for each in targets().values()}
        states = self._states
        wrong = {at: each.wrong for at, each in states.items()} or None
        self._view.mapping.show_columns(columns, labels, wrong, otherwise)
        self._show_detail()

    def show_trial(self) -> None:
        """What the last trial found."""
        lease = self._work.lease
        if lease is None:
            self._view.show_found(0, 0, 0)
            return
        trial = lease.thing
        choices = self._work.decided.for_tables(trial.tables)
        self._cells, self._sides = dict(choices.cells), dict(choices.sides)
        rows = self.twins.rows = dict(choices.rows)
        view = self._view
        view.problems.show_problems(lease, Mended(self._cells, rows))
        twins = Twins(trial.alike, lease.alike_rows, rows)
        view.twins.show_numbered(twins.count(), twins.rows)
        clashes = Clashes(trial.conflicts, lease.conflict_rows, self._sides)
        view.clashes.show_numbered(clashes.count(), clashes.rows)
        view.show_found(lease.problems, trial.alike, trial.conflicts)
        suggested = sum(group.suggested for group in lease.groups)
        view.accept_all.setText(f"建议全部采用（{suggested:,} 行）" if suggested else "建议全部采用")
        view.accept_all.updateGeometry()
        view.accept_all.set_reason("" if suggested else "没有建议可以采用。")
        view.rejects.set_reason("" if trial.counts.pending else "没有待处理的行。")
        self.show_columns()

    def forget(self) -> None:
        """The file is given back."""
        self._view.show_found(0, 0, 0)

    # What is done

    def accept_all(self) -> None:
        """Take every suggestion."""
        lease = self._work.lease
        for group in lease.groups if lease else ():
            if group.suggested:
                self._work.accept(group)

    def _correct(self, cell: Cell, text: str) -> None:
        self._cells[cell] = text
        self._work.type_cell(cell, text)

    def _skip(self, row: Row) -> None:
        self.twins.rows[row] = Decision(Action.SKIP)
        self._work.decide(row, Action.SKIP)
        self._view.problems.viewport().update()

    def _choose_side(self, clash: Clash, side: Side) -> None:
        self._sides[clash.key] = side
        self._work.choose_side(clash.key, side)
        table = self._view.clashes
        table.viewport().update()
        if table.current_row() is clash:
            table.select_row(table.currentIndex().row() + 1)

    def _map(self, mapped: Mapped, target: str) -> None:
        self._change(mapped, target=target)

    def _mean(self, word: str, code: str) -> None:
        mapped = self._mapped
        if mapped is not None:
            self._change(values={**mapped.column.values, word: code})

    def _change(self, mapped: Mapped | None = None, **changes: object) -> None:
        table, chosen = self._table, mapped or self._mapped
        if table is not None and chosen is not None:
            self._work.map_column(table.name, chosen.column.place, **changes)

    def _place(self) -> None:
        placing = self._view.placing
        self._work.decided.market_id, self._work.decided.owner_id = placing.market_id, placing.owner_id
        self._work.touch()

    def _take_places(self, places: Placing) -> None:
        self._places, row = places, self._view.placing
        row.offer(places.markets, places.owners)
        decided = self._work.decided
        if decided.market_id is None and decided.owner_id is None:
            decided.market_id, decided.owner_id = places.values.get(MARKET), places.values.get(OWNER)
        row.show_chosen(decided.market_id, decided.owner_id)

    # The column in sight

    @property
    def _table(self) -> Table | None:
        box = self._view.sheet
        return self._work.table(box.currentText()) if box.count() else None

    @property
    def _mapped(self) -> Mapped | None:
        mapped: Mapped | None = self._view.mapping.current_row()
        return mapped

    @property
    def _states(self) -> Mapping[int, ColumnState]:
        trial, table = self._work.trial, self._table
        number = _number_of(trial, table.name) if trial and table else None
        return {} if trial is None or number is None else {each.place: each for each in trial.columns[number]}

    def _show_detail(self) -> None:
        mapped, detail = self._mapped, self._view.detail
        if mapped is None:
            detail.clear()
            return
        target, state = targets().get(mapped.column.target), self._states.get(mapped.column.place)
        detail.show_column(
            mapped,
            is_money=bool(target and target.field and target.field.unit == _MONEY and not self._view.mapping.locked),
            words=state.words if state else (),
            options=() if self._view.mapping.locked else self._meanings(target),
            locked=self._view.mapping.locked,
        )

    def _meanings(self, target: Target | None) -> Sequence[Choice]:
        """What a word in a column can stand for; markets and people go by their names."""
        if target is None:
            return ()
        if target.name in (MARKET, OWNER):
            places = self._places.markets if target.name == MARKET else self._places.owners
            return [Choice(name, name) for _, name in places]
        choosing = target.field is not None and target.field.kind in (Kind.ONE, Kind.MANY)
        return list(options(target.field.choices)) if choosing and target.field else ()


def _known_use(table: Table) -> dict[int, str]:
    """What the columns of an archive workbook that no new record needs are for."""
    archive = table.archive
    if archive is None:
        return {}
    known = dict.fromkeys((archive.number, archive.uid, archive.check), _TELLS_WHO)
    known |= dict.fromkeys(archive.places, _COMES_BACK)
    return {column.place: known.get(column.place, _ONLY_SHOWN) for column in table.columns if not column.target}


def _told_columns(table: Table) -> str:
    """How many columns are taken."""
    matched = sum(bool(column.target) for column in table.columns)
    if table.archive is None:
        return f"{len(table.columns)} 列，已对上 {matched} 列"
    uses = list(_known_use(table).values())
    back = matched + uses.count(_COMES_BACK)
    return f"{back} 列{_COMES_BACK}，{len(table.columns) - back} 列{_ONLY_SHOWN}"


def label_of(target: Target) -> str:
    """What a target is called, with its unit."""
    unit = target.field.unit if target.field else ""
    return f"{target.label}（{unit}）" if unit and unit not in target.label else target.label


def _number_of(trial: Trial, name: str) -> int | None:
    return next((at for at, table in enumerate(trial.tables) if table.name == name), None)
