"""A page of every small part in every state, to be looked at beside the design's picture of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QRadioButton, QWidget

from ui.shell.actions import Hint
from ui.shell.page import Page
from ui.theme import set_state, theme
from ui.widgets.button import Button
from ui.widgets.chart import Bar, BarChart
from ui.widgets.choices import Chip, Segment
from ui.widgets.dates import DateField
from ui.widgets.fields import LineEdit, SearchField
from ui.widgets.frames import Banner, EmptyState, Panel
from ui.widgets.layout import column, frame, label, row, scrolled
from ui.widgets.marks import GradeBadge, ProgressLine, StagePips, tag


class GalleryPage(Page):
    """The parts."""

    name, title = "gallery", "部件与状态"

    def build(self) -> None:
        left = column(None, self._buttons(), self._fields(), self._marks(), self._type(), None, gap=12)
        middle = column(None, self._banners(), self._progress(), self._chart(), None, gap=12)
        right = column(None, self._empty(), self._choices(), None, gap=12)
        parts = QWidget()
        row(parts, left, middle, right, gap=12, margins=(12, 12, 12, 12))
        column(self, scrolled(parts))

    def hints(self) -> Sequence[Hint]:
        return [Hint("↑ ↓", "选客户"), Hint("Enter", "打开")]

    def panes(self) -> Sequence[QWidget]:
        return [self.first, self.search]

    def _buttons(self) -> Panel:
        self.first = Button("完成并录下一份", icon="arrow-right", key="Ctrl+Return", kind="primary")
        stopped = Button("停用", icon="prohibit")
        stopped.set_reason("已经提交，不能再改。")
        upper = row(None, self.first, Button("保存草稿", icon="floppy-disk", key="Ctrl+S"), None)
        middle = row(None, Button("删除", icon="trash", kind="danger"), stopped, None)
        lower = row(
            None, Button("键盘焦点"), Button("小号 26", small=True), Button(icon="dots-three", kind="quiet"), None
        )
        return Panel().add(label("按钮", "aux"), upper, middle, lower)

    def _fields(self) -> Panel:
        warned, wrong, unasked, off = LineEdit("1,860"), LineEdit("130"), LineEdit("没问到"), LineEdit("自动生成")
        warned.set_state("warn", message="上次填 186 ㎡")
        wrong.set_state("error", message="占比应在 0–100 之间")
        unasked.set_state("unasked")
        off.setEnabled(False)
        before, now, combo = LineEdit("主通道"), LineEdit("60", unit="㎡"), QComboBox()
        before.set_state(fill="prev")
        now.set_state(fill="now")
        combo.addItems(["杭州办事处", "宁波办事处"])
        set_state(combo, fill="now")
        when = DateField(lambda: date(2026, 11, 25), date(2026, 11, 25))
        pairs: list[tuple[str, QWidget, str, QWidget]] = [
            ("普通", LineEdit("12", unit="年"), "日期", when),
            ("上次已填", before, "本次填写", now),
            ("提醒", warned, "错误", wrong),
            ("不详", unasked, "停用", off),
            ("选择", combo, "空着", LineEdit(placeholder="请输入")),
        ]
        lines = [row(None, _named(a), left, _named(b), right, gap=8) for a, left, b, right in pairs]
        return Panel().add(label("表单项状态", "aux"), *lines)

    def _marks(self) -> Panel:
        grades: list[QWidget] = []
        for grade, word in (("A", "重点"), ("B", "潜在"), ("C", "普通"), ("", "未评")):
            grades += [GradeBadge(grade), label(word)]
        stages = row(
            None,
            StagePips(1, 6),
            label("客户挖掘"),
            StagePips(3, 6),
            label("需求确认"),
            StagePips(-1, 6),
            label("搁置"),
            None,
        )
        tags = row(
            None,
            tag("处理中，超时", "danger"),
            tag("未保存", "warn"),
            tag("已结案", "ok"),
            tag("草稿"),
            None,
        )
        return Panel().add(label("等级、阶段、状态", "aux"), row(None, *grades, None), stages, tags)

    def _type(self) -> Panel:
        sizes = (
            ("22/30 关键数字 152", "figure"),
            ("16/24 页面标题 客户档案", "title"),
            ("13/20 粗　区块标题、选中项", "head"),
        )
        lines = [label(text, role) for text, role in sizes]
        rest = [label("13/20 正文　表格与表单：杭州永盛，186 ㎡，11-25"), label("12/18 辅助　表头、说明、提示", "aux")]
        return Panel().add(label("字号", "aux"), *lines, *rest)

    def _banners(self) -> Panel:
        first = Banner(
            "可能重复：",
            "「永盛电缆商行」手机相同",
            [Button("并排对比", small=True, key="F9")],
            icon="users-three-fill",
        )
        second = Banner("3 份日报没有交。", "最久的晚了 1 天 4 小时", [Button("去处理", small=True)], tone="danger")
        third = Banner("", "上次异常退出，已找回 2 份草稿", [Button("查看", small=True)], tone="link")
        return Panel().add(label("横幅", "aux"), first, second, third)

    def _progress(self) -> Panel:
        box = frame("box")
        head = row(None, label("正在导出 PDF", "head"), None, label("38 / 126 页", "sub"))
        foot = row(None, label("约剩 9 秒，可继续做别的", "sub"), None, Button("取消导出", icon="x", small=True))
        column(box, head, ProgressLine(0.3), foot, gap=8, margins=(12, 12, 12, 12))
        done = frame("box", "ok")
        column(done, label("已导出 5 页", "head"), label("扫街日报.pdf", "sub"), margins=(12, 12, 12, 12))
        return Panel().add(label("进度", "aux"), box, done)

    def _chart(self) -> Panel:
        bars = [
            Bar("周一", 66, 75),
            Bar("周二", 63, 75),
            Bar("今天", 23, 75, today=True),
            Bar("周四", 0, 75),
            Bar("周五", 3, 70),
        ]
        self.chart = BarChart(bars)
        return Panel("本周扫街", "11-23 至 11-28").add(self.chart)

    def _empty(self) -> Panel:
        first = EmptyState(
            "magnifying-glass",
            "没有找到「hzxx」",
            "已查过全部 412,806 家。少打一个字母，或清除 2 个筛选条件。",
            [Button("清除筛选"), Button("新建「hzxx」", icon="plus")],
            framed=True,
        )
        second = EmptyState(
            "address-book", "还没有客户", "从旧 Excel 导入，或录第一份调查表。", [Button("录调查表", kind="primary")]
        )
        return Panel().add(label("空状态", "aux"), first, second)

    def _choices(self) -> Panel:
        self.search = SearchField("找客户、跳转、执行命令", key="Ctrl+K")
        read = SearchField("")
        read.setText("hzys")
        read.show_reading("拼音首字母", "38 家 6 毫秒")
        tick, off, round_ = QCheckBox("每人另起一页"), QCheckBox("显示完整手机号"), QRadioButton("整页")
        tick.setChecked(True)
        round_.setChecked(True)
        segment = Segment(["第 1 次", "第 2 次", "第 3 次"])
        segment.set_current(1)
        chosen = Chip("昨天")
        chosen.setChecked(True)
        chips = row(None, Chip("今天"), chosen, Chip("状态：合作中", remove=lambda: None), None)
        lines: list[QWidget | QHBoxLayout] = [
            self.search,
            read,
            row(None, segment, None),
            chips,
            row(None, tick, off, round_, None),
        ]
        return Panel().add(label("选择", "aux"), *lines)


def _named(text: str) -> QLabel:
    made = label(text)
    made.setFixedWidth(theme().px(60))
    return made
