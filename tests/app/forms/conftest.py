"""The shipped survey form, and the forms and frozen verdicts beside these tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.forms.filling import Filling
from app.forms.judge import CLOCK
from app.forms.model import Form
from app.forms.xlsform import load_form

SHIPPED = Path(__file__).parents[3] / "data/forms/cable_survey"


@pytest.fixture(scope="session")
def cable_survey() -> Form:
    return load_form(SHIPPED)


@pytest.fixture
def filling(cable_survey: Form) -> Filling:
    return Filling(cable_survey, now=CLOCK)
