"""What one section of a stored sheet still lacks (rules R05, R13)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.db.records import SurveyForm, SurveySheet
from app.forms.model import Field, Form
from app.surveys.completeness import completeness
from app.surveys.forms import form_of


def required_missing(session: Session, sheet: SurveySheet, letter: str, now: datetime | None = None) -> int:
    """How many required questions of the section with this letter have no answer; hidden ones do not count.

    Only a sheet that has an answer to every question asked of everybody is gone through with its rules, which takes
    long: what a shorter look finds missing is missing.
    """
    from app.forms.filling import Filling

    if not sheet.missing_required:
        return 0
    form = form_of(session, session.get_one(SurveyForm, sheet.form_id))
    answers = {path: answer["value"] for path, answer in sheet.answers.items() if answer.get("value")}
    if plain := sum(field.path not in answers for field in _always_asked(form, letter)):
        return plain
    missing = completeness(Filling(form, answers, rows=sheet.rows, now=now)).missing
    return sum(question.section == letter.lower() for question in missing)


def _always_asked(form: Form, letter: str) -> list[Field]:
    """The section's required single questions that no other answer hides."""
    section = next((section for section in form.sections if section.letter == letter), None)
    children = section.children if section and not section.relevant else ()
    return [child for child in children if isinstance(child, Field) and child.required and not child.relevant]
