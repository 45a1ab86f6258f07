"""A daily report of any length, for benches: made-up visits with texts as long as reps write them."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

from app.reports.daily import DailyData, DailyFeedback, DailyFigures, DailyLine, Discussion

SITUATION = (
    "店面约40平方米，位于市场主通道拐角，人流较大。主营低压电线与电缆附件，客户以装修队和小型工程商为主，"
    "对交货时间要求高，现款结算为主。"
)
COUNTERMEASURE = "先送两卷BV2.5样线试卖，下次带价格表与质保说明，请主管同去谈首批进货量与退换货办法。"


def daily_data(visits: int) -> DailyData:
    """One submitted report with `visits` lines."""
    return DailyData(
        company="兰江线缆有限公司",
        office="兰州办事处",
        employee_no="E01",
        employee_name="陈立",
        report_date=date(2026, 11, 18),
        report_no="RB-LZ-20261118-E01",
        state="已提交",
        is_draft=False,
        figures=DailyFigures(
            planned=visits, done=visits, done_rate=Decimal(1), visited=visits, mean_minutes=Decimal("21.5")
        ),
        weather="晴",
        market_areas=("城关五金机电市场", "雁滩建材市场"),
        submitted_at=datetime(2026, 11, 18, 21, 15),
        lines=tuple(_line(number) for number in range(1, visits + 1)),
        feedback=(DailyFeedback(kind="competitor", content="对手本周起满十件送一件", customer="宏达电料"),),
        problems="两家店主外出，已约明天上午。",
        discussion=Discussion(
            discussed_on=date(2026, 11, 18), conclusions="先攻主通道客户，周五前补齐缺题。", attendees=("陈立", "周敏")
        ),
        tomorrow_plan="2026年11月19日 星期四：09:00 宏达电料（谈首批进货）；10:30 金城电线（补缺题）",
        printed_by="周敏",
        printed_at=datetime(2026, 11, 18, 21, 30),
    )


def _line(number: int) -> DailyLine:
    return DailyLine(
        seq=number,
        visit_no=f"BF-LZ-202611-{number:04d}",
        customer_no=f"LZ{number:05d}",
        customer_name=f"宏达电线电料商行{number}号店",
        customer_short_name=f"宏达{number}号",
        is_new=number % 3 == 0,
        market_area="城关五金机电市场",
        address=f"A区{number % 9 + 1}排{number}号",
        channel_type="零售店",
        contact_name="王建国",
        contact_phone="13900001234",
        start_at=time(8 + number // 4 % 12, number * 13 % 60),
        end_at=time(9 + number // 4 % 12, number * 13 % 60),
        minutes=60,
        visit_round=number % 3 + 1,
        four_step="s2",
        four_step_label="二步",
        main_brand="津达",
        monthly_volume_wan=Decimal("12.5"),
        intent_level="interested",
        intent_label="有兴趣",
        result="progress",
        result_label="有进展",
        situation=SITUATION,
        countermeasure=COUNTERMEASURE,
        next_step="送样",
        next_visit_on=date(2026, 11, 25),
        is_planned=True,
    )
