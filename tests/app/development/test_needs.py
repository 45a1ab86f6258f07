"""Needs are written down, corrected, and confirmed by the customer."""

from __future__ import annotations

from datetime import date

import pytest

from app.db.records import Customer, CustomerNeed
from app.development.needs import add_need, confirm_need, edit_need, usual_need
from app.development.reading import development
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.planning.standings import standings
from tests.support.office import MONDAY, Office

GIVEN = {**usual_need(MONDAY), "content": "要求 BV 线现货当日送达"}


def test_a_need_is_written_down_with_what_is_usual(office: Office) -> None:
    customer = office.add_customer()
    need_id = add_need(office.rep, customer, {"raised_on": MONDAY, "content": "希望月结账期"})
    need = office.read(CustomerNeed, need_id)
    assert (need.kind, need.importance, need.state, need.is_confirmed) == ("need", "mid", "open", False)
    (row,) = development(office.rep, customer).needs
    assert (row.content, row.kind, row.state, row.is_confirmed) == ("希望月结账期", "需求", "未处理", False)


def test_everything_wrong_is_named_at_once(office: Office) -> None:
    with pytest.raises(Invalid) as refused:
        add_need(office.rep, office.add_customer(), {**GIVEN, "content": "", "raised_on": date(2026, 12, 31)})
    assert set(refused.value.problems) == {"content", "raised_on"}


def test_confirming_asks_whether_we_can_meet_it_and_passes_the_third_step(office: Office) -> None:
    customer = office.add_customer()
    need_id = add_need(office.rep, customer, GIVEN)
    with pytest.raises(Invalid) as refused:
        confirm_need(office.rep, need_id, 1, {"confirmed_on": MONDAY})
    assert set(refused.value.problems) == {"is_feasible"}
    assert "需求还没有经客户确认" in _lacks(office, customer, "s3")
    confirm_need(office.rep, need_id, 1, {"is_feasible": "yes", "confirmed_on": MONDAY})
    assert office.read(CustomerNeed, need_id).is_confirmed
    assert "需求还没有经客户确认" not in _lacks(office, customer, "s3")


def test_only_what_was_seen_is_changed(office: Office) -> None:
    need_id = add_need(office.rep, office.add_customer(), GIVEN)
    edit_need(office.rep, need_id, 1, {"state": "met", "reply": "已当日送达"})
    assert office.read(CustomerNeed, need_id).state == "met"
    with pytest.raises(Conflict):
        edit_need(office.rep, need_id, 1, {"state": "dropped"})


def test_nobody_writes_for_a_customer_who_is_gone_or_without_the_right(office: Office) -> None:
    with pytest.raises(NotFound):
        add_need(office.rep, 999, GIVEN)
    with pytest.raises(Forbidden):
        add_need(office.as_("admin"), office.add_customer(), GIVEN)


def _lacks(office: Office, customer: int, step: str) -> tuple[str, ...]:
    with office.app.reading() as session:
        return standings(session, Customer.id == customer)[customer].unmet[step]
