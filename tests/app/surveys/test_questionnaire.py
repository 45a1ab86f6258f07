"""How forms become the questions of a paper."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from app.forms.model import Form
from app.forms.xlsform import load_form
from app.reports.question_data import AnswerKind, Question, QuestionGrid
from app.surveys.forms import default_form_folder
from app.surveys.questionnaire import Blank, Questionnaire, result_legend


@pytest.fixture(scope="module")
def cable() -> Form:
    return load_form(default_form_folder())


@pytest.fixture(scope="module")
def asked(cable: Form) -> dict[str, Question]:
    return by_number(Questionnaire(cable, Blank()).grid())


def by_number(grid: QuestionGrid) -> dict[str, Question]:
    return {question.number: question for section in grid.sections for question in section.questions}


def test_the_seven_sections_ask_all_but_the_photos(cable: Form, asked: dict[str, Question]) -> None:
    grid = Questionnaire(cable, Blank()).grid()
    assert [section.mark for section in grid.sections] == list("ABCDEFG")
    assert set(asked) == {question.number for question in cable.questions} - {"G06"}
    assert [q.number for q in asked.values() if q.required] == [q.number for q in cable.questions if q.required]
    assert (asked["A01"].visit, asked["A12"].visit, asked["A07"].visit) == (1, 2, 3)


@pytest.mark.parametrize(
    ("number", "kind", "unit", "lines"),
    [
        ("A01", AnswerKind.LINE, "", 1),
        ("A03", AnswerKind.LINE, "", 1),
        ("A14", AnswerKind.LINE, "㎡", 1),
        ("B04", AnswerKind.LINES, "", 3),
        ("C01", AnswerKind.SCALE, "", 1),
        ("D02", AnswerKind.LINE, "", 1),
        ("G04", AnswerKind.DAY, "", 1),
        ("A06", AnswerKind.TICKS, "", 1),
        ("E05", AnswerKind.TICKS, "", 1),
    ],
)
def test_each_kind_has_its_room(
    asked: dict[str, Question], number: str, kind: AnswerKind, unit: str, lines: int
) -> None:
    (answer,) = asked[number].answers
    assert (answer.kind, answer.unit, answer.lines) == (kind, unit, lines)


def test_options_are_numbered_as_they_are_typed(asked: dict[str, Question]) -> None:
    channel = asked["A06"].answers[0].options
    assert [option.number for option in channel] == [str(n) for n in range(1, 11)]
    assert (channel[2].label, channel[-1].label, channel[-1].free) == ("批发商", "其他", True)
    months = asked["E05"].answers[0].options
    assert [f"{option.number} {option.label}" for option in months][:2] == ["1 月", "2 月"]
    assert [option.label for option in asked["C01"].answers[0].options] == ["差", "较差", "一般", "较好", "好"]


def test_a_ranking_has_five_blanks_over_its_numbered_factors(asked: dict[str, Question]) -> None:
    blanks, factors = asked["E01"].answers
    assert [part.label for part in blanks.parts] == ["1", "2", "3", "4", "5"]
    assert "1 价格　2 质量" in factors.text
    assert "12 其他" in factors.text


def test_shares_stand_side_by_side(asked: dict[str, Question]) -> None:
    (shares,) = asked["E02"].answers
    assert [(part.label, part.unit) for part in shares.parts] == [("高档", "%"), ("中档", "%"), ("低档", "%")]
    assert shares.text == "（合计 100）"


def test_a_choice_with_an_explanation_keeps_both(asked: dict[str, Question]) -> None:
    kinds, note = asked["F06"].answers
    assert (kinds.kind, note.kind, note.label, note.lines) == (AnswerKind.TICKS, AnswerKind.LINES, "阻碍说明", 2)


def test_brands_have_five_rows_with_their_roles_to_tick(asked: dict[str, Question]) -> None:
    (table,) = asked["C11"].tables
    assert [column.label for column in table.columns] == ["品牌", "角色", "月销量（万元）", "占比（%）", "进货政策"]
    assert [option.label for option in table.columns[1].options] == ["主推", "次推", "有货不推", "曾经营"]
    assert (table.blank, table.legend) == (5, "")


def test_rivals_have_three_rows_and_numbers_to_write(asked: dict[str, Question]) -> None:
    (table,) = asked["D01"].tables
    assert (len(table.columns), table.blank) == (13, 3)
    assert table.legend == "网络可利用性填编号：1 未判断 2 不可用 3 可借用 4 可共享 5 可争取"


def test_only_the_wanted_questions_are_asked(cable: Form) -> None:
    wanted = frozenset(("/data/c/after_sales", "/data/d/competitors"))
    assert list(by_number(Questionnaire(cable, Blank(), wanted).grid())) == ["C18", "D01"]


def test_the_results_of_a_visit_stand_in_the_head(cable: Form) -> None:
    assert result_legend(cable).startswith("结果填编号：1 达成共识　2 有进展")


SURVEY = (
    ("type", "name", "label", "appearance", "relevant"),
    ("note", "intro", "请用蓝黑墨水填写", "", ""),
    ("select_one sixty", "town", "乡镇", "", ""),
    ("select_one many", "village", "村", "", ""),
    ("begin_group", "outer", "外层", "", ""),
    ("begin_group", "inner", "内层", "", ""),
    *[("text", f"part{n}", f"第 {n} 部分", "", "") for n in range(6)],
    ("end_group", "", "", "", ""),
    ("end_group", "", "", "", ""),
    ("note", "late", "晚于六点才问", "", "${town} = 't1'"),
    ("image", "shop", "门头", "", ""),
    ("time", "at", "几点", "", ""),
)  # fmt: skip
CHOICES = (
    ("list_name", "name", "label"),
    *[("sixty", f"t{n}", f"第 {n} 个") for n in range(60)],
    *[("many", f"v{n}", f"第 {n} 个") for n in range(200)],
)
SETTINGS = (("form_title", "form_id", "version"), ("走访卡", "odd", "7"))


def test_a_form_without_letters_is_asked_too(tmp_path: Path) -> None:
    for name, rows in (("survey", SURVEY), ("choices", CHOICES), ("settings", SETTINGS)):
        _write(tmp_path / f"{name}.csv", rows)
    first, grouped, last = Questionnaire(load_form(tmp_path), Blank()).grid().sections
    assert [(s.mark, s.title) for s in (first, grouped, last)] == [("1", "题目"), ("2", "外层"), ("3", "题目")]
    intro, town, village = first.questions
    assert (intro.label, intro.heading) == ("请用蓝黑墨水填写", True)
    assert (len(town.answers[0].options), village.answers[0].kind) == (60, AnswerKind.LINE)
    assert [(q.label, q.heading) for q in grouped.questions][:2] == [("内层", True), ("第 0 部分", False)]
    assert [q.label for q in last.questions] == ["几点"]


def _write(file: Path, rows: Sequence[Sequence[str]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)
