"""Charts in Excel: native ones, fed from cells above them, in the greys of the print."""

from __future__ import annotations

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.series import Series
from openpyxl.chart.series_factory import SeriesFactory
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties
from openpyxl.worksheet.worksheet import Worksheet

from app.reports.cells import HEAD, Look, Place, number_format, put, set_height
from app.reports.model import Align, Chart, ChartKind, Value, ValueKind

CHART_ROWS = 16
"""Rows of the sheet a chart covers."""
BAR_GREY, GUIDE_GREY, WHITE = "595959", "BFBFBF", "FFFFFF"
CHARACTER = 0.19
"""Centimetres one character of a column's width takes."""
HIGH, NARROWEST, WIDEST = 8, 9, 18
"""Of a chart, in centimetres."""


def write_chart(sheet: Worksheet, chart: Chart, row: int, width: float) -> int:
    """Write categories, values and plan from `row` down and a chart under them; returns the row the chart starts in."""
    heads = (
        "",
        f"{chart.label}{f'（{chart.unit}）' if chart.unit else ''}",
        *((chart.plan_label,) if chart.plan else ()),
    )
    for column, head in enumerate(heads, 1):
        put(sheet, Place(row, column, column), head, Look(HEAD, Align.CENTER, filled=True, boxed=True))
    form = number_format(ValueKind.NUMBER, chart.scale)
    columns: list[tuple[Value, ...]] = [chart.categories, chart.values, *((chart.plan,) if chart.plan else ())]
    for number, values in enumerate(zip(*columns, strict=True), row + 1):
        for column, value in enumerate(values, 1):
            align = Align.LEFT if column == 1 else Align.RIGHT
            put(sheet, Place(number, column, column), value, Look(align=align, boxed=True), form)
        set_height(sheet, number, [(str(values[0]), sheet.column_dimensions["A"].width)])
    last = row + len(chart.categories)
    drawn = _bar_chart(sheet, chart, row, last)
    drawn.width = min(max(round(width * CHARACTER), NARROWEST), WIDEST)
    sheet.add_chart(drawn, f"A{last + 2}")
    return last + 2


def _bar_chart(sheet: Worksheet, chart: Chart, head: int, last: int) -> BarChart:
    """The plan lies behind as a dashed outline, every value is written; no legend but the axis names."""
    drawn = BarChart()
    drawn.type = "col" if chart.kind is ChartKind.COLUMNS else "bar"
    drawn.title = chart.title
    drawn.height = HIGH
    drawn.legend = None
    drawn.gapWidth, drawn.overlap = 50, 100
    drawn.x_axis.delete = drawn.y_axis.delete = False
    drawn.y_axis.scaling.min = 0
    if chart.kind is ChartKind.BARS:
        drawn.x_axis.scaling.orientation = "maxMin"
        drawn.y_axis.delete = True
        drawn.y_axis.majorGridlines = None
    else:
        drawn.y_axis.majorGridlines = ChartLines(GraphicalProperties(ln=LineProperties(solidFill=GUIDE_GREY)))
    if chart.plan:
        drawn.series.append(_series(sheet, 3, head, last, _outline()))
    values = _series(sheet, 2, head, last, GraphicalProperties(solidFill=BAR_GREY))
    values.dLbls = DataLabelList(showVal=True, showSerName=False, showCatName=False, showLegendKey=False)
    values.dLbls.position = "outEnd" if not chart.plan else "ctr"
    values.dLbls.txPr = _white() if chart.plan else None
    drawn.series.append(values)
    drawn.set_categories(Reference(sheet, 1, head + 1, 1, last))
    return drawn


def _series(sheet: Worksheet, column: int, head: int, last: int, look: GraphicalProperties) -> Series:
    series: Series = SeriesFactory(Reference(sheet, column, head, column, last), title_from_data=True)
    series.graphicalProperties = look
    return series


def _white() -> RichText:
    """White letters, for values that stand in their bars."""
    look = ParagraphProperties(defRPr=CharacterProperties(solidFill=WHITE, b=True))
    return RichText(p=[Paragraph(pPr=look, endParaRPr=CharacterProperties())])


def _outline() -> GraphicalProperties:
    return GraphicalProperties(noFill=True, ln=LineProperties(solidFill=BAR_GREY, prstDash="dash", w=9525))
