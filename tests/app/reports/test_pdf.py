from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from app.errors import Cancelled, Invalid
from app.reports.daily import DailyData, daily_report
from app.reports.model import Change, Facts, Orientation, Report, Signatures, Strip, Table, Text
from app.reports.pdf import pdf_bytes, write_pdf
from app.reports.values import printed, printed_fact
from app.tasks import Task
from tests.app.reports.reading import page_sizes, page_texts, poppler
from tests.app.reports.samples import DAY, day, line

LONG = "瑞川每满五万返百分之一点五，到十二月十日止；永岳压货引起不满，可以切入。"


def _pdf(*days: DailyData) -> bytes:
    return pdf_bytes([daily_report(data) for data in days], Task())


def _words(report: Report) -> list[str]:
    """Everything the report prints, piece by piece, without white space."""
    words = [report.title, report.shown_number, report.sender, report.footer.printing]
    for block in report.blocks:
        match block:
            case Facts(rows) | Text(_, rows):
                words += [word for row in rows for fact in row for word in (fact.label, printed_fact(fact))]
            case Strip(facts):
                words += [word for fact in facts for word in (fact.label, printed_fact(fact))]
            case Table():
                words += [column.label for column in block.columns]
                words.append(block.summary)
            case Signatures(people):
                words += [word for person in people for word in (person.role, person.name, person.note)]
    return ["".join(word.split()) for word in words]


def test_everything_the_report_says_is_on_paper() -> None:
    report = daily_report(day(6))
    text = "".join(page_texts(pdf_bytes([report], Task())))
    assert not [word for word in _words(report) if word not in text]


def test_every_cell_is_on_paper_in_reading_order(tmp_path: Path) -> None:
    report = daily_report(day(6))
    table = next(block for block in report.blocks if isinstance(block, Table))
    raw = "".join(poppler("pdftotext", pdf_bytes([report], Task()), tmp_path, "-raw").split())
    position = 0
    for number, row in enumerate(table.rows):
        for column, value in zip(table.columns, row, strict=True):
            mark = "".join(mark.text for mark in table.marks if (mark.row, mark.column) == (number, column.key))
            shown = "".join((printed(value, column.kind, column.scale) + mark).split())
            position = raw.index(shown, position) + len(shown)


def test_the_sheet_is_a4_exactly() -> None:
    report = daily_report(day(1))
    assert page_sizes(pdf_bytes([report], Task())) == [(297.0, 210.0)]
    assert page_sizes(pdf_bytes([replace(report, orientation=Orientation.PORTRAIT)], Task())) == [(210.0, 297.0)]


def test_an_ordinary_day_fits_on_one_page() -> None:
    assert len(page_texts(_pdf(day(6)))) == 1


def test_an_empty_day_prints_head_sentence_and_signatures() -> None:
    (text,) = page_texts(_pdf(day(0, feedback=(), discussion=None, tomorrow_plan="")))
    for words in ("序号客户名称", "当日无拜访记录", "当晚未讨论", "未排计划", "存档（内勤）"):
        assert words in text


def test_long_days_repeat_the_head_and_count_the_pages() -> None:
    texts = page_texts(_pdf(day(60)))
    assert len(texts) > 4
    for number, text in enumerate(texts, 1):
        assert "客户名称" in text
        assert f"第{number}页共{len(texts)}页" in text
        assert ("（续）" in text) == (number > 1)


@pytest.mark.parametrize("visits", range(1, 40))
def test_signatures_never_part_from_the_last_line(visits: int) -> None:
    *others, last = page_texts(_pdf(day(visits)))
    assert "存档（内勤）" in last
    assert "第3步谈首批铺货" in last
    assert not [page for page in others if "存档（内勤）" in page]


@pytest.mark.parametrize("visits", range(1, 40))
def test_signatures_right_under_a_table_stand_with_its_last_row(visits: int) -> None:
    report = daily_report(day(visits))
    blocks = tuple(block for block in report.blocks if not isinstance(block, Text))
    last = page_texts(pdf_bytes([replace(report, blocks=blocks)], Task()))[-1]
    assert "存档（内勤）" in last
    assert "合计" in last
    assert line(visits - 1).contact_phone[-4:] in last if line(visits - 1).contact_phone else "店员一人" in last


def test_prose_under_a_table_begins_on_the_page_that_has_room_for_it() -> None:
    first, second = page_texts(_pdf(day(8)))
    assert "合计" in first
    assert "明日计划" in second


def test_a_row_is_not_split_over_pages() -> None:
    texts = page_texts(_pdf(day(40)))
    for number in range(40):
        address = "".join(f"城北装饰材料市场{line(number).address}".split())
        assert sum(address in text for text in texts) >= 1


