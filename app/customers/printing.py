"""One customer's archive on paper, for the office or for outside (report RP06)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.attachments.previews import photo_pages
from app.choices import label_of
from app.context import App
from app.customers.card import CardReader
from app.customers.forwarding import opened
from app.db.records import Customer, Employee, User
from app.errors import Invalid
from app.letterhead import heading
from app.reports.customer_card import CustomerCard, customer_card
from app.reports.model import Report


def customer_report(
    app: App,
    customer: int | str,
    external: bool = False,
    *,
    purpose: str = "",
    masked: bool = True,
    photos: bool = False,
) -> Report:
    """客户档案 of a customer, by its id or number; `photos` adds the internal edition's pictures.

    The external edition leaves out what reports.md RP06 says and is always masked. Raises NotFound; Invalid when
    complete numbers are asked for outside; Forbidden without the right.
    """
    app.need("customer.view")
    app.need("export.masked" if masked else "export.full")
    if external and not masked:
        raise Invalid("对外版只能用掩码，没有生成文件。请取消“显示完整手机号”。", {"masked": "对外版只能用掩码"})
    with app.reading() as session:
        found = find_customer(session, customer)
        pages = () if external or not photos else photo_pages(app, "customer", found.id, masked=masked)
        read = CardReader(session, found, masked)
        return customer_card(
            CustomerCard(
                heading=heading(app, session, found.branch_id, purpose=purpose, masked=masked),
                external=external,
                customer_no=found.customer_no,
                name=found.name,
                short_name=found.short_name,
                archive_no=found.archive_no or "",
                archive_state=label_of("archive_state", found.archive_state),
                owner=session.get_one(Employee, found.owner_id).name,
                basics=read.basics(),
                contacts=read.contacts(),
                trade=read.trade(),
                upstream=read.upstream(),
                brands=read.brands(),
                cooperation=read.cooperation(),
                needs=read.needs(),
                obstacles=read.obstacles(),
                visits=read.visits(),
                visit_count=read.visit_count(),
                complaints=read.complaints(),
                archive=read.archive(),
                founder=_founder(session, found),
                photos=pages,
            )
        )


def customer_ids(app: App, numbers: Sequence[str]) -> list[int]:
    """The ids of customers by their numbers; raises NotFound for one there is not."""
    app.need("customer.view")
    with app.reading() as session:
        return [find_customer(session, number).id for number in numbers]


def find_customer(session: Session, customer: int | str) -> Customer:
    """The customer with this id or number, or the one it was merged into; raises NotFound."""
    wanted = Customer.id == customer if isinstance(customer, int) else Customer.customer_no == customer.strip()
    found = session.scalar(select(Customer.id).where(wanted).order_by(Customer.deleted_at.is_not(None), Customer.id))
    gone = f"没有客户 {customer}，没有生成任何文件。请核对客户编号，例：KH-LZ-00001。"
    return opened(session, found or 0, gone)


def _founder(session: Session, customer: Customer) -> str:
    """Who registered the customer; empty when the program did."""
    account = session.get(User, customer.created_by_id) if customer.created_by_id else None
    return session.get_one(Employee, account.employee_id).name if account else ""
