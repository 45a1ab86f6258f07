"""What counts as answered, and how complete a sheet is (rule R13)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.forms.filling import Filling
from app.forms.model import Form
from app.forms.xlsform import load_form
from app.surveys.completeness import Completeness, completeness
from app.surveys.forms import default_form_folder
from tests.support.answers import answers, rows
from tests.support.clock import StandingClock


@pytest.fixture(scope="module")
def form() -> Form:
    return load_form(default_form_folder())


def judged(form: Form, clock: StandingClock, until_visit: int = 3, /, **changed: str | None) -> Completeness:
    filled = answers(form, until_visit)
    for name, text in changed.items():
        [path] = [path for path in filled if path.rpartition("/")[2] == name]
        filled[path] = text or ""
    return completeness(Filling(form, filled, now=clock.now, rows=rows(until_visit)))


def missing(found: Completeness) -> list[str]:
    return [question.number for question in found.missing]


@pytest.mark.parametrize(("visit", "answered", "percent"), [(1, 22, "45.8"), (2, 43, "89.6"), (3, 48, "100.0")])
def test_the_three_visits_of_the_paper(
    form: Form, clock: StandingClock, visit: int, answered: int, percent: str
) -> None:
    found = judged(form, clock, visit)
    assert (found.answered, found.counted, found.percent) == (answered, 48, Decimal(percent))


def test_a_blank_sheet(form: Form, clock: StandingClock) -> None:
    found = completeness(Filling(form, now=clock.now))
    assert (found.answered, found.percent) == (0, Decimal("0.0"))


@pytest.mark.parametrize(
    ("changed", "number"),
    [
        ({"customer_name": "   "}, "A01"),
        ({"distribution_traits": ""}, "B03"),
        ({"brand_id": ""}, "C11"),
        ({"purchase_factors": ""}, "E01"),
        ({"share_low": "29"}, "E02"),
        ({"share_low": ""}, "E02"),
        ({"obstacle_kinds": ""}, "F06"),
        ({"market_area_id": "other"}, "A03"),
        ({"founded_year": "1900"}, "A12"),
    ],
)
def test_what_is_no_answer(form: Form, clock: StandingClock, changed: dict[str, str], number: str) -> None:
    assert missing(judged(form, clock, **changed)) == [number]


@pytest.mark.parametrize("name", ["sub_dealer_count", "tech_staff_count", "monthly_volume_wan", "distribution_margin"])
def test_zero_is_an_answer(form: Form, clock: StandingClock, name: str) -> None:
    assert missing(judged(form, clock, **{name: "0"})) == []


def test_a_question_that_does_not_apply_does_not_count(form: Form, clock: StandingClock) -> None:
    found = judged(form, clock, consent_answer="no", mobile="")
    assert (found.counted, found.percent, missing(found)) == (47, Decimal("100.0"), [])
    told = completeness(Filling(form, answers(form, 2), now=clock.now, rows=rows()), {"C17", "C18", "C19"})
    assert (told.counted, told.percent) == (45, Decimal("95.6"))  # 43 of 45


def test_all_inapplicable_is_complete(form: Form, clock: StandingClock) -> None:
    every = {question.number for question in form.questions}
    assert completeness(Filling(form, now=clock.now), every).percent == Decimal("100.0")
