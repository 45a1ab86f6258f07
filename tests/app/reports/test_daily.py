from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from decimal import Decimal

from app.reports.daily import DailyFigures, PlannedVisit, daily_report, tomorrow_text
from app.reports.model import Change, Changes, Facts, Mark, Report, Signatures, Strip, Table, Text
from tests.app.reports.samples import day, line


def _table(report: Report) -> Table:
    return next(block for block in report.blocks if isinstance(block, Table))


def _row(report: Report, number: int) -> dict[str, object]:
    table = _table(report)
    return {column.label: value for column, value in zip(table.columns, table.rows[number], strict=True)}


def _texts(report: Report) -> dict[str, list[tuple[str, object]]]:
    texts = (block for block in report.blocks if isinstance(block, Text))
    return {text.heading: [(fact.label, fact.value) for line in text.lines for fact in line] for text in texts}


def test_the_head_has_the_labels_of_the_specification() -> None:
    head = daily_report(day()).blocks[0]
    assert isinstance(head, Facts)
    assert [fact.label for row in head.rows for fact in row] == (
        "办事处 业务员 日期 天气 调查区域 日报号 提交时间 状态".split()
    )
    assert head.rows[0][1].value == "温可（E01）"
    assert head.rows[1][0].value == "城北装饰材料市场、东站电子城"


def test_the_strip_has_the_twelve_figures() -> None:
    strip = daily_report(day()).blocks[1]
    assert isinstance(strip, Strip)
    assert [fact.label for fact in strip.facts] == (
        "计划家次 完成 完成率 实访家次 计划外 有效面谈率 新增客户 新建调查表 当期填全 "
        "意向家／意向率 未达预期 平均时长(分)"
    ).split()
    assert strip.facts[2].value == Decimal("0.75")
    assert strip.facts[9].value == "2／40.0%"


def test_rates_without_denominator_stay_empty_and_counts_zero() -> None:
    strip = daily_report(day(0, figures=DailyFigures())).blocks[1]
    assert isinstance(strip, Strip)
    assert [fact.value for fact in strip.facts] == [0, 0, None, 0, 0, None, 0, 0, 0, "0／—", 0, None]


def test_the_table_has_the_columns_and_widths_of_the_specification() -> None:
    columns = _table(daily_report(day())).columns
    assert [column.label for column in columns] == (
        "序号 客户名称 市场／地址 渠道类型 联系人／电话 时段 次／步 主推品牌 月销量(万元) "
        "合作意向 基本情况 对策建议 下次拜访"
    ).split()
    assert sum(column.width for column in columns) == 273
    assert [column.excel_width for column in columns] == [6, 22, 22, 11, 16, 12, 9, 11, 10, 9, 34, 30, 14]


def test_a_line_is_printed_as_the_specification_says() -> None:
    row = _row(daily_report(day()), 0)
    assert row["市场／地址"] == "城北装饰材料市场\n电工区 1 排 3 号"
    assert row["联系人／电话"] == "郑砚秋\n142****1000"
    assert row["时段"] == "08:00–08:37"
    assert row["次／步"] == "第1次 一步"
    assert row["月销量(万元)"] == Decimal("1234.5")
    assert row["下次拜访"] == "12-01\n带 BV、BVR 样板"


def test_long_names_give_way_to_short_ones() -> None:
    assert _row(daily_report(day()), 3)["客户名称"] == "艺尚装饰"


def test_unmet_visits_show_their_reasons_and_strangers_their_description() -> None:
    row = _row(daily_report(day()), 3)
    assert row["合作意向"] == "无意向\na、d"
    assert row["联系人／电话"] == "店员一人"


def test_maintenance_visits_are_called_so() -> None:
    assert _row(daily_report(day()), 4)["次／步"] == "维护"


def test_new_customers_and_supplements_are_marked() -> None:
    assert _table(daily_report(day())).marks == (Mark(1, "customer_name", "新"), Mark(2, "customer_name", "补"))


