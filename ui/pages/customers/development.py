"""The tab 需求 of a customer: what they ask for and what keeps them from signing, each worked by keys (rule R08)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.errors import KnownError
from app.forms.model import Choice, Field, Kind
from ui.dialogs.form import FormDialog
from ui.forms.record_form import RecordForm
from ui.shell.desk import Desk
from ui.tables.columns import Column, Status
from ui.tables.view import RecordTable
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.layout import column, label, row

if TYPE_CHECKING:
    from app.development.needs import NeedRow
    from app.development.obstacles import ObstacleRow
    from app.development.reading import Development

KINDS = ("needs",)
"""What a change here changes."""

_NEEDS_HIGH = 180
_CONFIRMED = {True: Status(word="已确认", tone="ok"), False: Status(word="待确认")}
_TONES = {"open": "", "planned": "link", "working": "link", "resolved": "ok", "accepted": "ok"}
_NEEDS = (
    Column(key="raised_on", title="日期", width=58, kind="date"),
    Column(key="content", title="需求", width=120, stretch=True, strong=True),
    Column(key="state", title="状态", width=64, quiet=True),
    Column(key="is_confirmed", title="确认", width=82, kind="status", value=lambda need: _CONFIRMED[need.is_confirmed]),
)
_OBSTACLES = (
    Column(key="kind", title="阻碍", width=74),
    Column(key="description", title="描述", width=100, stretch=True, strong=True),
    Column(key="severity", title="程度", width=46, tone=lambda found: "danger" if found.severity == "关键" else ""),
    Column(key="due_on", title="期限", width=58, kind="date", tone=lambda found: "danger" if found.is_late else ""),
    Column(
        key="state", title="状态", width=90, kind="status",
        value=lambda found: Status(word=found.state, tone=_TONES[found.state_code]),
    ),
)  # fmt: skip
_VERBS = {"open": "定方案", "planned": "开始消除", "working": "消除了", "resolved": "重开", "accepted": "推进"}
_MAY_NOT = "这个账号不能改客户资料。请用内勤、业务员或主管的账号登录。"

Save = Callable[[str, dict[str, Any]], object]
"""Writes what was typed in a transaction with this uid."""


class CustomerDevelopment(QWidget):
    """Read when `load` is called, and anew when needs changed; Enter in a list corrects its row."""

    def __init__(self, desk: Desk, customer_id: int) -> None:
        super().__init__()
        self._desk, self.customer_id = desk, customer_id
        self._read: Development | None = None
        self.needs, self.obstacles = RecordTable(_NEEDS), RecordTable(_OBSTACLES)
        self.needs.setAccessibleName("需求")
        self.needs.setMaximumHeight(theme().px(_NEEDS_HIGH))
        self.obstacles.setAccessibleName("阻碍")
        self.buttons = {
            "need": self._button("新需求", self._new_need, "plus", "Alt+1"),
            "confirm": self._button("客户确认", self._confirm, "check", "Alt+2"),
            "obstacle": self._button("新阻碍", self._new_obstacle, "plus", "Alt+3"),
            "move": self._button("推进", self._move, "arrow-right", "Alt+4"),
        }
        self.problem = label("", "aux", "danger", wrap=True)
        self.problem.hide()
        need, confirm, obstacle, move = self.buttons.values()
        heads = (
            row(None, label("需求", "head"), None, need, confirm),
            row(None, label("阻碍", "head"), None, obstacle, move),
        )
        for head in heads:
            head.setContentsMargins(theme().px(14), 0, theme().px(14), 0)
        parts = (self.problem, heads[0], self.needs, heads[1], self.obstacles)
        column(self, *parts, gap=8, margins=(0, 10, 0, 0)).setStretch(4, 1)
        self.needs.opened.connect(self._edit_need)
        self.obstacles.opened.connect(self._edit_obstacle)
        for table in (self.needs, self.obstacles):
            table.current_changed.connect(lambda _: self._show_reasons())
        desk.changes.happened.connect(self._changed)
        self._show_reasons()

    def load(self) -> None:
        """Read the customer's needs and obstacles."""
        app, customer_id = self._desk.app, self.customer_id

        def read(_: object) -> Development:
            from app.development.reading import development

            return development(app, customer_id)

        self._desk.jobs.reread(self, "development", read, self._show, failed=self._cannot_read)

    # Showing

    def _button(self, text: str, do: Callable[[], object], icon: str, key: str) -> Button:
        made = Button(text, do, icon=icon, key=key, small=True)
        made.setShortcut(key)
        return made

    def _changed(self, kinds: frozenset[str]) -> None:
        if self._read is not None and kinds & set(KINDS):
            self.load()

    def _show(self, read: Development) -> None:
        self._read = read
        self.problem.hide()
        self.needs.show_rows(read.needs)
        self.obstacles.show_rows(read.obstacles)
        self._show_reasons()

    def _cannot_read(self, error: KnownError) -> None:
        self.problem.setText(str(error))
        self.problem.show()

    def _show_reasons(self) -> None:
        need, obstacle = self._need, self._obstacle
        confirmed = "这条需求已经确认过了。" if need and need.is_confirmed else ""
        done = "客户已接受，没有下一步。" if obstacle and obstacle.state_code == "accepted" else ""
        reasons = {
            "need": "",
            "confirm": "还没有需求。先按 Alt+1 记一条。" if need is None else confirmed,
            "obstacle": "",
            "move": "还没有阻碍。先按 Alt+3 记一条，没有就记“无”。" if obstacle is None else done,
        }
        for name, reason in reasons.items():
            self.buttons[name].set_reason(reason if self._desk.app.may("customer.edit") else _MAY_NOT)
        self.buttons["move"].setText(_VERBS[obstacle.state_code] if obstacle else "推进")
        self.buttons["move"].updateGeometry()
        self.buttons["move"].setShortcut("Alt+4")

    @property
    def _need(self) -> NeedRow | None:
        found: NeedRow | None = self.needs.current_row()
        return found

    @property
    def _obstacle(self) -> ObstacleRow | None:
        found: ObstacleRow | None = self.obstacles.current_row()
        return found

    # Needs

    def _new_need(self) -> None:
        from app.development.needs import add_need, need_fields, usual_need

        app, customer_id = self._desk.app, self.customer_id
        self._ask(
            "新需求", "登记需求", need_fields(), usual_need(app.today()),
            lambda uid, typed: add_need(app, customer_id, typed, uid=uid), self.needs,
        )  # fmt: skip

    def _edit_need(self, need: NeedRow) -> None:
        from app.development.needs import edit_need, need_fields

        app = self._desk.app
        self._ask(
            "改需求", "修改需求", need_fields(), need.values,
            lambda uid, typed: edit_need(app, need.id, need.row_version, typed, uid=uid), self.needs,
        )  # fmt: skip

    def _confirm(self) -> None:
        from app.development.needs import confirm_fields, confirm_need

        app, need = self._desk.app, self._need
        assert need is not None, "the button is off otherwise"
        self._ask(
            "客户当面确认了", "确认需求", confirm_fields(), {**need.values, "confirmed_on": app.today()},
            lambda uid, typed: confirm_need(app, need.id, need.row_version, typed, uid=uid), self.needs,
        )  # fmt: skip

    # Obstacles

    def _new_obstacle(self) -> None:
        from app.development.obstacles import add_obstacle, obstacle_fields, usual_obstacle

        app, read, customer_id = self._desk.app, self._read, self.customer_id
        if read is not None:
            self._ask(
                "新阻碍", "登记阻碍", obstacle_fields(), usual_obstacle(app.today(), read.owner_id),
                lambda uid, typed: add_obstacle(app, customer_id, typed, uid=uid), self.obstacles,
            )  # fmt: skip

    def _edit_obstacle(self, found: ObstacleRow) -> None:
        from app.development.obstacles import edit_obstacle, obstacle_fields

        app = self._desk.app
        self._ask(
            "改阻碍", "修改阻碍", obstacle_fields(), found.values,
            lambda uid, typed: edit_obstacle(app, found.id, found.row_version, typed, uid=uid), self.obstacles,
        )  # fmt: skip

    def _move(self) -> None:
        """The next step of rule R08, asking for what it needs."""
        from app.development.obstacles import outcome_fields, plan_fields

        found = self._obstacle
        assert found is not None, "the button is off otherwise"
        if found.state_code == "open":
            fields = plan_fields(blocking=found.values["severity"] == "blocking")
            self._ask(
                "定消除方案", "定方案", fields, found.values, partial(self._moved, found, "planned"), self.obstacles
            )
        elif found.state_code == "working":
            begun = {**found.values, "resolved_on": self._desk.app.today(), "outcome": "resolved"}
            self._ask(
                "消除得怎样",
                "消除阻碍",
                (_OUTCOME, *outcome_fields()),
                begun,
                partial(self._cleared, found),
                self.obstacles,
            )
        else:
            uid = str(uuid4())
            self._desk.jobs.start(
                self, lambda _: self._moved(found, "working", uid, {}), lambda _: self._done("推进阻碍", uid),
                failed=self._desk.complain,
            )  # fmt: skip

    def _moved(self, found: ObstacleRow, to: str, uid: str, typed: Mapping[str, Any]) -> None:
        from app.development.obstacles import move_obstacle

        move_obstacle(self._desk.app, found.id, found.row_version, to, typed, uid=uid)

    def _cleared(self, found: ObstacleRow, uid: str, typed: dict[str, Any]) -> None:
        self._moved(found, str(typed["outcome"]), uid, typed)

    # Asking

    def _ask(
        self, title: str, deed: str, fields: Sequence[Field], values: Mapping[str, Any], save: Save, back: RecordTable
    ) -> None:
        from ui.pages.complaints.moves import size_of

        if not self._desk.app.may("customer.edit"):
            self._desk.complain(_MAY_NOT)
            return
        uid, names = str(uuid4()), [field.name for field in fields]
        form = RecordForm(
            self._desk.jobs,
            fields,
            today=self._desk.app.today,
            sections=(("要填的", names),),
            references={"owner_id": self._people, "leader_id": self._people, "outcome": _outcomes},
        )
        dialog = FormDialog(title, "", "保存", form, size=size_of(fields), parent=self.window())
        dialog.accepted.connect(lambda: self._done(deed, uid))
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(lambda _: back.setFocus(Qt.FocusReason.OtherFocusReason))
        dialog.start({name: values.get(name) for name in names}, lambda typed: save(uid, typed), whole=True)
        dialog.open()

    def _done(self, deed: str, uid: str) -> None:
        self._desk.done(f"已{deed}", deed, uid, *KINDS)

    def _people(self) -> Sequence[Choice]:
        return [Choice(str(number), name) for number, name in self._read.people] if self._read else []


_OUTCOME = Field(name="outcome", label="结果", kind=Kind.ONE, required=True)


def _outcomes() -> Sequence[Choice]:
    from app.choices import label_of
    from app.development.obstacles import CLEARED

    return [Choice(state, label_of("obstacle_state", state)) for state in CLEARED]
