"""Every frozen verdict of ODK's own engine is ours too."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.forms.judge import judge_form, replay_form
from app.forms.xlsform import load_form

CASES = sorted((Path(__file__).parent / "cases").glob("*.json"))
FORMS = Path(__file__).parent / "forms"
SHIPPED = Path(__file__).parents[3] / "data/forms/cable_survey"


def form_of(book: dict[str, str]) -> Path:
    """A case file names its form by a path; here the forms lie in one folder."""
    name = Path(book["form"]).stem
    return next(path for path in (SHIPPED.parent / name, FORMS / name, FORMS / f"{name}.xml") if path.exists())


@pytest.mark.parametrize("case_file", CASES, ids=lambda path: path.stem)
def test_agrees_with_odk(case_file: Path) -> None:
    book = json.loads(case_file.read_text("utf-8"))
    form = load_form(form_of(book), drawn=False)

    assert replay_form(form, case_file)["differ"] == []
    assert judge_form(form, {})["nodes"] == book["blank"]["nodes"]
