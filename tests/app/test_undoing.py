"""What was done is taken back from the journal, and done again; never over somebody else's work."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.db.base import Record
from app.db.journal import stored
from app.db.numbers import next_number
from app.db.records import Customer, FollowUp, Obstacle, Visit, VisitPlan, VisitPlanItem
from app.db.undo import typed
from app.db.verify import verify
from app.errors import Cancelled, Conflict, Forbidden, NotFound
from app.tasks import Task
from app.undoing import undo
from tests.support.office import Office

CHANGED = "后来又有改动"


def rename(office: Office, customer_id: int, name: str) -> str:
    uid = str(uuid4())
    with office.clerk.transaction("改名", uid=uid) as session:
        session.get_one(Customer, customer_id).name = name
    return uid


def follow_up(office: Office, customer_id: int) -> FollowUp:
    owner = office.employee()
    return FollowUp(customer_id=customer_id, title="送样", due_on=date(2026, 11, 25), owner_id=owner)


def add_follow_up(office: Office, customer_id: int) -> tuple[int, str]:
    uid = str(uuid4())
    with office.clerk.transaction("记跟进", uid=uid) as session:
        made = follow_up(office, customer_id)
        session.add(made)
        session.flush()
        return made.id, uid


def test_a_change_is_taken_back_and_done_again(office: Office) -> None:
    customer = office.add_customer("桁岳五金机电经营部")
    redo = undo(office.clerk, rename(office, customer, "新名五金行"))
    assert office.read(Customer, customer).name == "桁岳五金机电经营部"
    undo(office.clerk, redo)
    assert office.read(Customer, customer).name == "新名五金行"
    assert not verify(office.app.db).problems


def test_what_was_added_goes_and_comes_back(office: Office) -> None:
    made, uid = add_follow_up(office, office.add_customer())
    redo = undo(office.clerk, uid)
    assert office.read(FollowUp, made).deleted_at == office.clock()
    undo(office.clerk, redo)
    assert office.read(FollowUp, made).deleted_at is None


def test_a_later_change_is_not_overwritten(office: Office) -> None:
    customer = office.add_customer()
    uid = rename(office, customer, "甲五金行")
    rename(office, customer, "乙五金行")
    with pytest.raises(Conflict, match=CHANGED):
        undo(office.clerk, uid)
    assert office.read(Customer, customer).name == "乙五金行"


def test_what_later_records_use_stays(office: Office) -> None:
    uid = str(uuid4())
    with office.clerk.transaction("订计划", uid=uid) as session:
        plan = VisitPlan(
            plan_no="FJ-LZ-20261120-09",
            title="周计划",
            owner_id=office.employee(),
            start_on=date(2026, 11, 23),
            end_on=date(2026, 11, 29),
        )
        session.add(plan)
        session.flush()
        plan_id = plan.id
    with office.clerk.transaction("排一家") as session:
        session.add(VisitPlanItem(plan_id=plan_id, seq=1, plan_date=date(2026, 11, 23), place="B 区 2 排 17 号"))
    with pytest.raises(Conflict, match=CHANGED):
        undo(office.clerk, uid)
    assert office.read(VisitPlan, plan_id).deleted_at is None


def test_taking_back_twice_is_refused(office: Office) -> None:
    _, uid = add_follow_up(office, office.add_customer())
    undo(office.clerk, uid)
    with pytest.raises(Conflict, match=CHANGED):
        undo(office.clerk, uid)


def test_somebody_elses_work_is_not_taken_back(office: Office) -> None:
    uid = rename(office, office.add_customer(), "甲五金行")
    with pytest.raises(Forbidden, match="别人做的"):
        undo(office.chief, uid)


def test_an_unknown_step_is_said_so(office: Office) -> None:
    with pytest.raises(NotFound, match="留痕里找不到"):
        undo(office.clerk, str(uuid4()))


def test_taking_back_tells_how_far_it_is_and_can_be_stopped(office: Office) -> None:
    made, uid = add_follow_up(office, office.add_customer())
    steps: list[str] = []
    stopped = Task()
    stopped.cancel()
    with pytest.raises(Cancelled, match="没有撤销“记跟进”"):
        undo(office.clerk, uid, stopped)
    assert office.read(FollowUp, made).deleted_at is None
    undo(office.clerk, uid, Task(lambda _done, _total, note: steps.append(note)))
    assert (steps[0], steps[-1]) == ("查看做过什么", "撤回新增")
    assert office.read(FollowUp, made).deleted_at


def test_a_number_once_given_is_not_given_again(office: Office) -> None:
    customer, uid = office.add_customer(), str(uuid4())
    with office.clerk.transaction("取号", uid=uid) as session:
        first = next_number(session, "XX-", 2)
        session.add(follow_up(office, customer))
    undo(office.clerk, uid)
    with office.clerk.transaction("再取号") as session:
        assert next_number(session, "XX-", 2) != first


SAMPLES = (
    (Visit, "start_at", st.times().map(lambda t: t.replace(microsecond=0))),
    (Visit, "visit_date", st.dates()),
    (Visit, "purposes", st.lists(st.sampled_from(("survey", "need", "demo")), unique=True).map(tuple)),
    (Customer, "monthly_volume_wan", st.decimals(0, 10**9, places=2)),
    (Customer, "is_target", st.booleans()),
    (Obstacle, "description", st.text(max_size=30)),
    (VisitPlan, "approved_on", st.none() | st.dates()),
    (VisitPlanItem, "plan_start", st.none() | st.just(time(9, 5))),
)


@given(st.data())
def test_a_journalled_value_comes_back_as_it_was(data: st.DataObject) -> None:
    record, name, values = data.draw(st.sampled_from(SAMPLES))
    value = data.draw(values)
    column = record.__table__.columns[name]
    assert typed(stored(value, column), column) == value


def test_moments_and_plain_records_are_typed() -> None:
    column = Record.__subclasses__()[0].__table__.columns["created_at"]
    assert typed("2026-11-20T22:00:00", column) == datetime(2026, 11, 20, 22)
    assert typed(None, column) is None
    assert Decimal("1.50") == typed("1.5", Customer.__table__.columns["monthly_volume_wan"])
