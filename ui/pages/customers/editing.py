"""Adding and correcting a customer in a form of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from app.choices import options
from app.errors import KnownError
from app.forms.model import Choice, Field
from ui.dialogs.form import FormDialog
from ui.forms.form_view import Options
from ui.forms.record_form import RecordForm, Save
from ui.shell.desk import Desk
from ui.shell.targets import CustomerTarget
from ui.theme import theme
from ui.widgets.button import Button
from ui.widgets.frames import Banner
from ui.widgets.layout import column

if TYPE_CHECKING:
    from app.context import App
    from app.customers.archive import CustomerDetail
    from app.customers.creating import Decided
    from app.customers.duplicates import LikelySame
    from app.customers.placing import Placing
    from ui.dialogs.verdict import Beside

_SIZE = QSize(920, 612)
_STATUS = "lifecycle_status"
_TELLING = ("name", "phone", "address", "market_area_id", "uscc")
"""Fields whose answers may show that the shop is on record already."""


def create(page: QWidget, desk: Desk) -> None:
    """Ask for a new customer; it is shown in the list afterwards."""
    if not desk.app.may("customer.edit"):
        desk.complain("这个账号不能建客户。请用内勤、业务员或主管的账号登录。")
        return
    desk.jobs.reread(
        page, "placing", lambda _task: _read_placing(desk.app), partial(_open_new, page, desk), failed=desk.complain
    )


def edit(page: QWidget, desk: Desk, detail: CustomerDetail) -> None:
    """Correct a customer from what the detail shows."""
    if not desk.app.may("customer.edit"):
        desk.complain("这个账号不能改客户资料。请用内勤、业务员或主管的账号登录。")
        return
    EditCustomerDialog(desk, detail, page.window()).open()


def _read_placing(app: App) -> Placing:
    from app.customers.placing import placing

    return placing(app)


def _open_new(page: QWidget, desk: Desk, places: Placing) -> None:
    if not places.markets:
        desk.complain("还没有市场，客户没处放。请用管理员账号在“办事处资料”里先加市场，再来建客户。")
        return
    NewCustomerDialog(desk, places, page.window()).open()


class _CustomerDialog(FormDialog):
    """What both have in common: size, sections, and that it goes away when it is closed."""

    def __init__(self, desk: Desk, title: str, verb: str, form: RecordForm, parent: QWidget) -> None:
        room = parent.height() / theme().scale - 24
        size = QSize(_SIZE.width(), min(_SIZE.height(), int(room))) if parent.isVisible() else _SIZE
        super().__init__(title, "", verb, form, size=size, parent=parent)
        self.desk = desk
        self.finished.connect(self.deleteLater)


class NewCustomerDialog(_CustomerDialog):
    """Shops that may be the same show above the form while it is filled; before it is saved rule R11 is asked."""

    def __init__(self, desk: Desk, places: Placing, parent: QWidget) -> None:
        from app.customers.placing import place_fields, typed_fields

        self._places = places
        markets, owners = partial(_choices, places.markets), partial(_choices, places.owners)
        fields = _with_places(typed_fields(), place_fields())
        form = _form(desk, fields, {"market_area_id": markets, "owner_id": owners})
        super().__init__(desk, "新客户", "建客户", form, parent)
        self.likely: Sequence[LikelySame] = ()
        self._asked: tuple[str, ...] = ()
        self._wanted: int | None = None
        self._decided: Decided | None = None
        self._notice = QWidget()
        column(self._notice, gap=0)
        self._notice.hide()
        self.body.insertWidget(0, self._notice)
        form.changed.connect(self._follow)
        form.refused.connect(self._decide)
        self.start(places.values, self._create, whole=True)
        self.finished.connect(self._leave)

    def _create(self, values: dict[str, Any]) -> object:
        from app.customers.creating import create_customer

        kept = {name: value for name, value in values.items() if value not in ("", ()) or name in self._always()}
        uid = str(uuid4())
        made = create_customer(self.desk.app, kept, decided=self._decided, uid=uid)
        return made, str(values["name"]).strip(), uid

    def _decide(self, error: KnownError) -> None:
        """Shops on record that may be this one: look, then say (rule R11)."""
        from app.customers.creating import Undecided
        from ui.deciding import Verdicts, beside_typed

        if not isinstance(error, Undecided):
            return
        app, likely, form = self.desk.app, error.likely, self.form.form
        typed = {name: form.value(name).strip() for name in _TELLING}
        for name, choices in (("market_area_id", self._places.markets), ("owner_id", self._places.owners)):
            typed[name] = next((text for each, text in choices if str(each) == form.value(name)), "")

        def ask(besides: list[Beside]) -> None:
            verdicts = Verdicts(app, likely, besides, self, typed="现在填的")
            verdicts.ended.connect(self._go_on)
            verdicts.ask()

        self.desk.jobs.start(self, lambda _task: beside_typed(app, likely, typed), ask, failed=self.desk.complain)

    def _go_on(self, found: Decided | LikelySame | None) -> None:
        from app.customers.creating import Decided

        if isinstance(found, Decided):
            self._decided = found
            self.form.save()
        elif found is not None:
            self._look_at(found.customer_id)

    def _always(self) -> set[str]:
        """What is handed over empty too, so that the reason stands at its field."""
        return {"name", "address"} | set(self._places.values)

    def _follow(self, name: str) -> None:
        form = self.form.form
        if name == "market_area_id" and form.value(name) and not form.value("owner_id"):
            form.set_value("owner_id", self._places.owners_of.get(int(form.value(name)), ""))
        asked = tuple(form.value(each).strip() for each in _TELLING)
        if name in _TELLING and asked != self._asked:
            self._asked = asked
            self.desk.jobs.reread(self, "likely", lambda _: self._search(asked), self._show_likely)

    def _search(self, asked: tuple[str, ...]) -> Sequence[LikelySame]:
        from app.customers.duplicates import likely_same

        name, phone, address, market, uscc = asked
        market_id = int(market) if market else None
        return likely_same(self.desk.app, name, (phone,), address=address, market_id=market_id, uscc=uscc)

    def _show_likely(self, likely: Sequence[LikelySame]) -> None:
        self.likely = likely
        layout = self._notice.layout()
        while layout is not None and (old := layout.takeAt(0)):
            if widget := old.widget():
                widget.deleteLater()
        if likely and layout is not None:
            layout.addWidget(self._banner(likely))
        self._notice.setVisible(bool(likely))

    def _banner(self, likely: Sequence[LikelySame]) -> Banner:
        first = likely[0]
        rest = f"　另有 {len(likely) - 1} 家相像" if len(likely) > 1 else ""
        words = f"「{first.name}」{first.customer_no}　{first.market}　{'、'.join(first.reasons)}{rest}"
        look = Button("看那一家", partial(self._look_at, first.customer_id), small=True)
        return Banner("可能已经有了：", words, [look], icon="users-three-fill")

    def _look_at(self, customer_id: int) -> None:
        self._wanted = customer_id
        self.reject()

    def _leave(self, _code: int) -> None:
        if isinstance(self.result_of_save, tuple):
            made, name, uid = self.result_of_save
            noted = f"。{made.unprotected}" if made.unprotected else ""
            self.desk.done(f"已建客户「{name}」{noted}", f"新建客户「{name}」", uid, "customers")
            self.desk.go("customers", CustomerTarget(customer_id=made.customer_id))
        elif self._wanted is not None:
            self.desk.go("customers", CustomerTarget(customer_id=self._wanted))


class EditCustomerDialog(_CustomerDialog):
    """Hands over only what was changed, so that old values nobody touched are not judged anew."""

    def __init__(self, desk: Desk, detail: CustomerDetail, parent: QWidget) -> None:
        from app.customers.placing import typed_fields

        form = _form(desk, typed_fields(), {}, status=detail.values[_STATUS])
        super().__init__(desk, f"改「{detail.row.name}」", "保存", form, parent)
        self._customer_id, self._name = detail.row.id, detail.row.name
        self.start(detail.values, partial(self._edit, detail), reread=self._read_again)
        self.finished.connect(self._leave)

    def _edit(self, detail: CustomerDetail, changes: dict[str, Any]) -> object:
        from app.customers.records import edit_customer

        uid = str(uuid4())
        edit_customer(self.desk.app, detail.row.id, detail.row_version, changes, uid=uid)
        return uid

    def _read_again(self) -> tuple[dict[str, Any], Save]:
        from app.customers.archive import read_customer

        detail = read_customer(self.desk.app, self._customer_id)
        return detail.values, partial(self._edit, detail)

    def _leave(self, _code: int) -> None:
        if isinstance(self.result_of_save, str):
            said, deed = f"已保存「{self._name}」", f"修改客户「{self._name}」"
            self.desk.done(said, deed, self.result_of_save, "customers")


def _form(desk: Desk, fields: Sequence[Field], references: Mapping[str, Options], *, status: str = "") -> RecordForm:
    """What the signed-in user may not change shows its value and who does; `status` is that of a customer on record,
    and stays among those to be given.
    """
    from app.customers.changing import closed_fields, closed_statuses

    no_status = [code for code in closed_statuses(desk.app) if code != status]
    closed = closed_fields(desk.app, known=bool(status))
    shut = {name: who for name, who in closed.items() if name not in references}
    offered = [choice for choice in options(_STATUS) if choice.code not in no_status]
    return RecordForm(
        desk.jobs,
        fields,
        today=desk.app.today,
        sections=_sections(fields),
        references={**references, _STATUS: lambda: offered},
        notes=shut | ({_STATUS: "流失、歇业、停止合作由主管来定。"} if no_status else {}),
        shut=shut,
    )


def _with_places(fields: Sequence[Field], places: Sequence[Field]) -> list[Field]:
    """A new customer's fields: market and rep after the name; the short name may be left to the program."""
    made = [replace(field, required=False) if field.name == "short_name" else field for field in fields]
    return [*made[:1], *(replace(place, section=made[0].section) for place in places), *made[1:]]


def _sections(fields: Sequence[Field]) -> list[tuple[str, list[str]]]:
    sections: dict[str, list[str]] = {}
    for field in fields:
        sections.setdefault(field.section, []).append(field.name)
    return list(sections.items())


def _choices(pairs: Sequence[tuple[int, str]]) -> list[Choice]:
    return [Choice(str(each), text) for each, text in pairs]
