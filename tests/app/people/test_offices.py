"""Looking up who works where."""

from __future__ import annotations

from datetime import date

import pytest

from app.db.records import Employee
from app.errors import NotFound
from app.people.offices import find_employee, list_branches, list_reps
from app.people.work_days import work_calendar
from tests.support.office import Office


def test_the_reps_in_service_by_number(office: Office) -> None:
    assert [rep.emp_no for rep in list_reps(office.clerk)] == ["E01", "E02"]
    office.change(Employee, office.employee("E02"), {"status": "left"}, "离职")
    assert [rep.emp_no for rep in list_reps(office.clerk)] == ["E01"]
    branch_id = list_branches(office.clerk)[0][0]
    assert [rep.name for rep in list_reps(office.clerk, branch_id=branch_id)] == ["程砚舟"]
    assert list_reps(office.clerk, branch_id=branch_id + 1) == []


def test_an_employee_is_found_by_number(office: Office) -> None:
    assert find_employee(office.app, "E05").name == "沈其岚"


def test_an_unknown_number_names_those_there_are(office: Office) -> None:
    with pytest.raises(NotFound, match=r"没有工号为“E99”的员工.*E01、E02、E05、E06、E10"):
        find_employee(office.app, "E99")


def test_the_offices_own_calendar_has_the_shipped_exceptions(office: Office) -> None:
    with office.app.reading() as session:
        calendar = work_calendar(session)
    assert not calendar.is_workday(date(2026, 10, 1))
    assert calendar.is_workday(date(2026, 10, 10))
