"""An empty database becomes an office in which a sweep day can begin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from app.context import App
from app.customers.creating import create_customer
from app.db.records import BranchOffice, Brand, CalendarDay, Company, Department, Employee
from app.db.schema import open_database
from app.errors import Conflict, Forbidden, Invalid
from app.founding.office import FoundingInput, found_office, founding_fields, is_founded
from app.people.accounts import NOBODY, list_accounts, sign_in
from app.people.directory import add_person, department_options
from app.people.markets import add_market, area_options
from app.surveys.forms import active_form
from tests.support.clock import StandingClock

TYPED = FoundingInput(
    company_name="云栎电缆股份公司",
    short_name="云栎",
    brand_name="云栎",
    branch_name="澜州办事处",
    branch_code="lz",
    region_text="澜州市四区县",
    person_name="温可",
    username="wenk",
)


@pytest.fixture
def empty(database_url: str, clock: StandingClock) -> Iterator[App]:
    """A database with nothing in it, before anybody can sign in."""
    db = open_database(database_url, now=clock())
    yield App(db, NOBODY, clock)
    db.close()


def test_the_form_asks_for_what_the_founding_takes() -> None:
    assert [field.name for field in founding_fields()] == list(FoundingInput.__dataclass_fields__)
    assert all(field.required for field in founding_fields() if field.name != "password")


def test_a_founded_office_has_what_a_sweep_day_needs(empty: App) -> None:
    assert not is_founded(empty)
    found_office(empty, TYPED)
    assert is_founded(empty)
    with empty.reading() as session:
        company, branch = session.scalars(select(Company)).one(), session.scalars(select(BranchOffice)).one()
        assert (branch.code, branch.name, branch.is_active) == ("LZ", "澜州办事处", True)
        assert session.get_one(Brand, company.own_brand_id).name == "云栎"
        assert session.scalars(select(Brand.name).order_by(Brand.id)).all() == ["云栎", "其他杂牌"]
        assert set(session.scalars(select(Department.name))) == {"销售部", "行政内勤"}
        assert session.scalar(select(func.count()).select_from(CalendarDay))
    clerk = sign_in(empty, "wenk")
    assert (clerk.user.role, clerk.user.branch_name) == ("clerk", "澜州办事处")
    assert active_form(clerk)[1].id == "cable_survey"


def test_the_administrator_fills_the_office_and_the_clerk_goes_on(empty: App) -> None:
    found_office(empty, TYPED)
    admin, clerk = sign_in(empty, "admin"), sign_in(empty, "wenk")
    sales = next(each for each, name in department_options(admin) if name == "销售部")
    rep = add_person(admin, {"emp_no": "E02", "name": "程砚舟", "department_id": sales, "username": "chengyz"})
    market = add_market(admin, {"code": "LZ-HX", "name": "河西五金机电城", "market_type": "professional"})
    assert area_options(admin) == [(market, "河西五金机电城")]
    shop = {"name": "桁岳五金", "address": "B 区 2 排 17 号", "channel_type": "wholesaler"}
    assert create_customer(clerk, {**shop, "market_area_id": market, "owner_id": rep})


def test_a_supervisor_who_founds_leads_the_office(empty: App) -> None:
    found_office(empty, replace(TYPED, role="supervisor"))
    with empty.reading() as session:
        first = session.scalars(select(Employee).where(Employee.emp_no == "E01")).one()
        branch = session.scalars(select(BranchOffice)).one()
    assert (first.is_dept_head, first.position, branch.head_id) == (True, "supervisor", first.id)


def test_the_password_guards_both_accounts(empty: App) -> None:
    found_office(empty, replace(TYPED, password="sweep2026"))
    assert [(row.username, row.asks_password) for row in list_accounts(empty)] == [("admin", True), ("wenk", True)]
    with pytest.raises(Forbidden):
        sign_in(empty, "admin")
    assert sign_in(empty, "admin", "sweep2026").may("user.manage")


def test_every_problem_is_named_at_once_and_nothing_is_written(empty: App) -> None:
    wrong = FoundingInput("", "", "其他杂牌", "", "L1", "", "", "admin", "rep", "12345678")
    with pytest.raises(Invalid) as refused:
        found_office(empty, wrong)
    assert set(refused.value.problems) == set(FoundingInput.__dataclass_fields__)
    assert not is_founded(empty)


def test_an_office_is_founded_once(empty: App) -> None:
    found_office(empty, TYPED)
    with pytest.raises(Conflict, match="已经有办事处"):
        found_office(empty, replace(TYPED, branch_code="HZ", username="other"))
    assert len(list_accounts(empty)) == 2


@pytest.mark.parametrize(("name", "code"), [("云栎", "YL"), ("青藤", "QT1"), ("☆", "1")])
def test_a_brand_gets_a_code_of_its_own(empty: App, name: str, code: str) -> None:
    found_office(empty, replace(TYPED, brand_name=name))
    with empty.reading() as session:
        assert session.scalars(select(Brand.code).where(Brand.relation == "own")).one() == code
