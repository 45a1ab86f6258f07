"""A report as anybody would print it with reportlab: a Table of Paragraphs, block after block."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from xml.sax.saxutils import escape

from reportlab.lib.colors import grey
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from app.paths import RESOURCES
from app.reports.model import Block, Changes, Fact, Facts, PageBreak, Report, Signatures, Strip, Text
from app.reports.model import Table as ReportTable
from app.reports.values import printed

PAGE = landscape(A4)
WIDTH = PAGE[0] - 24 * mm
RULED = TableStyle([("GRID", (0, 0), (-1, -1), 0.4, grey), ("VALIGN", (0, 0), (-1, -1), "TOP")])


@cache
def style(bold: bool, size: float) -> ParagraphStyle:
    """A Chinese paragraph style in the bundled font, registered once."""
    name = "PlainBold" if bold else "PlainRegular"
    file = RESOURCES / "fonts" / f"NotoSansSC-{'Bold' if bold else 'Regular'}.ttf"
    pdfmetrics.registerFont(TTFont(name, str(file)))
    return ParagraphStyle(f"{name}{size}", fontName=name, fontSize=size, leading=size * 1.35, wordWrap="CJK")


def plain_pdf(report: Report) -> bytes:
    """The report's PDF by SimpleDocTemplate."""
    stream = BytesIO()
    document = SimpleDocTemplate(
        stream, pagesize=PAGE, leftMargin=12 * mm, rightMargin=12 * mm, topMargin=12 * mm, bottomMargin=12 * mm
    )
    story: list[Flowable] = [
        _paragraph(f"{report.company}　{report.office}"),
        _paragraph(report.title, bold=True, size=16),
        _paragraph(f"表号 {report.number}"),
    ]
    for block in report.blocks:
        story += [*_flowables(block), Spacer(1, 2 * mm)]
    document.build(story, onFirstPage=_foot, onLaterPages=_foot)
    return stream.getvalue()


def _flowables(block: Block) -> list[Flowable]:
    match block:
        case Facts(rows):
            return [_grid([[_labelled(fact) for fact in row] for row in rows])]
        case Strip(facts):
            labels = [_paragraph(fact.label, size=8) for fact in facts]
            return [_grid([labels, [_paragraph(_value(fact), bold=True, size=10) for fact in facts]])]
        case ReportTable():
            return _table(block)
        case Text(heading, lines):
            return [_paragraph(heading, bold=True), *(_paragraph("　".join(map(_words, line))) for line in lines)]
        case Changes(changes=changes):
            return [_paragraph(f"{change.place}：{change.before} → {change.after}") for change in changes]
        case Signatures(people):
            return [_grid([[_paragraph(f"{person.role} {person.name}") for person in people]])]
        case PageBreak():
            return []


def _table(block: ReportTable) -> list[Flowable]:
    head = [_paragraph(column.label, bold=True, size=8) for column in block.columns]
    rows = [
        [
            _paragraph(printed(value, column.kind, column.scale), bold=column.bold, size=8)
            for column, value in zip(block.columns, row, strict=True)
        ]
        for row in block.rows
    ]
    total = sum(column.width for column in block.columns)
    widths = [column.width / total * WIDTH for column in block.columns]
    table = Table([head, *rows], colWidths=widths, repeatRows=1, splitInRow=1, style=RULED)
    return [table, _paragraph(block.summary)]


def _grid(cells: list[list[Paragraph]]) -> Table:
    return Table(cells, colWidths=[WIDTH / len(cells[0])] * len(cells[0]), style=RULED)


def _labelled(fact: Fact) -> Paragraph:
    return _paragraph(_words(fact))


def _words(fact: Fact) -> str:
    return f"{fact.label} {_value(fact)}".strip()


def _value(fact: Fact) -> str:
    return printed(fact.value, fact.kind, fact.scale)


def _paragraph(text: str, *, bold: bool = False, size: float = 9) -> Paragraph:
    return Paragraph(escape(text), style(bold, size))


def _foot(canvas: Canvas, document: SimpleDocTemplate) -> None:
    canvas.setFont("PlainRegular", 8)
    canvas.drawCentredString(PAGE[0] / 2, 6 * mm, f"第 {document.page} 页")
