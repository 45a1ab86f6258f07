"""The workbook handed to offices to fill in: the archive's columns that may be changed, empty but for an example.

Same sheets, titles, drop-downs and notes as the archive (RP07), from the same declarations, so that what comes back is
read like an archive.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.choices import options
from app.context import App
from app.exchange.archive_sheets import BRANDS, CONTACTS, CUSTOMERS, brands_sheet, contacts_sheet, customers_sheet
from app.exchange.book import Book, Wording
from app.exchange.columns import EXAMPLE, Column, Shape, Sheet
from app.exchange.labels import Lists, read_lists
from app.exchange.notes import explanations
from app.exchange.reading import Batch
from app.letterhead import heading
from app.reports.writing import replaced

TITLE = "客户档案导入模板"
_NAME = f"河西示例五金经营部{EXAMPLE}"
_EXAMPLES: Mapping[str, Mapping[str, Any]] = {
    CUSTOMERS: {
        "客户名称": _NAME,
        "简称": "示例五金",
        "详细地址": "B 区 2 排 17 号",
        "店铺电话": "0600-8880567",
        "成立年份": 2012,
        "经营面积㎡": 85.5,
        "员工数": 6,
        "月销量万元": 12.5,
    },
    CONTACTS: {"客户名称": _NAME, "姓名": "谢予川", "手机": "14200001037", "生日": "农历12-05"},
    BRANDS: {"客户名称": _NAME, "月销量万元": 7.5, "占比": 0.6},
}
"""What the example says where no list is chosen from."""
_TOLD = "黄色列从第 4 行起填写，有列表的从列表选；示例行可以删，留着也不算"


def write_template(app: App, path: Path) -> None:
    """Write the template with this office's markets and brands to choose from; raises FileUnusable."""
    app.need("customer.view")
    sheets = [_to_fill_in(sheet) for sheet in (customers_sheet(), contacts_sheet(), brands_sheet())]
    with replaced(path) as temporary:
        with app.db.snapshot() as session:
            lists = read_lists(session, (column for sheet in sheets for column in sheet.columns))
            printed = heading(app, session, app.user.branch_id)
        about = (("办事处", printed.office), ("日期", f"{app.today():%Y-%m-%d}"), ("填写", _TOLD))
        with temporary.open("wb") as file:
            book = Book(file, sheets, lists, Wording(_TOLD, printed.footer, app.today()))
            for sheet in sheets:
                values = [[_example(app, sheet, column, lists)] for column in sheet.columns]
                book.write(sheet, [Batch(values, (), (), 0)], lambda _: None)
            book.finish(temporary, lambda _: explanations(TITLE, about, sheets))


def _to_fill_in(sheet: Sheet) -> Sheet:
    """The columns that may be changed, behind the customer's name."""
    named = [replace(column, editable=True, required=True) for column in sheet.columns if column.title == "客户名称"]
    rest = [column for column in sheet.columns if column.editable and column.title != "客户名称"]
    return Sheet(name=sheet.name, columns=(*named, *rest), prompts=True)


def _example(app: App, sheet: Sheet, column: Column, lists: Lists) -> Any:
    """The example's value as it would be stored."""
    known = _EXAMPLES[sheet.name].get(column.title)
    if known is not None:
        return known
    match column.shape:
        case Shape.FLAG:
            return True
        case Shape.CODE:
            return options(column.listed)[0].code
        case Shape.CODES:
            return " ".join(option.code for option in options(column.listed)[:2])
        case Shape.DAY:
            return app.today()
        case Shape.NAMED:
            offered = lists.offered[column.listed]
            return next((key for key, label in lists.of(column).items() if label in offered), None)
        case _:
            return None
