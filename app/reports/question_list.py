"""A sheet's questions one under the other, as Excel shows them: one row a question and one a row of a table."""

from __future__ import annotations

from collections.abc import Iterator

from app.reports.model import Column, Table
from app.reports.question_data import Answer, Question, QuestionGrid, QuestionTable


def questions_table(grid: QuestionGrid) -> Table:
    """Section, number, words, whether required, the usual visit, and the answer or what there is to choose from."""
    return Table(
        title="",
        columns=(
            Column(key="section", label="节", excel_width=14),
            Column(key="number", label="题号", excel_width=8),
            Column(key="label", label="题目", excel_width=28),
            Column(key="required", label="必答", excel_width=7),
            Column(key="visit", label="次", excel_width=6),
            Column(key="answer", label="答案或选项", excel_width=60),
        ),
        rows=tuple(
            (section.title, q.number, q.label, "是" if q.required else "", f"{q.visit or ''}", words)
            for section in grid.sections
            for q in section.questions
            for words in _answers(q)
        ),
        empty="没有题目",
    )


def _answers(question: Question) -> Iterator[str]:
    if not question.tables:
        yield "；".join(words for answer in question.answers if (words := _words(answer)))
    for table in question.tables:
        yield from _rows(table)


def _words(answer: Answer) -> str:
    """What is answered, else what can be ticked or written."""
    parts = "　".join(f"{part.label} {part.text}{part.unit}".strip() for part in answer.parts)
    options = "　".join(f"{option.number} {option.label}".strip() for option in answer.options)
    words = (answer.label, options, parts, answer.text, "" if answer.text else answer.unit)
    return " ".join(word for word in words if word)


def _rows(table: QuestionTable) -> Iterator[str]:
    labels = [column.label for column in table.columns]
    if not table.rows:
        yield "、".join(labels)
    for values in table.rows:
        yield "，".join(f"{label} {value}" for label, value in zip(labels, values, strict=True) if value)