def test_only_very_high_rows_are_split_and_nothing_is_lost() -> None:
    text = (LONG * 9)[:299]
    lines = tuple(line(number, situation=text if number == 9 else "短") for number in range(12))
    pages = page_texts(_pdf(day(lines=lines)))
    assert not [page for page in pages if text in page]
    around = "".join(pages)
    assert all(part in around for part in (text[:10], text[-10:]))
    assert sum("短" in page for page in pages) >= 2


def test_texts_over_300_characters_go_on_in_the_appendix() -> None:
    text = "".join(chr(0x4E00 + number) for number in range(420))
    *_, appendix = page_texts(_pdf(day(lines=(line(0, situation=text), line(1)))))
    assert "附记1第1行远桥电线电缆经营部基本情况" in appendix
    assert text[300:] in appendix
    assert text[:20] not in appendix


def test_prose_longer_than_a_page_flows_and_keeps_the_signatures_company() -> None:
    pages = page_texts(_pdf(day(3, problems=LONG * 300)))
    assert sum(page.count("压货引起不满") for page in pages) > 280
    assert "当日问题（续）" in "".join(pages)
    assert "明日计划" in pages[-1]
    assert "存档（内勤）" in pages[-1]


def test_long_names_wrap_and_are_never_cut() -> None:
    name = "临州市城北装饰材料市场远桥电线电缆灯饰开关五金机电综合经营部（个体工商户）"
    office = "中国兰江流域临州市及周边县区客户开发与售后服务联合办事处"
    report = daily_report(day(lines=(line(0, customer_name=name, customer_short_name=""),), office=office))
    assert name in "".join(page_texts(pdf_bytes([report], Task())))
    assert office in "".join(page_texts(pdf_bytes([report], Task())))


def test_drafts_lie_under_a_watermark_and_late_reports_say_so() -> None:
    (text,) = page_texts(_pdf(day(1, is_draft=True, is_late=True)))
    assert "RB-LZ-20261116-E01（草稿）" in text
    assert "草稿" in text.replace("（草稿）", "")
    assert "2026-11-1621:00迟" in text


def test_a_reissue_prints_what_changed() -> None:
    (text,) = page_texts(_pdf(day(1, issue=2, changes=(Change("完成", "3", "4"),))))
    assert "第2版改动" in text
    assert "完成：原“3”，现“4”" in text


def test_several_reports_each_start_a_page_and_a_bookmark() -> None:
    content = _pdf(day(2), day(30, employee_name="江予安", employee_no="E02"), day(0, employee_name="周敏"))
    pages = page_texts(content)
    assert [number for number, text in enumerate(pages) if "第1页" in text] == [0, 1, len(pages) - 1]
    with PdfDocument(content) as document:
        marks = [(mark.get_title(), mark.get_dest().get_index()) for mark in document.get_toc()]
        about = document.get_metadata_dict()
    assert [page for _, page in marks] == [0, 1, len(pages) - 1]
    assert marks[1][0] == "客户扫街日报表 临州办事处 江予安 2026-11-16"
    assert about["Title"] == "客户扫街日报表 临州办事处 2026-11-16 温可、江予安、周敏"
    assert about["CreationDate"] == "D:20261117184200+08'00'"


def test_the_same_reports_give_the_same_bytes() -> None:
    assert _pdf(day(30), day(0)) == _pdf(day(30), day(0))


def test_markup_and_control_characters_are_only_text() -> None:
    (text,) = page_texts(_pdf(day(lines=(line(0, situation="<b>月销&amp;\x00\x1b(返利)\\\t好"),))))
    assert "<b>月销&amp;(返利)\\好" in text


def test_the_file_holds_the_pages_it_reports(tmp_path: Path) -> None:
    path = tmp_path / "日报.pdf"
    reports = [daily_report(day(30))]
    assert write_pdf(reports, path, Task()) == len(page_texts(path.read_bytes()))
    assert path.read_bytes() == pdf_bytes(reports, Task())


def test_progress_names_the_rep_and_ends_complete() -> None:
    steps: list[tuple[int, int, str]] = []
    pdf_bytes([daily_report(day(1))], Task(lambda *step: steps.append(step)))
    assert steps[0] == (0, 1, "温可")
    assert steps[-1][:2] == (1, 1)


def test_cancelling_leaves_no_file_and_an_old_one_untouched(tmp_path: Path) -> None:
    path = tmp_path / "日报.pdf"
    path.write_bytes(b"old")
    task = Task(lambda done, total, note: task.cancel() if note == "第 2 页" else None)
    with pytest.raises(Cancelled):
        write_pdf([daily_report(day(60))], path, task)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_no_reports_are_refused_in_words() -> None:
    with pytest.raises(Invalid, match="没有选中报表"):
        pdf_bytes([], Task())


def test_reports_of_another_day_differ() -> None:
    assert _pdf(day(1)) != _pdf(day(1, report_date=DAY + timedelta(days=1)))
