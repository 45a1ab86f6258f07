"""A day of the sample office for report tests, with as many visits as a test wants (sample-data.md §3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from app.reports.daily import DailyData, DailyFeedback, DailyFigures, DailyLine, Discussion, PlannedVisit, tomorrow_text

DAY = date(2026, 11, 16)
NAMES = (
    "远桥电线电缆经营部",
    "恒达电料行",
    "新光灯饰",
    "杭州艺尚装饰工程有限公司西湖分公司",
    "诚信水电安装",
    "永盛电缆",
)
SHORT_NAMES = ("远桥", "恒达", "新光", "艺尚装饰", "诚信水电", "永盛")
INTENTS = (
    ("strong", "强烈", "good", "达成共识"),
    ("medium", "有兴趣", "partial", "有进展"),
    ("weak", "观望", "partial", "有进展"),
    ("none", "无意向", "none", "未达预期"),
    ("rejected", "明确拒绝", "none", "未达预期"),
    ("signed", "已合作", "good", "达成共识"),
)
STEPS = (
    ("s1", "第一步 留下印象"),
    ("s2", "第二步 倾听摸底"),
    ("s3", "第三步 深入沟通"),
    ("s4", "第四步 商谈签约"),
    ("maintain", "维护访问"),
)


def line(number: int, **changes: object) -> DailyLine:
    """The visit with this number, from 0; every sixth customer repeats with another number."""
    kind = number % len(NAMES)
    intent_level, intent_label, result, result_label = INTENTS[kind]
    step, step_label = STEPS[number % len(STEPS)]
    start = datetime.combine(DAY, time(8, 0)) + timedelta(minutes=8 * number)
    failed = result == "none"
    visit = DailyLine(
        seq=number + 1,
        visit_no=f"BF-LZ-20261116-{number + 1:03d}",
        customer_no=f"KH-LZ-{number + 1:05d}",
        customer_name=NAMES[kind],
        customer_short_name=SHORT_NAMES[kind],
        is_new=kind == 1,
        is_supplement=kind == 2,
        market_area="城北装饰材料市场",
        address=f"电工区 {number % 9 + 1} 排 {number + 3} 号",
        channel_type=("批发商", "零售店", "工程商")[number % 3],
        contact_name="郑砚秋" if kind != 3 else "",
        contact_phone=f"1420000{1000 + 37 * number % 9000:04d}" if kind != 3 else "",
        met_text="店员一人" if kind == 3 else "",
        start_at=start.time(),
        end_at=(start + timedelta(minutes=37)).time(),
        minutes=37,
        visit_mode="扫街走访",
        visit_round=number % 4 + 1,
        four_step=step,
        four_step_label=step_label,
        purposes=("扫街调查", "了解需求"),
        main_brand=("瑞川", "正屹", "")[number % 3],
        monthly_volume_wan=Decimal("1234.5") if kind == 0 else Decimal(28 + number) if kind != 3 else None,
        intent_level=intent_level,
        intent_label=intent_label,
        result=result,
        result_label=result_label,
        failure_reasons=("a", "d") if kind == 3 else ("z",) if failed else (),
        failure_labels=("产品、服务或政策难以满足需求", "受限于现有竞品合作")
        if kind == 3
        else ("其他",)
        if failed
        else (),
        competitor_note="瑞川每满 5 万返 1.5%",
        situation=f"{SHORT_NAMES[kind]}主营瑞川，月销约28.0万元，对价格和账期较关心。",
        countermeasure="送样并提供对比报价",
        next_step="带 BV、BVR 样板" if kind == 0 else "",
        next_visit_on=date(2026, 12, 1) + timedelta(days=number % 20),
        is_planned=kind != 5,
        sheet_no=f"DC-LZ-202611-{number + 1:04d}",
        completeness=Decimal("0.458"),
    )
    return replace(visit, **changes)  # type: ignore[arg-type]


def day(visits: int = 6, **changes: object) -> DailyData:
    """温可's day with so many visits; `changes` replace fields."""
    data = DailyData(
        company="浙江远桥线缆有限公司",
        office="临州办事处",
        employee_no="E01",
        employee_name="温可",
        report_date=DAY,
        report_no="RB-LZ-20261116-E01",
        state="已审阅",
        is_draft=False,
        weather="晴 12℃",
        market_areas=("城北装饰材料市场", "东站电子城"),
        submitted_at=datetime(2026, 11, 16, 21, 0),
        figures=DailyFigures(
            planned=4,
            done=3,
            done_rate=Decimal("0.75"),
            visited=visits,
            unplanned=1,
            effective_rate=Decimal("0.8333"),
            new_customers=1,
            new_sheets=2,
            completed_sheets=0,
            interested=2,
            interest_rate=Decimal("0.4"),
            unmet=2,
            mean_minutes=Decimal("42.3"),
        ),
        lines=tuple(line(number) for number in range(visits)),
        feedback=(
            DailyFeedback(kind="need_change", customer="恒达", content="家装客户开始要低烟无卤线，问有没有小盘。"),
            DailyFeedback(kind="competitor", customer="永盛", content="瑞川本周对批发商每满 5 万返 1.5%，到 12-10 止"),
        ),
        problems="2 家未遇老板，需改约上午。",
        discussion=Discussion(
            discussed_on=DAY,
            start_at=time(19, 30),
            place="办事处",
            attendees=("沈其岚", "温可", "江予安"),
            conclusions="批发商关心返利与退换货，零售店关心配送时效；先给三家意向强烈的客户报价。",
        ),
        tomorrow_plan=tomorrow_text(
            (
                PlannedVisit(
                    plan_date=date(2026, 11, 17), customer="永盛", start_at=time(9, 0), goal="第 3 步 谈首批铺货"
                ),
                PlannedVisit(plan_date=date(2026, 11, 17), customer="源盛", start_at=time(10, 20), goal="送样"),
            )
        ),
        reviewer_name="沈其岚",
        reviewed_on=date(2026, 11, 17),
        review_opinion="恒达、永盛本周内要有报价回音；未遇老板的两家改约上午。",
        footer_text="本表由扫街簿生成",
        printed_by="孙倩",
        printed_at=datetime(2026, 11, 17, 18, 42),
        purpose="办事处存档",
    )
    return replace(data, **changes)  # type: ignore[arg-type]
