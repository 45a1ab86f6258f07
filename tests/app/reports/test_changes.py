from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from app.reports.changes import differences
from app.reports.daily import daily_report
from app.reports.model import Change, Entry, Fact, SideBySide
from tests.app.reports.samples import day, line
from tests.app.reports.week import CARD, DAYS, STAGES, WORK, week


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


def test_changes_name_the_section_they_stand_in() -> None:
    old = week()
    card = replace(CARD, rows=((Entry(Fact("投诉号", "TS-2")), CARD.rows[0][1]), *CARD.rows[1:]))
    charts = SideBySide(((replace(DAYS, values=(70, *DAYS.values[1:])),), (STAGES,)))
    work = replace(WORK, rows=(("温可", 20, 19, Decimal("0.95"), *WORK.rows[0][4:]), *WORK.rows[1:]))
    swapped = {id(CARD): card, id(WORK): work}
    blocks = [swapped.get(id(block), block) for block in old.blocks]
    blocks[3] = charts
    assert set(differences(old, replace(old, blocks=tuple(blocks)))) == {
        Change("一 工作完成情况 温可 完成", "18", "19"),
        Change("一 工作完成情况 温可 完成率", "90.0%", "95.0%"),
        Change("一 工作完成情况 每日实访家次 周一", "68", "70"),
        Change("八 投诉与反馈 ① 登记 投诉号", "TS-LZ-202611-0001", "TS-2"),
    }


def test_rows_of_one_table_do_not_lend_their_names_to_another() -> None:
    named = replace(WORK, title="甲", row_ids=())
    plain = replace(WORK, title="乙", row_ids=(), row_name="")
    changed = replace(plain, rows=(("温可", 21, *WORK.rows[0][2:]), *WORK.rows[1:]))
    assert differences(week((named, plain)), week((named, changed))) == (Change("乙 第 1 行 计划", "20", "21"),)


def test_two_tables_of_one_title_are_told_apart() -> None:
    first, second = replace(WORK, title=""), replace(WORK, title="", rows=WORK.rows[:2], row_ids=WORK.row_ids[:2])
    assert differences(week((first, second)), week((first, replace(second, rows=(), row_ids=())))) == (
        Change("温可", "有", "整行去掉"),
        Change("江予安", "有", "整行去掉"),
    )


def test_rows_only_a_detail_table_has_are_compared_whole() -> None:
    detail = replace(WORK, title="附表", rows=WORK.rows, row_ids=WORK.row_ids)
    shown = replace(WORK, rows=WORK.rows[:1], row_ids=WORK.row_ids[:1])
    changed = replace(detail, rows=(*WORK.rows[:2], ("周敏", 18, 10, *WORK.rows[2][3:])))
    old, new = week((shown,), details=(detail,)), week((shown,), details=(changed,))
    assert differences(old, new) == (Change("周敏 完成", "9", "10"),)
