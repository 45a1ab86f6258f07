"""Taking a complaint down, and correcting what was taken down; the limits show while it is typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from app.complaints.detail import read_complaint
from app.complaints.offering import limits_for
from app.complaints.registering import (
    RegisterStart,
    edit_fields,
    edit_registration,
    register,
    register_fields,
    start_complaint,
)
from app.forms.model import Field
from app.tasks import Task
from ui.dialogs.form import FormDialog
from ui.forms.record_form import RecordForm, Save
from ui.forwarding import tell_forwarded
from ui.pages.complaints.moves import CHANGED
from ui.pages.complaints.offers import Offers, read_offers
from ui.pages.visits.choose_customer import ChooseCustomer
from ui.shell.desk import Desk
from ui.shell.targets import ComplaintTarget
from ui.widgets.button import Button
from ui.widgets.frames import IconLabel
from ui.widgets.layout import label, row

if TYPE_CHECKING:
    from app.complaints.detail import ComplaintDetail

_SIZE = QSize(800, 590)
_TELLING = ("received_at", "severity")
_CAME = ("complainant", "complainant_phone", "received_at", "channel", "receiver_id", "severity")


def begin(page: QWidget, desk: Desk, customer_id: int | None = None) -> None:
    """Register a complaint of a customer, asking first which one when nobody is named."""
    if not desk.app.may("complaint.register"):
        desk.complain("这个账号不能登记投诉。请用内勤、客服、业务员或主管的账号登录。")
    elif customer_id is None:
        _choose(page, desk)
    else:
        _open(page, desk, customer_id)


def _choose(page: QWidget, desk: Desk) -> None:
    dialog = ChooseCustomer(desk, parent=page.window())
    dialog.accepted.connect(lambda: _open(page, desk, dialog.chosen.id))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def _open(page: QWidget, desk: Desk, customer_id: int) -> None:
    app = desk.app

    def show(read: tuple[RegisterStart, Offers]) -> None:
        tell_forwarded(desk, customer_id, read[0].values["customer_id"])
        RegisterDialog(desk, *read, page).open()

    desk.jobs.reread(
        page, "registering", lambda _: (start_complaint(app, customer_id), read_offers(app)), show, failed=desk.complain
    )


class _Registration(FormDialog):
    """What both have in common: the form in two sections, and who complains above it."""

    def __init__(
        self, desk: Desk, title: str, customer: str, verb: str, fields: Sequence[Field], offers: Offers, parent: QWidget
    ) -> None:
        named = [field.name for field in fields]
        about = [name for name in named if name not in _CAME]
        form = RecordForm(
            desk.jobs,
            fields,
            today=desk.app.today,
            sections=(("接诉", [name for name in named if name in _CAME]), ("投诉", about)),
            references=offers.references(fields),
        )
        super().__init__(title, "", verb, form, size=_SIZE, parent=parent.window())
        self.desk, self._page = desk, parent
        self._uid = str(uuid4())
        self.customer = label(customer, "head")
        self.head = row(None, label("客户", "sub"), self.customer, None)
        self.body.insertLayout(0, self.head)
        form.changed.connect(self._follow)
        self.finished.connect(self.deleteLater)

    def _follow(self, name: str) -> None:
        if name == "kind":
            self._star_product()

    def _star_product(self) -> None:
        """Quality complaints name the product."""
        form, fields = self.form.form, register_fields()
        about_quality = form.value("kind") == "quality"
        form.set_required([f.name for f in fields if f.required or (f.name == "product_note" and about_quality)])


class RegisterDialog(_Registration):
    """A new complaint; 换一家 chooses another customer, what was typed about the matter stays."""

    def __init__(self, desk: Desk, start: RegisterStart, offers: Offers, parent: QWidget) -> None:
        fields = [field for field in register_fields() if field.name != "customer_id"]
        super().__init__(desk, "登记投诉", start.customer, "登记", fields, offers, parent)
        self._customer_id = start.values["customer_id"]
        self.limits = label("", "sub")
        self.head.addWidget(Button("换一家", self._change, icon="magnifying-glass", small=True))
        self.body.insertLayout(2, row(None, IconLabel("timer", "text2", 16), self.limits, None))
        self.start(start.values, self._register, whole=True)
        self._star_product()
        self._preview()
        self.accepted.connect(self._tell)
        self.form.form.focus_field("complainant" if not start.values.get("complainant") else "channel")

    def _register(self, values: dict[str, Any]) -> object:
        return register(self.desk.app, {**values, "customer_id": self._customer_id}, uid=self._uid)

    def _follow(self, name: str) -> None:
        super()._follow(name)
        if name in _TELLING:
            self._preview()

    def _preview(self) -> None:
        """By when it would have to be answered and resolved, as far as that can be said yet."""
        asked = tuple(self.form.form.value(name) for name in _TELLING)

        def show(limits: tuple[datetime, datetime]) -> None:
            self.limits.setText(f"应响应 {limits[0]:%m-%d %H:%M}　应解决 {limits[1]:%m-%d %H:%M}")

        self.desk.jobs.forget(self, "limits")
        try:
            came = datetime.fromisoformat(asked[0])
        except ValueError:
            self.limits.setText("填好接诉时间和严重程度，就知道时限")
            return
        app = self.desk.app
        if asked[1]:
            self.desk.jobs.reread(
                self, "limits", lambda _: limits_for(app, came, asked[1]), show, failed=self.desk.complain
            )

    def _change(self) -> None:
        dialog = ChooseCustomer(self.desk, parent=self)
        dialog.accepted.connect(lambda: self._read_other(dialog.chosen.id))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _read_other(self, customer_id: int) -> None:
        app = self.desk.app
        self.desk.jobs.reread(
            self, "customer", lambda _: start_complaint(app, customer_id), self._take, failed=self.desk.complain
        )

    def _take(self, start: RegisterStart) -> None:
        """Another customer, and its main contact."""
        self._customer_id = start.values["customer_id"]
        self.customer.setText(start.customer)
        for field in ("complainant", "complainant_phone"):
            self.form.form.set_value(field, start.values[field])

    def _tell(self) -> None:
        complaint_id = self.result_of_save
        assert isinstance(complaint_id, int)
        self.desk.done("已登记投诉", "登记投诉", self._uid, *CHANGED)
        self.desk.go("complaints", ComplaintTarget(complaint_id=complaint_id))


class EditDialog(_Registration):
    """Hands over only what was corrected: a masked phone nobody touched stays as it is on record."""

    def __init__(self, desk: Desk, detail: ComplaintDetail, offers: Offers, parent: QWidget) -> None:
        found = detail.row
        fields = edit_fields()
        super().__init__(desk, f"改登记 {found.complaint_no}", found.customer_name, "保存", fields, offers, parent)
        self._row = found
        self.start(detail.values, partial(self._edit, found.row_version), reread=self._reread)
        self._star_product()
        self.accepted.connect(self._tell)

    def _edit(self, version: int, changes: Mapping[str, Any]) -> object:
        edit_registration(self.desk.app, self._row.id, version, changes, uid=self._uid)
        return True

    def _reread(self) -> tuple[Mapping[str, Any], Save]:
        fresh = read_complaint(self.desk.app, self._row.id)
        return fresh.values, partial(self._edit, fresh.row.row_version)

    def _tell(self) -> None:
        if self.result_of_save:
            self.desk.done(f"已改好 {self._row.complaint_no}", "改投诉登记", self._uid, *CHANGED)


def edit(page: QWidget, desk: Desk, complaint_id: int) -> None:
    """Correct what was taken down."""
    app = desk.app

    def read(_task: Task) -> tuple[ComplaintDetail, Offers]:
        return read_complaint(app, complaint_id), read_offers(app)

    def show(found: tuple[ComplaintDetail, Offers]) -> None:
        EditDialog(desk, *found, page).open()

    desk.jobs.reread(page, "registration", read, show, failed=desk.complain)
