"""RP08 拜访计划表: its columns, subtotals, company and hints; on paper and in Excel."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.reports.files import write_reports
from app.reports.heading import Heading
from app.reports.model import Block, Card, Facts, Report, SideBySide, Signatures, Table, Text
from app.reports.visit_plan import HINTS, visit_plan_report
from app.reports.visit_plan_data import PlanLine, ThingToCarry, VisitPlanData
from app.tasks import Task
from tests.app.reports.reading import page_texts

MONDAY = date(2026, 11, 23)


def line(number: int = 0, **changes: object) -> PlanLine:
    """The visit with this number, four a day."""
    found = PlanLine(
        day=MONDAY + timedelta(days=number // 4),
        start=time(9 + number % 4),
        customer=f"桁岳五金机电经营部{number + 1}",
        place=f"五金机电城 A区 {number + 1}排8号",
        contact="谢予川",
        phone="14200001037",
        mode="联合访问",
        round=3,
        step="s3",
        purposes="推销产品和服务",
        goal="讲清产品与政策，谈合作意愿",
        company="程砚舟 主谈；沈其岚 上级，答复送货延迟投诉",
        state="待访",
    )
    return replace(found, **changes)  # type: ignore[arg-type]


def plan(lines: int = 6, **changes: object) -> VisitPlanData:
    """程砚舟's week with so many visits."""
    data = VisitPlanData(
        heading=Heading(company="云栎电缆股份公司（演示）", office="澜州办事处", on=MONDAY, purpose="办事处存档"),
        plan_no="FJ-LZ-20261120-01",
        kind="周计划",
        title="程砚舟 2026 年第 48 周拜访计划",
        emp_no="E01",
        owner="程砚舟",
        start_on=MONDAY,
        end_on=MONDAY + timedelta(days=4),
        state="已批准",
        is_draft=False,
        market="河西五金机电城",
        lodging="砚桥旅舍",
        goal="补齐调查表",
        route="A 区到 D 区",
        economy="五金机电集散地",
        location="机电路东段",
        approver="沈其岚",
        approved_on=date(2026, 11, 20),
        opinion="同意",
        lines=tuple(line(n) for n in range(lines)),
        things=tuple(ThingToCarry(name, n + 1, n == 0) for n, name in enumerate(("名片", "样板", "价目表", "小礼品"))),
    )
    return replace(data, **changes)  # type: ignore[arg-type]


def of_kind(report: Report, kind: type[Block]) -> list[Block]:
    parts = [part for block in report.blocks if isinstance(block, SideBySide) for c in block.columns for part in c]
    return [block for block in (*report.blocks, *parts) if isinstance(block, kind)]  # type: ignore[arg-type]


def table(report: Report) -> Table:
    [found] = of_kind(report, Table)
    assert isinstance(found, Table)
    return found


def test_the_head_has_what_the_specification_names() -> None:
    head = visit_plan_report(plan()).blocks[0]
    assert isinstance(head, Facts)
    assert [
        fact.label for row in head.rows for fact in row
    ] == "计划号 类别 标题 业务员 起止 市场 住宿点 状态与审批人".split()
    assert head.rows[1][3].value == "已批准（沈其岚）"
    texts = [block for block in visit_plan_report(plan()).blocks if isinstance(block, Text)]
    assert [text.heading for text in texts] == ["计划目标", "拜访路线", "市场概况"]
    assert [part.value for row in texts[2].lines for part in row] == ["五金机电集散地", "机电路东段"]


def test_the_columns_and_their_widths_are_the_specifications() -> None:
    paper = [column for column in table(visit_plan_report(plan())).columns if column.paper]
    assert [(column.label, column.width) for column in paper] == [
        ("序", 8), ("日期", 20), ("时间", 14), ("客户名称", 40), ("地点", 40), ("联系人电话", 28), ("方式", 16),
        ("次／步", 14), ("目的", 24), ("目标内容", 42), ("参加人及分工", 27),
    ]  # fmt: skip
    assert sum(column.width for column in paper) == 273


def test_what_became_of_it_stands_in_place_of_goal_and_company() -> None:
    made = line(state="已访", is_made=True, made_from=time(9), made_to=time(9, 37))
    found = table(visit_plan_report(replace(plan(0), lines=(made, line(1)), actual=True)))
    paper = [column for column in found.columns if column.paper]
    assert [column.label for column in paper][-3:] == ["状态", "实际时段", "未访原因"]
    assert sum(column.width for column in paper) == 273
    assert [row[-3:] for row in found.rows] == [("已访", "09:00–09:37", None), ("待访", None, None)]
    assert found.summary == "合计 2 家次，已访 1"


