"""Workbooks of any size to import: every row another shop, all of them clean or all of them wrong."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook

HEADINGS = (
    "单位名称",
    "地址",
    "联系人",
    "手机",
    "店铺电话",
    "性质",
    "面积(平方)",
    "员工人数",
    "月销",
    "级别",
    "业务员",
    "市场",
    "上次去",
    "开业年份",
    "备注",
)
_FIRST = "恒永瑞华金鑫宏达兴隆顺昌泰安德信诚义和润丰茂源通利云海星辰晨阳明亮银河江山岳峰林松柳梅兰竹菊"
_SECOND = "栎砾渡雀禾梓桐楠榆槿枫荷莲芷蘅蕴琅璟珩琪瑜瑾璐沅沁泓澜洲涛润泽溪湘潭岭岚峦崧嵘"
_TRADES = ("五金机电经营部", "电料商行", "电线电缆门市部", "建材有限公司", "灯饰照明商店")
_KINDS = ("批发", "零售", "二批", "工程")
_SURNAMES = "郑梁谢宋唐许韩冯邓曹彭肖田董潘袁蔡蒋余于杜叶程魏苏吕丁卢姚沈钟姜崔谭"
_GIVEN = ("砚秋", "予川", "泊远", "知岚", "景禾", "望舒", "屿森", "清樾", "若溪", "怀瑾", "书衡", "语桐")


def write_workbook(path: Path, rows: int, market: str, owner: str, *, wrong: bool = False) -> Path:
    """A workbook with so many shops; with `wrong` every row has a number, a date and a choice nobody can read."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("客户")
    sheet.append(["客户汇总表"])
    sheet.append(HEADINGS)
    for number in range(rows):
        sheet.append(_row(number, market, owner, wrong=wrong))
    book.save(path)
    return path


def _row(number: int, market: str, owner: str, *, wrong: bool) -> list[object]:
    return [
        _name(number),
        f"{'东西南北'[number % 4]}区{number // 4 % 97 + 1}排{number // 388 + 1}号",
        _SURNAMES[number % len(_SURNAMES)] + _GIVEN[number // 7 % len(_GIVEN)],
        f"14{number:07d}" if wrong else f"142{number:08d}",
        f"0600-8{number:06d}",
        f"未知{number}" if wrong else _KINDS[number % 4],
        f"{30 + number % 400}平",
        2 + number % 30,
        f"很多{number}" if wrong else f"{3 + number % 70}万",
        "重点" if number % 3 else "一般",
        owner,
        market,
        f"上周{number}" if wrong else f"2026年{1 + number % 10}月{1 + number % 28}日",
        f"{2000 + number % 24}年",
        "欠款已清",
    ]


def _name(number: int) -> str:
    """Two names are never alike by rule R11: four characters tell them apart."""
    mixed = number * 7919 % (len(_FIRST) * len(_SECOND)) ** 2
    parts = []
    for letters in (_FIRST, _SECOND, _FIRST, _SECOND):
        mixed, place = divmod(mixed, len(letters))
        parts.append(letters[place])
    return "".join(parts) + _TRADES[number % len(_TRADES)]
