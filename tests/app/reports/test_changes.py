from __future__ import annotations

from dataclasses import replace

from app.reports.changes import differences
from app.reports.daily import daily_report
from app.reports.model import Change
from tests.app.reports.samples import day, line


def test_equal_reports_do_not_differ() -> None:
    assert differences(daily_report(day()), daily_report(day(printed_by="周敏"))) == ()


def test_changed_figures_facts_and_prose_are_named_with_both_values() -> None:
    old, data = daily_report(day()), day(weather="小雨", problems="无")
    new = daily_report(replace(data, figures=replace(data.figures, done=4)))
    assert differences(old, new) == (
        Change("天气", "晴 12℃", "小雨"),
        Change("完成", "3", "4"),
        Change("当日问题", "2 家未遇老板，需改约上午。", "无"),
    )


def test_a_changed_cell_is_named_by_customer_and_column_once() -> None:
    lines = (line(0), line(1, situation="月销约82.0万元。"), *day().lines[2:])
    assert differences(daily_report(day()), daily_report(day(lines=lines))) == (
        Change("恒达电料行 基本情况", line(1).situation, "月销约82.0万元。"),
    )


def test_columns_that_are_not_printed_count_too() -> None:
    lines = (line(0, competitor_note="无"), *day().lines[1:])
    changes = differences(daily_report(day()), daily_report(day(lines=lines)))
    assert changes == (Change("远桥电线电缆经营部 竞品动态", line(0).competitor_note, "无"),)


def test_rows_are_matched_by_visit_not_by_position() -> None:
    moved = tuple(replace(visit, seq=visit.seq + 1) for visit in day().lines)
    added = line(0, visit_no="BF-LZ-20261116-099", customer_name="源盛电料", market_area="东站")
    changes = differences(daily_report(day()), daily_report(day(lines=(added, *moved))))
    assert Change("源盛电料", "无", "整行增加") in changes
    assert not [change for change in changes if change.place.startswith("恒达")]


def test_a_removed_visit_is_named() -> None:
    changes = differences(daily_report(day()), daily_report(day(lines=day().lines[1:])))
    assert Change("远桥电线电缆经营部", "有", "整行去掉") in changes
