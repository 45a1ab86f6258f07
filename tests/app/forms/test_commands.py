"""`form check` and `form judge`: what they print and how they exit."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.forms import commands
from app.forms.judge import MOST_ROWS, judge, judge_form
from app.forms.xlsform import load_form

SHIPPED = Path(__file__).parents[3] / "data/forms/cable_survey"
CASES = Path(__file__).parent / "cases/cable_survey.json"


def test_check_says_what_the_form_holds(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.check(SHIPPED) == 0
    printed = capsys.readouterr().out
    assert "线缆业务客户调查表（cable_survey，第 1 版）" in printed
    assert "共 81 题，其中必答 48 题：到第 1 次 22 题，到第 2 次 43 题，到第 3 次 48 题。" in printed
    assert "C 渠道与经销商：24 题，必答 17 题" in printed


def test_check_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.check(SHIPPED, as_json=True) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["ok"], found["questions"], found["required"]) == (True, 81, 48)
    assert found["required_by_visit"] == {"1": 22, "2": 43, "3": 48}
    assert found["save_to"]["/data/a/staff_count"] == "staff_count"
    assert found["writes"]["/data/c/customer_brands"] == ["CustomerBrand"]


def test_check_says_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "survey.csv").write_text("type,name,label,constraint\ntext,a,A,foo(.)\naudio,b,B,\n", "utf-8")
    assert commands.check(tmp_path, as_json=True) == 1
    printed = capsys.readouterr()
    assert list(json.loads(printed.out)["problems"]) == ["survey:2:constraint", "survey:3:type"]
    assert "survey 第 3 行“b”" in printed.err


def test_judge_prints_every_node(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({"set": {"/data/a/staff_count": 1001}, "rows": {"/data/g/photos": 2}}), "utf-8")
    assert commands.judge_answers(SHIPPED, answers) == 0
    nodes = json.loads(capsys.readouterr().out)
    assert nodes["/data/a/staff_count"]["value"] == "1001"
    assert nodes["/data/a/staff_count_check"]["relevant"]
    assert nodes["/data/a/customer_name"]["valid"] is False
    assert nodes["/data/g/photos"]["rows"] == 2


def test_judge_moves_the_clock() -> None:
    answers = {"now": "2027-01-01T00:30", "set": {"/data/visit/visit_date": "2027-01-01"}}
    assert judge(SHIPPED, answers)["/data/visit/visit_date"]["valid"]


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("not json", "UTF-8 的 JSON 文件"),
        ("[" * 100_000, "UTF-8 的 JSON 文件"),
        ("[]", "一个 JSON 对象"),
        ('{"set": ["/data/a/short_name"]}', "set"),
        ('{"set": "桁岳"}', "set"),
        ('{"set": {"/data/a/short_name": {"text": {"zh": "桁岳"}}}}', "/data/a/short_name"),
        ('{"set": {"/data/a/product": [["bv"]]}}', "/data/a/product"),
        ('{"set": {"/data/g/photos[1]/photo": {"file": ["a.jpg"]}}}', "/data/g/photos[1]/photo"),
        ('{"rows": "三行"}', "rows"),
        ('{"rows": {"/data/g/photos": "三"}}', "rows"),
        ('{"rows": {"/data/g/photos": true}}', "rows"),
        ('{"rows": {"/data/g/photos": -1}}', "rows"),
        ('{"now": "明天"}', "now"),
        ('{"now": [2026]}', "now"),
    ],
)
def test_answers_of_another_shape_are_refused_in_words(
    tmp_path: Path, content: str, named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "answers.json"
    path.write_text(content, "utf-8")
    assert commands.judge_answers(SHIPPED, path) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert named in printed.err
    assert "请" in printed.err


def test_a_missing_answers_file_is_refused_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.judge_answers(SHIPPED, tmp_path / "nothing.json") == 1
    assert "nothing.json" in capsys.readouterr().err


def test_a_number_too_large_to_hold_is_judged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "answers.json"
    path.write_text('{"set": {"/data/a/staff_count": 1' + "0" * 400 + "}}", "utf-8")
    assert commands.judge_answers(SHIPPED, path) == 0
    assert json.loads(capsys.readouterr().out)["/data/a/staff_count"]["value"] == ""


@pytest.mark.parametrize("answers", [{"rows": {"/data/g/photos": 10**9}}, {"set": {"/data/g/photos[999999]/x": 1}}])
def test_a_table_grows_only_so_far(answers: dict[str, object]) -> None:
    verdict = judge_form(load_form(SHIPPED, drawn=False), answers)
    (sentence,) = verdict["refused"].values()
    assert str(MOST_ROWS) in sentence
    assert verdict["nodes"]["/data/g/photos"]["rows"] <= 1


def test_a_refused_answer_leaves_the_rest_standing() -> None:
    nodes = judge(SHIPPED, {"set": {"/data/nope": 1, "/data/a/uscc_check": 3, "/data/a/short_name": "桁岳"}})
    assert nodes["/data/a/short_name"]["value"] == "桁岳"


def test_replay_exits_by_agreement(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.judge_cases(SHIPPED, CASES) == 0
    assert capsys.readouterr().out == "共 71 例，一致 71 例。\n"

    book = json.loads(CASES.read_text("utf-8"))
    book["cases"] = book["cases"][:2]
    book["cases"][1]["verdict"]["nodes"]["/data/a/mobile"]["value"] = "1"
    wrong = tmp_path / "wrong.json"
    wrong.write_text(json.dumps(book), "utf-8")
    assert commands.judge_cases(SHIPPED, wrong, as_json=True) == 1
    found = json.loads(capsys.readouterr().out)
    assert found == {
        "cases": 2,
        "agree": 1,
        "differ": [{"name": book["cases"][1]["name"], "nodes": ["/data/a/mobile"]}],
    }


@pytest.mark.parametrize("content", ["not json", "[]", '{"cases": 3}', '{"blank": {"nodes": []}, "cases": {"a": 1}}'])
def test_a_file_of_something_else_is_refused(tmp_path: Path, content: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.json"
    path.write_text(content, "utf-8")
    assert commands.judge_cases(SHIPPED, path) == 1
    assert "请" in capsys.readouterr().err
