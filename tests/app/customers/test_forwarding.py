"""An id of a customer that was merged opens the one it was merged into, wherever it comes from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from app.complaints.registering import start_complaint
from app.customers.archive import full_contacts, read_customer
from app.customers.forwarding import forwarded
from app.customers.history import history
from app.customers.merging import merge
from app.customers.printing import customer_report
from app.customers.timeline import timeline
from app.db.records import Customer, VisitPlanItem
from app.development.reading import development
from app.errors import NotFound
from app.planning.beginning import start_visit
from app.planning.due import due_customer
from app.planning.items import assign
from app.surveys.sheets import new_sheet
from tests.support.office import MONDAY, Office


@pytest.fixture
def merged(office: Office) -> tuple[int, int]:
    """A customer, and the one that was merged into it."""
    kept, gone = office.add_customer("恒砾机电有限公司"), office.add_customer("恒砾机电经营部", owner="E02")
    versions = {each: office.read(Customer, each).row_version for each in (kept, gone)}
    merge(office.chief, kept, gone, versions, reason="同一家")
    return kept, gone


def test_every_way_to_open_it_leads_to_the_kept_one(office: Office, merged: tuple[int, int]) -> None:
    kept, gone = merged
    office.add_contact(kept)
    app = office.clerk
    assert read_customer(app, gone).row.id == kept
    assert full_contacts(app, gone)[0][2] == "14200001037"
    assert timeline(app, gone) == timeline(app, kept)
    assert development(app, gone) == development(app, kept)
    assert new_sheet(app, gone).customer_id == kept
    assert start_visit(app, gone, MONDAY, None).values["customer_id"] == kept
    assert start_complaint(app, gone).values["customer_id"] == kept
    due = due_customer(app, gone, MONDAY)
    assert due is not None
    assert due.customer_id == kept
    number = office.read(Customer, gone).customer_no
    assert customer_report(app, gone) == customer_report(app, kept) == customer_report(app, number)


def test_what_is_written_for_it_is_the_kept_ones(office: Office, merged: tuple[int, int]) -> None:
    kept, gone = merged
    assert timeline(office.chief, kept).events[-1].title == "建档"
    visit = office.visit(gone)
    item = assign(office.clerk, gone, office.employee(), date(2026, 11, 23))
    with office.app.reading() as session:
        assert session.get_one(VisitPlanItem, item).customer_id == kept
    assert visit
    assert [event.kind for event in timeline(office.chief, kept).events].count("visit") == 1


def test_it_is_said_in_one_sentence(office: Office, merged: tuple[int, int]) -> None:
    kept, gone = merged
    sentence = "KH-LZ-00002 恒砾机电经营部已并入 KH-LZ-00001 恒砾机电有限公司，打开的是留下的这一家。"
    assert forwarded(office.clerk, gone) == sentence
    assert forwarded(office.clerk, kept) == ""
    assert forwarded(office.clerk, 9999) == ""


def test_who_lost_it_to_another_rep_is_told_who_has_it(office: Office, merged: tuple[int, int]) -> None:
    kept, gone = merged
    for look in (read_customer, timeline, development):
        with pytest.raises(NotFound, match="已并入 KH-LZ-00001 恒砾机电有限公司，由程砚舟负责"):
            look(office.as_("luoyn"), gone)
        with pytest.raises(NotFound, match="这家客户已不在了"):
            look(office.as_("luoyn"), kept)
    assert history(office.as_("luoyn"), "customer", gone).events


def test_who_was_only_deleted_is_gone(office: Office) -> None:
    shop = office.add_customer()
    office.change(Customer, shop, {"deleted_at": office.clock()})
    with pytest.raises(NotFound, match="已不在了"):
        read_customer(office.clerk, shop)
    with pytest.raises(NotFound, match="桁岳五金机电经营部 已不在了"):
        assign(office.clerk, shop, office.employee(), date(2026, 11, 23))


def test_nothing_new_begins_at_a_customer_another_rep_has_now(office: Office, merged: tuple[int, int]) -> None:
    kept, gone = merged
    office.add_contact(kept)
    lost = office.as_("luoyn")
    begun: tuple[Callable[[int], object], ...] = (
        lambda shop: start_complaint(lost, shop),
        lambda shop: start_visit(lost, shop, MONDAY, None),
        lambda shop: new_sheet(lost, shop),
    )
    for begin in begun:
        with pytest.raises(NotFound, match="已并入 KH-LZ-00001 恒砾机电有限公司，由程砚舟负责"):
            begin(gone)
        with pytest.raises(NotFound, match="已不在了"):
            begin(kept)


def test_a_colleagues_customer_in_ones_own_plan_can_be_visited(office: Office) -> None:
    shop, another = office.add_customer(), office.add_customer("砾川电缆批发部")
    item = assign(office.clerk, shop, office.employee("E02"), date(2026, 11, 23))
    stand_in = office.as_("luoyn")
    assert start_visit(stand_in, shop, date(2026, 11, 23), None, item).values["plan_item_id"] == item
    with pytest.raises(NotFound, match="已不在了"):
        start_visit(stand_in, another, date(2026, 11, 23), None, item)
