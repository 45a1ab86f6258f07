"""The prose of a summary as its figures suggest it; a person then edits it (report RP03)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from app.choices import label_of
from app.reports.model import ValueKind
from app.reports.traced import Traced
from app.reports.values import printed
from app.reports.weekly_columns import COLUMNS
from app.reports.weekly_data import WeeklyRow, WeeklyTable, WeeklyTexts
from app.sweep.weekly.material import Material

NO_DATA = "本期无数据。"
_LONGEST = 500
_ANSWERS = {
    "a": "把产品、服务和政策的差距反馈公司",
    "b": "改由上级访问，或调整定位",
    "c": "缓期再访，先做信用评估",
    "d": "摸清竞品网络，转入培育",
    "e": "约见决策人",
    "f": "核对报价",
}
"""What rule R08 advises by reason."""
_ASKS = {"a": "产品与政策支持", "f": "价格支持", "d": "针对竞品的促销支持"}

Tables = Callable[[str], WeeklyTable]


def draft_prose(material: Material, table: Tables) -> WeeklyTexts:
    """Every block from the figures; none is empty."""
    return WeeklyTexts(
        market_overview=_joined(_markets(table)),
        channel_note=_joined(_channels(table)),
        competitor_note=_joined(_competitors(table)),
        consumer_note=_joined(_consumers(table)),
        problems=_joined(_problems(material, table)) or "无",
        countermeasures=_joined(_countermeasures(table)) or "无",
        support_needed=_joined(_support(table)) or "无",
        next_plan=_joined(_next_plan(material, table)),
    )


def _joined(sentences: Iterable[str]) -> str:
    """The sentences, as many as there is room for."""
    text = ""
    for sentence in sentences:
        if len(text) + len(sentence) <= _LONGEST:
            text += sentence
    return text


def _shown(table: WeeklyTable, row: WeeklyRow, column: str) -> str:
    columns = COLUMNS[table.key]
    place = next(n for n, c in enumerate(columns) if c.key == column)
    return shown_cell(row.cells[place], columns[place].kind, columns[place].scale)


def shown_cell(cell: Traced, kind: ValueKind, scale: int) -> str:
    """A cell as the summary prints it."""
    if cell.value is None:
        return cell.text or "—"
    return str(int(cell.value)) if kind is ValueKind.INTEGER else printed(cell.value, kind, scale)


def _number(table: WeeklyTable, row: WeeklyRow, column: str) -> int:
    place = next(n for n, c in enumerate(COLUMNS[table.key]) if c.key == column)
    return int(row.cells[place].value or 0)


def _markets(table: Tables) -> Iterable[str]:
    work, markets = table("work"), table("markets")
    if work.total is None or not _number(work, work.total, "visited"):
        yield NO_DATA
        return
    total = work.total
    yield f"本期实访 {_shown(work, total, 'visited')} 家次、{_shown(work, total, 'customers')} 家，"
    yield f"新增客户 {_shown(work, total, 'new_customers')} 家。"
    for row in markets.rows:
        name, surveyed = _shown(markets, row, "market"), _shown(markets, row, "surveyed")
        share = _shown(markets, row, "own_share")
        yield f"{name}已调查 {surveyed} 家，覆盖率 {_shown(markets, row, 'coverage')}，本品牌份额约 {share}。"


def _channels(table: Tables) -> Iterable[str]:
    channels = table("channels")
    if channels.total is None:
        yield NO_DATA
        return
    by_size = sorted(channels.rows, key=lambda row: _number(channels, row, "surveyed"), reverse=True)
    parts = [
        f"{_shown(channels, r, 'channel')} {_shown(channels, r, 'surveyed')} 家（{_shown(channels, r, 'share')}）"
        for r in by_size
    ]
    total = channels.total
    yield f"走访{'、'.join(parts[:4])}{'等' if len(parts) > 4 else ''}，共 {_shown(channels, total, 'surveyed')} 家；"
    yield f"平均月销量 {_shown(channels, total, 'volume')} 万元，有意向 {_shown(channels, total, 'interested')} 家，"
    yield f"初判核心经销商 {_shown(channels, total, 'core')} 家。"


def _competitors(table: Tables) -> Iterable[str]:
    brands, policies = table("brands"), table("policies")
    if not brands.rows:
        yield NO_DATA
        return
    for row in brands.rows[:3]:
        yield (
            f"{_shown(brands, row, 'brand')}经营 {_shown(brands, row, 'sellers')} 家，密度 {_shown(brands, row, 'density')}，"
            f"销量占比 {_shown(brands, row, 'share')}，批发价中位 {_shown(brands, row, 'wholesale')} 元，"
            f"可争取 {_shown(brands, row, 'winnable')} 家。"
        )
    yield f"本期新发现销售政策与促销 {len(policies.rows)} 条。" if policies.rows else "本期未发现新的销售政策与促销。"


def _consumers(table: Tables) -> Iterable[str]:
    factors, tiers, awareness = table("factors"), table("tiers"), table("awareness")
    if not (factors.rows or tiers.rows or awareness.rows):
        yield NO_DATA
        return
    if factors.rows:
        yield f"购买看重依次为{'、'.join(_shown(factors, row, 'factor') for row in factors.rows[:5])}（{factors.note}）。"
    if tiers.rows:
        yield f"高、中、低档比重 {'、'.join(_shown(tiers, row, 'share') for row in tiers.rows)}。"
    if awareness.rows:
        known = "、".join(
            f"{_shown(awareness, r, 'level')} {_shown(awareness, r, 'sheets')} 家" for r in awareness.rows
        )
        yield f"对本品牌：{known}。"


def _problems(material: Material, table: Tables) -> Iterable[str]:
    reasons = Counter(label_of("miss_reason", p.miss_reason) for p in material.planned if p.state == "missed")
    if reasons:
        named = "、".join(f"{reason or '原因未填'} {times}" for reason, times in reasons.most_common())
        yield f"计划内未访 {sum(reasons.values())} 家次（{named}）。"
    failures = table("failures")
    if failures.total:
        main = sorted(failures.rows, key=lambda row: _number(failures, row, "visits"), reverse=True)[0]
        yield f"未达预期 {_number(failures, failures.total, 'visits')} 家次，主要原因：{label_of('failure_reason', main.key)}。"
    late, missed = sum(d.is_late for d in material.due), sum(d.is_missed for d in material.due)
    if late or missed:
        yield f"日报迟交 {late} 份、漏交 {missed} 份。"
    complaints = table("complaints")
    for row in complaints.rows:
        if _number(complaints, row, "overdue"):
            yield f"投诉逾期未完成 {_shown(complaints, row, 'overdue')} 件。"


def _countermeasures(table: Tables) -> Iterable[str]:
    failures = table("failures")
    for row in failures.rows:
        if row.key in _ANSWERS and _number(failures, row, "visits"):
            yield f"{_ANSWERS[row.key]}（{_shown(failures, row, 'visits')} 家次）。"
    targets = table("targets")
    blocked = [row for row in targets.rows if _shown(targets, row, "obstacle") != "—"]
    if blocked:
        yield f"目标客户有未消除的阻碍 {len(blocked)} 家，逐户按方案消除。"


def _support(table: Tables) -> Iterable[str]:
    failures = table("failures")
    wanted = [_ASKS[row.key] for row in failures.rows if row.key in _ASKS and _number(failures, row, "visits")]
    if wanted:
        yield f"请公司给予{'、'.join(wanted)}。"
    targets = table("targets")
    for row in targets.rows:
        if "关键" in (obstacle := _shown(targets, row, "obstacle")):
            yield f"{_shown(targets, row, 'customer')}的{obstacle}，请公司协助。"


def _next_plan(material: Material, table: Tables) -> Iterable[str]:
    plan = table("next_days")
    week = material.scope.period.next_monday.isocalendar().week
    if plan.total is None:
        yield f"第 {week} 周计划还没有编排。"
        return
    parts = [f"{_shown(plan, row, 'rep')} {_shown(plan, row, 'all')} 家次" for row in plan.rows]
    yield f"第 {week} 周计划访问 {_shown(plan, plan.total, 'all')} 家次：{'、'.join(parts)}。"
