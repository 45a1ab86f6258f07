"""What is on record of a customer: the most wanted facts at a glance, or all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.layout import column, label, row
from ui.widgets.marks import OneLine

if TYPE_CHECKING:
    from app.customers.archive import CustomerDetail

_A_ROW = 2
_NOTHING = "—"
_PHONE = "手机"
Fact = tuple[str, str]


class KeyFacts(QWidget):
    """Twelve facts, two a row, each on one line; the eye shows the whole phone number for a minute."""

    def __init__(self, reveal: Callable[[], object]) -> None:
        super().__init__()
        self._reveal = reveal
        self._lines: dict[str, OneLine] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(*(theme().px(side) for side in (14, 10, 14, 10)))
        self._grid.setHorizontalSpacing(theme().px(10))
        self._grid.setVerticalSpacing(theme().px(4))
        for side in (0, 2):
            self._grid.setColumnMinimumWidth(side, theme().px(60))
            self._grid.setColumnStretch(side + 1, 1)

    def show_customer(self, detail: CustomerDetail) -> None:
        """Another customer's."""
        for place, (name, value) in enumerate(_key_facts(detail)):
            if name not in self._lines:
                self._add(place, name)
            self._lines[name].set_text(value)

    def _add(self, place: int, name: str) -> None:
        at, side = divmod(place, _A_ROW)
        line = self._lines[name] = OneLine()
        self._grid.addWidget(label(name, "sub"), at, side * 2)
        if name == _PHONE:
            eye = Button(
                icon="eye", kind="quiet", small=True, tip="显示完整电话一分钟，会记入查看记录", clicked=self._reveal
            )
            eye.setFixedHeight(theme().px(20))
            self._grid.addLayout(row(None, line, eye, gap=2), at, side * 2 + 1)
        else:
            self._grid.addWidget(line, at, side * 2 + 1)


def _key_facts(detail: CustomerDetail) -> Sequence[Fact]:
    known = {name: value for _, facts in detail.sections for name, value in facts}
    contact, _, phone = detail.contacts[0] if detail.contacts else (_NOTHING, "", detail.row.phone or _NOTHING)
    volume, area = known.get("线缆月均销量（万元）", _NOTHING), known.get("经营面积（㎡）", _NOTHING)
    return (
        ("客户编号", detail.row.customer_no),
        ("渠道类型", detail.row.channel_type),
        ("市场", detail.row.market),
        ("地址", detail.row.address),
        ("联系人", contact),
        (_PHONE, _spaced(phone)),
        ("经营面积", area if area == _NOTHING else f"{area} ㎡"),
        ("经营模式", known.get("经营模式", _NOTHING)),
        ("月均销售", volume if volume == _NOTHING else f"约 {volume} 万元"),
        ("主推品牌", detail.row.brand or _NOTHING),
        ("客户定位", known.get("客户定位", _NOTHING)),
        ("合作意向", detail.row.intent or _NOTHING),
    )


def _spaced(phone: str) -> str:
    """A mobile number in its three groups."""
    return f"{phone[:3]} {phone[3:7]} {phone[7:]}" if len(phone) == 11 and phone[0] == "1" else phone


def all_facts(detail: CustomerDetail) -> QWidget:
    """Every section with what is known, the people and the brands."""
    page = QWidget()
    parts: list[QWidget] = []
    people = tuple((f"{name}（{title}）", phone) for name, title, phone in detail.contacts)
    brands = tuple((f"{name}（{role}）", volume) for name, role, volume in detail.brands)
    sections = (*detail.sections[:1], ("联系人", people), ("经营品牌", brands), *detail.sections[1:])
    for name, facts in sections:
        shown = [fact for fact in facts if fact[1] != _NOTHING]
        if shown:
            parts += [label(name, "head"), _grid(shown)]
    column(page, *parts, None, gap=8, margins=(14, 12, 14, 12))
    return page


def _grid(facts: Sequence[Fact]) -> QWidget:
    """Labels and values, two pairs a row; a long value takes the row for itself."""
    widget = QWidget()
    grid = QGridLayout(widget)
    grid.setContentsMargins(0, 0, 0, theme().px(6))
    grid.setHorizontalSpacing(theme().px(10))
    grid.setVerticalSpacing(theme().px(6))
    place = 0
    for name, value in facts:
        wide = len(value) > 14 or len(name) > 9
        if wide and place % _A_ROW:
            place += 1
        at, side = divmod(place, _A_ROW)
        caption, text = label(name, "sub", wrap=True), label(value, wrap=True)
        caption.setAlignment(Qt.AlignmentFlag.AlignTop)
        text.setAlignment(Qt.AlignmentFlag.AlignTop)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        grid.addWidget(caption, at, side * 2)
        grid.addWidget(text, at, side * 2 + 1, 1, 3 if wide else 1)
        place += _A_ROW if wide else 1
    grid.setColumnMinimumWidth(0, theme().px(84))
    grid.setColumnMinimumWidth(2, theme().px(84))
    grid.setColumnStretch(1, 1)
    grid.setColumnStretch(3, 1)
    return widget
