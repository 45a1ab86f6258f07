"""What a survey form holds, as lines for people and as data for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.forms.definition import Definition
from app.forms.model import Form, Question

VISITS = (1, 2, 3)


def summary(form: Form) -> dict[str, Any]:
    """The form in numbers: sections, questions required by each visit, lists, and what it writes back."""
    return {
        "id": form.id,
        "title": form.title,
        "version": form.version,
        "questions": len(form.questions),
        "required": sum(question.required for question in form.questions),
        "required_by_visit": {str(visit): _required_by(form, visit) for visit in VISITS},
        "sections": [
            {"letter": section.letter, "name": section.name, "label": section.label, **_counts(form, section.name)}
            for section in form.sections
        ],
        "lists": {name: len(choices) for name, choices in form.choices.items()},
        "entity": form.entity,
        "save_to": {field.path: field.save_to for field in form.fields() if field.save_to},
        "writes": {path: list(records) for path, records in _writes(form)},
    }


def _required_by(form: Form, visit: int) -> int:
    return sum(question.required and question.visit <= visit for question in form.questions)


def _counts(form: Form, section: str) -> dict[str, int]:
    questions = [question for question in form.questions if question.section == section]
    return {"questions": len(questions), "required": sum(question.required for question in questions)}


def _writes(form: Form) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each node that is written to another record than the customer, with those records."""
    logic = form.logic
    assert isinstance(logic, Definition)
    for node in logic.root.walk():
        if writes := node.bind.extra.get("writes", ""):
            yield node.path, tuple(writes.split())


def describe(form: Form) -> list[str]:
    """The summary as Chinese lines."""
    facts = summary(form)
    visits = "，".join(f"到第 {visit} 次 {count} 题" for visit, count in facts["required_by_visit"].items())
    lines = [
        f"{form.title}（{form.id}，第 {form.version or '—'} 版）",
        f"共 {facts['questions']} 题，其中必答 {facts['required']} 题：{visits}。",
        *(f"  {s['letter']} {s['label']}：{s['questions']} 题，必答 {s['required']} 题" for s in facts["sections"]),
        f"选项表 {len(facts['lists'])} 个：" + "、".join(f"{name}（{size}）" for name, size in facts["lists"].items()),
        f"写回客户档案 {len(facts['save_to'])} 项，写入其他记录 {len(facts['writes'])} 项。",
    ]
    if not form.questions:
        lines.append(f"没有以字母命名的节（a、b、c …），题目不编纸面题号；可填 {_fillable(form)} 项。")
    return lines


def _fillable(form: Form) -> int:
    return sum(len(Question(number="", section="", node=child, required=False).parts) for child in form.children)
