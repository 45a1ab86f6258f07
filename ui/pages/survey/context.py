"""The panel at the right: the focused question, its options and keys, what earlier visits said, what is still missing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QSizePolicy

from app.forms.model import Choice, Field, Kind
from app.surveys.entry import Entry
from app.surveys.gaps import Gap
from ui.forms.picking import initials, plain_label
from ui.forms.rows import KeyRowDelegate, Row, path_of, show_row
from ui.forms.told import source_words, told_words, value_words
from ui.theme import theme
from ui.widgets.layout import column, label, row, rule
from ui.widgets.marks import key_cap

_MOST_OPTIONS, _ROW, _LOW_ROW = 12, 30, 27


class ContextPanel(QFrame):
    """`picked` carries the index of an option clicked, `wanted` the path of a gap to go to."""

    picked = Signal(int)
    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.number, self.star = label("", "sub"), label("*", "head", "danger")
        self.title = label("", "head", wrap=True)
        self.title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.hint = label("", "sub", wrap=True)
        self.options = _list("选项", _ROW)
        self.options.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.options.itemClicked.connect(lambda item: self.picked.emit(self.options.row(item)))
        self.unasked = label("没问到（记为不详）", "sub")
        self.source = label("", "aux", wrap=True)
        self.before = label("", "aux", wrap=True)
        self.missing_title = label("", "head")
        self.missing = _list("还缺的项", _LOW_ROW)
        self.missing.itemActivated.connect(lambda item: self.wanted.emit(path_of(item)))
        self.missing.itemClicked.connect(lambda item: self.wanted.emit(path_of(item)))
        self._missing_parts = (rule(), self.missing_title, key_cap("F4"), label("下一项", "aux"), self.missing)
        line, title, cap, words, gaps = self._missing_parts
        column(
            self, row(None, self.number, self.title, self.star, None, gap=6), self.hint, self.options, row(None, key_cap("Ctrl+0"), self.unasked, None),
            self.source, self.before, line, row(None, title, None, cap, words, gap=6), gaps,
            gap=6, margins=(12, 12, 12, 10),
        )  # fmt: skip
        layout = self.layout()
        assert layout is not None
        layout.setAlignment(Qt.AlignmentFlag.AlignTop)

    def show_question(self, entry: Entry, path: str) -> None:
        """Show the question the cursor is in."""
        field = entry.field_at(path)
        item = next((i for s in entry.sections for i in s.items if i.path == path or field in i.parts), None)
        number = item.number if item else ""
        name = item.label if item else field.label
        if item and not (path == item.parts[0].path and sum(not part.relevant for part in item.parts) == 1):
            name = field.label if field.label == item.label else f"{item.label} › {field.label}"
        self.number.setText(number)
        self.number.setVisible(bool(number))
        self.title.setText(name)
        self.star.setVisible(entry.filling.state(path).required)
        options = entry.filling.options(path) if field.kind in (Kind.ONE, Kind.MANY, Kind.RANK) else ()
        self.hint.setText(_hint(field, options))
        self._show_options(field, options, entry.value(path).split())
        self._show_told(entry, path, field, options)

    def set_compact(self, compact: bool) -> None:
        """Without the list of what is missing, to leave room for the photo."""
        for part in self._missing_parts:
            part.setVisible(not compact)

    def show_gaps(self, gaps: Sequence[Gap], current: str) -> None:
        """Show what is still missing."""
        self.missing_title.setText(f"还缺 {len(gaps)} 项" if gaps else "都填好了")
        while self.missing.count() > len(gaps):
            self.missing.takeItem(self.missing.count() - 1)
        while self.missing.count() < len(gaps):
            QListWidgetItem(self.missing)
        chosen = -1
        for place, gap in enumerate(gaps):
            row_shown = Row(gap.label, number=gap.number, star=gap.required, path=gap.path)
            show_row(self.missing.item(place), row_shown)
            if gap.path == current or current.startswith(gap.path + "["):
                chosen = place
        self.missing.setCurrentRow(chosen)

    def _show_options(self, field: Field, options: Sequence[Choice], codes: Sequence[str]) -> None:
        searched = "autocomplete" in field.appearance.split()
        shown = options[:_MOST_OPTIONS] if searched else options
        self.options.clear()
        for place, choice in enumerate(shown, 1):
            item = QListWidgetItem(self.options)
            ticked = choice.code in codes
            show_row(item, Row(plain_label(choice), key="" if searched else str(place), ticked=ticked))
            if choice.code in codes:
                self.options.setCurrentItem(item)
        if len(shown) < len(options):
            show_row(QListWidgetItem(self.options), Row(f"另有 {len(options) - len(shown)} 个，打字查找"))
        rows = min(self.options.count(), _MOST_OPTIONS + 2)
        self.options.setFixedHeight(rows * theme().px(_ROW) + 2)
        self.options.setVisible(bool(rows))

    def _show_told(self, entry: Entry, path: str, field: Field, options: Sequence[Choice]) -> None:
        source = source_words(entry.source(path)) if entry.source(path) else "未注明"
        self.source.setText(f"怎么知道的：{source}　Alt+S 换")
        earlier = entry.earlier(path)
        lines = []
        if earlier is not None:
            lines.append(f"{told_words(entry, earlier)}：{value_words(field, earlier.value, options)}")
        elif entry.visit_order > 1:
            lines.append("前几次未填")
        self.before.setText("\n".join(lines))
        self.before.setVisible(bool(lines))


def _hint(field: Field, options: Sequence[Choice]) -> str:
    lines = [field.help] if field.help else []
    searched = "autocomplete" in field.appearance.split()
    match field.kind:
        case Kind.ONE if searched:
            lines.append("打名称的一部分或拼音首字母，↑↓ 选，Enter 定")
        case Kind.ONE if options:
            example = initials(plain_label(options[0]))[:3]
            lines.append(f"按数字或拼音首字母（{example}）选" if example.isalpha() else "按数字选")
        case Kind.MANY:
            lines.append("可多选，按数字选上，再按一次去掉")
        case Kind.RANK:
            lines.append("按先后依次按数字，只看前 5 位；10 以上连按两个数字")
        case Kind.DATE:
            lines.append("t 今天，+ − 前后一天，1126 即 11 月 26 日")
        case Kind.INTEGER | Kind.DECIMAL:
            lines.append(f"单位：{field.unit}" if field.unit else "填数字")
        case Kind.LONG_TEXT:
            lines.append("Enter 下一项，Alt+Enter 换行")
        case Kind.IMAGE:
            lines.append("粘贴照片的路径，或按 Alt+↓ 选文件")
        case Kind.GEOPOINT:
            lines.append("填“纬度 经度”，例：28.21 112.94")
    return "\n".join(lines)


def _list(name: str, height: int) -> QListWidget:
    made = QListWidget()
    made.setProperty("kind", "bare")
    made.setAccessibleName(name)
    made.setItemDelegate(KeyRowDelegate(made, height=height))
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return made