def test_the_last_line_adds_up_visits_intents_and_reasons() -> None:
    assert _table(daily_report(day())).summary == (
        "合计 6 家次 / 6 家；意向分布：强烈 1、有兴趣 1、观望 1、无 1、拒绝 1；未达预期原因 a 1、b 0、c 0、d 1、其他 1"
    )


def test_a_customer_visited_twice_counts_once_with_the_last_intent() -> None:
    again = replace(line(1), customer_no=line(0).customer_no)
    summary = _table(daily_report(day(lines=(line(0), again)))).summary
    assert summary.startswith("合计 2 家次 / 1 家；意向分布：强烈 0、有兴趣 1、")


def test_an_empty_day_says_so() -> None:
    report = daily_report(day(0, feedback=(), discussion=None, tomorrow_plan=""))
    assert _table(report).empty == "当日无拜访记录"
    assert _table(report).summary == ""
    texts = _texts(report)
    assert texts["反馈汇报"] == [("需求变化", "无"), ("产品满意度", "无"), ("竞争对手情况", "无")]
    assert texts["当晚讨论"] == [("", "当晚未讨论")]
    assert texts["明日计划"] == [("", "未排计划")]


def test_the_four_blocks_follow_in_order() -> None:
    texts = _texts(daily_report(day()))
    assert list(texts) == ["反馈汇报", "当日问题", "当晚讨论", "明日计划"]
    assert texts["反馈汇报"][0] == ("需求变化", "恒达：家装客户开始要低烟无卤线，问有没有小盘")
    assert [label for label, _ in texts["当晚讨论"]] == ["时间", "地点", "参加人", "结论"]


def test_signatures_show_who_signed_and_leave_the_rest_open() -> None:
    signatures = daily_report(day()).blocks[-1]
    assert isinstance(signatures, Signatures)
    filled, reviewed, archived = signatures.people
    assert (filled.name, filled.signed_on) == ("温可", date(2026, 11, 16))
    assert reviewed.note.startswith("恒达、永盛")
    assert (archived.name, archived.signed_on) == ("", None)


def test_phones_are_whole_only_when_asked_and_then_under_a_watermark() -> None:
    report = daily_report(day(masked=False))
    assert _row(report, 0)["联系人／电话"] == "郑砚秋\n14200001000"
    assert report.watermark == "完整版"


def test_drafts_say_so_everywhere() -> None:
    report = daily_report(day(is_draft=True))
    assert report.watermark == "草稿"
    assert report.shown_number == "RB-LZ-20261116-E01（草稿）"


def test_a_reissue_lists_what_changed() -> None:
    changes = (Change("完成", "3", "4"),)
    report = daily_report(day(issue=2, changes=changes))
    assert Changes(2, changes) in report.blocks
    assert report.shown_number == "RB-LZ-20261116-E01（第 2 版）"


def test_tomorrow_is_worded_by_day() -> None:
    visits = (
        PlannedVisit(plan_date=date(2026, 11, 17), customer="永盛", start_at=time(9, 0), goal="谈首批铺货"),
        PlannedVisit(plan_date=date(2026, 11, 17), customer="源盛"),
    )
    assert tomorrow_text(visits) == "2026年11月17日 星期二：09:00 永盛（谈首批铺货）；源盛"
    assert tomorrow_text(()) == ""


def test_the_detail_table_has_every_column_of_the_specification() -> None:
    detail = daily_report(day()).details[0]
    assert [column.label for column in detail.columns] == (
        "日报号 日期 工号 业务员 访问号 客户编号 客户名称 市场 地址 渠道类型 联系人 电话(掩) 开始 结束 "
        "时长 访问方式 第几次 四步法 目的 主推品牌 月销量 意向 "
        "结果 失败原因 竞品动态 基本情况 对策建议 下一步 下次日期 计划内 调查表号 完成度"
    ).split()
    assert detail.rows[3][6] == "杭州艺尚装饰工程有限公司西湖分公司"
