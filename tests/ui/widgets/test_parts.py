"""Buttons, choices, marks and charts."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from ui.theme import Mode, theme
from ui.widgets.button import Button
from ui.widgets.chart import Bar, BarChart, axis_top
from ui.widgets.choices import Chip, FilterChip, Segment
from ui.widgets.frames import Banner, EmptyState, Panel
from ui.widgets.layout import label
from ui.widgets.marks import GradeBadge, ProgressLine, StagePips, key_cap


def test_a_button_with_a_key_is_wider_by_its_keycap(qtbot: QtBot) -> None:
    plain, keyed = Button("保存草稿"), Button("保存草稿", key="Ctrl+S")
    qtbot.addWidget(plain)
    qtbot.addWidget(keyed)
    assert keyed.sizeHint().width() > plain.sizeHint().width() + 20
    assert (plain.sizeHint().height(), Button("小号", small=True).sizeHint().height()) == (30, 26)


def test_a_disabled_button_says_why(qtbot: QtBot) -> None:
    button = Button("提交")
    qtbot.addWidget(button)
    button.set_reason("还有 2 个必填项没填。")
    assert not button.isEnabled()
    assert button.toolTip() == "还有 2 个必填项没填。"
    button.set_reason("")
    assert button.isEnabled()


def test_keycaps_print_what_is_on_the_keyboard() -> None:
    assert key_cap("Ctrl+Return").text() == "Ctrl+Enter"
    assert key_cap("Ctrl+=").text() == "Ctrl+="


def test_a_segment_goes_by_arrow_keys(qtbot: QtBot) -> None:
    segment = Segment(["第 1 次", "第 2 次", "第 3 次"])
    qtbot.addWidget(segment)
    segment.show()
    with qtbot.waitSignal(segment.chosen, check_params_cb=lambda index: index == 1):
        qtbot.keyClick(segment, Qt.Key.Key_Right)
    qtbot.keyClick(segment, Qt.Key.Key_Left)
    qtbot.keyClick(segment, Qt.Key.Key_Left)
    assert segment.current == 0


def test_a_chip_with_a_cross_goes_away(qtbot: QtBot) -> None:
    removed: list[bool] = []
    chip = Chip("状态：合作中", remove=lambda: removed.append(True))
    qtbot.addWidget(chip)
    chip.click()
    assert removed == [True]


@pytest.mark.parametrize(
    "make",
    [
        lambda: GradeBadge("A"),
        lambda: GradeBadge(""),
        lambda: StagePips(3, 5),
        lambda: StagePips(-1, 5),
        lambda: ProgressLine(0.4),
        lambda: BarChart([Bar("周一", 5, 8), Bar("周二", 0, 8), Bar("今天", 1, 8, today=True)]),
        lambda: EmptyState("address-book", "还没有客户", "录第一份调查表。"),
        lambda: Banner("可能重复：", "手机相同", [Button("并排对比", small=True)]),
        lambda: Panel("今日拜访", "8 家").add(label("一行"), 4, None),
    ],
)
def test_marks_are_drawn_in_both_schemes(qtbot: QtBot, make: type[QWidget]) -> None:
    mark = make()
    qtbot.addWidget(mark)
    mark.resize(mark.sizeHint())
    light = mark.grab().toImage()
    theme().choose(mode=Mode.DARK)
    assert mark.grab().toImage() != light


def test_marks_speak_without_colour(qtbot: QtBot) -> None:
    assert GradeBadge("").accessibleName() == "未评"
    assert StagePips(-1, 5).accessibleName() == "搁置"
    assert "周一 5，计划 8" in BarChart([Bar("周一", 5, 8)]).accessibleName()


@pytest.mark.parametrize(
    ("most", "top"), [(0, 2), (1, 2), (75, 80), (80, 80), (81, 100), (400, 400), (7, 8), (1001, 2000)]
)
def test_the_axis_ends_at_a_round_number(most: float, top: float) -> None:
    assert axis_top(most) == top


def test_bars_are_picked_by_keys(qtbot: QtBot) -> None:
    chart = BarChart([Bar("周一", 5), Bar("周二", 6)])
    qtbot.addWidget(chart)
    chart.resize(300, 120)
    for _ in range(3):
        qtbot.keyClick(chart, Qt.Key.Key_Right)
    with qtbot.waitSignal(chart.picked, check_params_cb=lambda index: index == 1):
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    with qtbot.waitSignal(chart.picked, check_params_cb=lambda index: index == 0):
        qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=chart.rect().center() - chart.rect().center() / 3)


def test_a_filter_chip_is_set_from_its_list_and_emptied_by_delete(qtbot: QtBot) -> None:
    chip = FilterChip("类别")
    qtbot.addWidget(chip)
    chip.set_choices([("quality", "产品质量"), ("delivery", "交货延误")])
    chip.show()
    chip.setFocus()
    taken: list[object] = []
    chip.chosen.connect(taken.append)
    qtbot.keyClick(chip, Qt.Key.Key_Return)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()] == ["全部", "产品质量", "交货延误"]
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        qtbot.keyClick(menu, key)
    assert chip.text() == "类别：交货延误"
    qtbot.keyClick(chip, Qt.Key.Key_Delete)
    assert (chip.text(), taken) == ("类别", ["delivery", None])


def test_the_cross_of_a_filter_chip_takes_the_filter_away(qtbot: QtBot) -> None:
    chip = FilterChip("类别")
    qtbot.addWidget(chip)
    chip.set_choices([("quality", "产品质量")])
    chip.choose("quality")
    chip.show()
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=chip.rect().center() + QPoint(chip.width() // 2 - 10, 0))
    assert chip.value is None
    assert QApplication.activePopupWidget() is None
