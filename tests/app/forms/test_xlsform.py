"""Survey forms load from workbooks and CSV sheets, or say every reason why not."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from app.errors import BadForm, FileUnusable
from app.forms.model import Form, Kind, Repeat
from app.forms.xlsform import load_form

SHIPPED = Path(__file__).parents[3] / "data/forms/cable_survey"
FORMS = Path(__file__).parent / "forms"
HEADER = ["type", "name", "label", "constraint", "relevant", "calculation", "appearance", "choice_filter"]

Written = Callable[..., Path]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    def write(*rows: list[str], header: list[str] = HEADER, choices: list[list[str]] | None = None) -> Path:
        folder = tmp_path / "某表"
        folder.mkdir()
        for name, lines in (("survey", [header, *rows]), ("choices", choices or [])):
            if lines:
                with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
                    csv.writer(file).writerows(line + [""] * (len(lines[0]) - len(line)) for line in lines)
        return folder

    return write


def test_the_shipped_form_has_81_questions(cable_survey: Form) -> None:
    assert (cable_survey.id, cable_survey.title, cable_survey.version) == ("cable_survey", "线缆业务客户调查表", "1")
    assert len(cable_survey.questions) == 81
    assert [section.letter for section in cable_survey.sections] == list("ABCDEFG")


@pytest.mark.parametrize(("visit", "count"), [(1, 22), (2, 43), (3, 48)])
def test_required_questions_by_visit(cable_survey: Form, visit: int, count: int) -> None:
    assert sum(question.required and question.visit <= visit for question in cable_survey.questions) == count


@pytest.mark.parametrize(
    ("number", "name"),
    [("A01", "customer_name"), ("A03", "market_area"), ("C11", "customer_brands"), ("D01", "competitors"),
     ("E02", "tier_share"), ("F06", "obstacle"), ("F13", "failure_reasons"), ("G06", "photos")],
)  # fmt: skip
def test_paper_numbers(cable_survey: Form, number: str, name: str) -> None:
    assert next(q.node.name for q in cable_survey.questions if q.number == number) == name


def test_a_conditional_question_is_not_counted_as_required(cable_survey: Form) -> None:
    reasons = next(field for field in cable_survey.fields() if field.name == "failure_reasons")
    assert not reasons.required
    assert "/data/outcome/visit_result" in reasons.required_when


def test_fields_carry_what_the_form_says_of_them(cable_survey: Form) -> None:
    fields = {field.name: field for field in cable_survey.fields()}
    staff = fields["staff_count"]

    assert (staff.kind, staff.unit, staff.visit, staff.sources) == (Kind.INTEGER, "人", 1, ("observe", "ask"))
    assert (staff.save_to, fields["contact_name"].writes) == ("staff_count", ("Contact.name",))
    assert fields["next_visit_on"].writes == ("Visit.next_visit_on", "FollowUp.due_on")
    assert fields["layout_note"].kind is Kind.LONG_TEXT
    assert fields["purchase_factors"].kind is Kind.RANK
    assert fields["uscc_suspect"].kind is Kind.NOTE
    assert fields["rival_brand_id"].choice_filter == "not(relation = 'own')"
    assert [choice.code for choice in cable_survey.choices["brands"]][-1] == "other"
    assert cable_survey.choices["brands"][0].more == {"relation": "own"}
    assert isinstance(next(q.node for q in cable_survey.questions if q.number == "C11"), Repeat)


def test_a_workbook_is_the_same_form(cable_survey: Form, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for sheet in ("survey", "choices", "settings", "entities"):
        page = book.create_sheet(sheet)
        for line in csv.reader((SHIPPED / f"{sheet}.csv").read_text("utf-8").splitlines()):
            page.append(line)
    for name in ("brands.csv", "market_areas.csv"):
        (tmp_path / name).write_bytes((SHIPPED / name).read_bytes())
    book.save(tmp_path / "cable_survey.xlsx")

    assert load_form(tmp_path / "cable_survey.xlsx") == cable_survey


def test_an_old_workbook_loads() -> None:
    form = load_form(FORMS / "old_workbook.xls")
    assert [field.label for field in form.fields()][:3] == ["店名", "人数", "营业"]
    assert [choice.code for choice in form.choices["yn"]] == ["1", "0"]


def test_sheets_saved_by_chinese_excel_load(written: Written) -> None:
    folder = written(["text", "a", "客户"])
    survey = folder / "survey.csv"
    survey.write_bytes(survey.read_text("utf-8").encode("gb18030"))
    assert next(load_form(folder).fields()).label == "客户"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["audio", "x", "录"], "survey 第 2 行“x”的 type 列：本程序没有录音题"),
        (["barcode", "x", "扫"], "本程序没有扫码题"),
        (["range", "x", "滑"], "本程序没有滑块题"),
        (["acknowledge", "x", "认"], "本程序没有确认题"),
        (["geotrace", "x", "线"], "本程序没有路线题"),
        (["select_one_external l", "x", "选"], "外部级联选择题"),
        (["image", "x", "图", "", "", "", "signature"], "appearance 为 signature"),
        (["text", "x", "X", "", "", "", "ex:app()"], "本程序没有这种填法"),
        (["text", "x", "X", "foo(.) > 1"], "的 constraint 列：不认识函数 foo()"),
        (["text", "x", "X", "(. > 1"], "表达式没有写完"),
        (["text", "x", "X", "", ". = = 1"], "的 relevant 列：写法有误"),
        (["text", "x", "X", "coalesce(.)"], "参数个数不对"),
        (["text", "x", "X", "regex(., '[a')"], "正则表达式“[a”写法有误"),
        (["text", "x", "X", "", "${y} = 1"], "引用的题目 ${y} 不存在"),
        (["nonsense", "x", "X"], "不认识这种题型"),
        (["select_one nope", "x", "X"], "choices"),
        (["text", "", "X"], "没有题名"),
        (["text", "1x", "X"], "名称须以字母或下划线开头"),
        (["text", "x"], "没有题目文字"),
        (["calculate", "x"], "没有算式"),
        (["begin group", "x", "X"], "少了 end"),
        (["end group"], "多出一个 end"),
        (["select_one_from_file list.csv", "x", "X"], "找不到名单文件 list.csv"),
    ],
)
def test_what_cannot_be_used_is_refused_by_row(written: Written, row: list[str], reason: str) -> None:
    with pytest.raises(BadForm) as refused:
        load_form(written(row))

    assert reason in "".join(refused.value.problems.values())
    assert "某表" in str(refused.value)
    assert "没有改动" in str(refused.value)


def test_every_problem_is_named_in_sheet_order(written: Written) -> None:
    folder = written(
        ["text", "a", "A", "foo(.)"], ["video", "b", "B"], ["text", "c", "C", "1 +", "${zz}"], ["text", "d", "D"]
    )
    with pytest.raises(BadForm) as refused:
        load_form(folder)
    assert list(refused.value.problems) == [
        "survey:2:constraint", "survey:3:type", "survey:4:constraint", "survey:4:relevant",
    ]  # fmt: skip


def test_media_in_questions_is_refused(written: Written) -> None:
    with pytest.raises(BadForm, match="媒体"):
        load_form(written(["text", "a", "A", "x.png"], header=["type", "name", "label", "media::image"]))


def test_repeated_choice_codes_are_refused(written: Written) -> None:
    choices = [["list_name", "name", "label"], ["l", "a", "甲"], ["l", "a", "乙"]]
    with pytest.raises(BadForm, match="choices 第 3 行“a”的 name 列：同一选项表里代码重复"):
        load_form(written(["select_one l", "x", "X"], choices=choices))


def test_a_list_needs_its_columns(written: Written) -> None:
    folder = written(["select_one_from_file list.csv", "x", "X"])
    (folder / "list.csv").write_text("code,label\na,甲\n", "utf-8")
    with pytest.raises(BadForm, match="没有 name 列"):
        load_form(folder)


def test_judging_takes_questions_that_are_not_drawn(written: Written) -> None:
    form = load_form(written(["barcode", "x", "扫"]), drawn=False)
    assert next(form.fields()).name == "x"


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("坏.xlsx", b"PK\x03\x04 cut off", "已损坏"),
        ("坏.xls", OLE + bytes(2000), "已损坏"),
        ("密.xlsx", OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
        ("文.xlsx", "客户".encode(), "不是 Excel 工作簿"),
        ("空.xlsx", b"", "不是 Excel 工作簿"),
        ("大.xlsx", b"PK" + bytes(20_000_001), "超过 20 MB"),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(FileUnusable, match=reason) as unusable:
        load_form(path)
    assert name in str(unusable.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileUnusable, match=r"找不到“无\.xlsx”"):
        load_form(tmp_path / "无.xlsx")


def test_a_folder_without_sheets_is_no_form(tmp_path: Path) -> None:
    with pytest.raises(FileUnusable, match=r"survey\.csv"):
        load_form(tmp_path)


def test_an_ordinary_workbook_is_no_form(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["客户", "电话"])  # type: ignore[union-attr]
    book.save(tmp_path / "客户.xlsx")
    with pytest.raises(BadForm, match="不是 XLSForm 调查表"):
        load_form(tmp_path / "客户.xlsx")


def test_a_workbook_of_too_many_rows_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet("survey")
    page.append(["type", "name", "label"])
    for number in range(20_001):
        page.append(["text", f"q{number}", "题"])
    book.save(tmp_path / "长.xlsx")
    with pytest.raises(FileUnusable, match="超过 20000 行"):
        load_form(tmp_path / "长.xlsx")