def test_a_row_reads_as_people_speak() -> None:
    [row, *_] = table(visit_plan_report(plan())).rows
    assert row[2:9] == (
        "11-23 周一", time(9), "桁岳五金机电经营部1", "五金机电城 A区 1排8号", "谢予川\n142****1037", "联合访问", "第3次 三步",
    )  # fmt: skip


def test_every_day_is_summed_up_and_the_whole() -> None:
    found = table(visit_plan_report(plan(6)))
    assert [(s.after, s.words) for s in found.subtotals] == [(4, "11-23 小计 4 家次"), (6, "11-24 小计 2 家次")]
    assert found.summary == "合计 6 家次"


def test_a_shop_not_on_record_is_marked_and_explained() -> None:
    found = table(visit_plan_report(replace(plan(0), lines=(line(is_prospect=True, contact="", phone=""),))))
    assert found.rows[0][4] == "桁岳五金机电经营部1△"
    assert found.rows[0][6] is None
    assert found.summary == "合计 1 家次；△ 待建档"


def test_what_was_called_off_counts_no_more() -> None:
    found = table(visit_plan_report(replace(plan(0), lines=(line(counts=False, state="取消"), line(1)), actual=True)))
    assert [s.words for s in found.subtotals] == ["11-23 小计 1 家次，已访 0"]


def test_a_plan_without_visits_says_so_and_keeps_its_form() -> None:
    report = visit_plan_report(plan(0))
    assert (table(report).empty, table(report).rows, table(report).summary) == ("未安排客户", (), "")
    assert of_kind(report, Signatures)


def test_things_to_carry_stand_three_abreast_ticked_when_ready() -> None:
    [card] = of_kind(visit_plan_report(plan()), Card)
    assert isinstance(card, Card)
    assert [[entry.fact.value for entry in row] for row in card.rows] == [
        ["☑ 名片　1", "☐ 样板　2", "☐ 价目表　3"], ["☐ 小礼品　4"],
    ]  # fmt: skip


@pytest.mark.parametrize(("hints", "things"), [(True, True), (True, False), (False, True), (False, False)])
def test_the_eight_hints_may_be_left_out(hints: bool, things: bool) -> None:
    data = plan(hints=hints) if things else plan(hints=hints, things=())
    report = visit_plan_report(data)
    said = [block for block in of_kind(report, Text) if isinstance(block, Text) and block.heading == "访问提示"]
    assert bool(said) is hints
    assert bool(of_kind(report, Card)) is things
    if hints:
        assert [row[0].value for row in said[0].lines] == [f"{n}. {words}" for n, words in enumerate(HINTS, 1)]
        assert len(HINTS) == 8


def test_who_approved_signs_with_the_day_and_opinion() -> None:
    made, approved = visit_plan_report(plan()).blocks[-1].people  # type: ignore[union-attr]
    assert (made.role, made.name) == ("制订人", "")
    assert (approved.name, approved.signed_on, approved.note) == ("沈其岚", date(2026, 11, 20), "同意")


def test_a_draft_says_so_everywhere() -> None:
    report = visit_plan_report(plan(is_draft=True))
    assert (report.watermark, report.shown_number) == ("草稿", "FJ-LZ-20261120-01（草稿）")


def test_a_plan_over_several_weeks_names_its_days() -> None:
    report = visit_plan_report(plan(end_on=date(2026, 12, 20)))
    assert (report.period, report.period_code) == ("2026 年 11月23日–12月20日", "2026-11-23至2026-12-20")


def test_every_name_reads_back_from_the_paper(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    write_reports([visit_plan_report(plan(30))], "pdf", path, Task())
    texts = page_texts(path.read_bytes())
    assert len(texts) > 1
    whole = "".join(texts)
    assert all(f"桁岳五金机电经营部{n}" in whole for n in range(1, 31))
    assert "序日期时间客户名称" in texts[1]
    assert "制订人" in texts[-1]
    assert "合计30家次" in whole


def test_excel_has_true_days_and_times(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    write_reports([visit_plan_report(plan(2))], "xlsx", path, Task())
    sheet = load_workbook(BytesIO(path.read_bytes())).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    head = next(n for n, row in enumerate(rows) if row[0] == "序")
    assert rows[head][:4] == ("序", "日期", "时间", "客户名称")
    day, start = rows[head + 1][1:3]
    assert (day.date(), start) == (MONDAY, time(9))  # type: ignore[union-attr]
    assert sheet.freeze_panes == f"E{head + 2}"
