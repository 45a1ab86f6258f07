"""Publishing survey forms and loading them with the archive's own brand and market lists (architecture §3)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.context import App
from app.customers.states import SHOPPING_LEVELS
from app.db.records import Brand, MarketArea, SurveyForm
from app.errors import FileUnusable, NotFound
from app.forms.model import Form
from app.paths import SHIPPED_DATA

DEFAULT_FORM = "cable_survey"
_OTHER = "其他（另填）"


def publish_form(session: Session, folder: Path) -> SurveyForm:
    """Keep a form's CSV sheets as a version of the form, within a transaction; raises BadForm for a faulty one."""
    from app.forms.xlsform import load_form

    form = load_form(folder)
    record = SurveyForm(form_id=form.id, version=form.version, title=form.title, source=_sheets(folder))
    session.add(record)
    session.flush()
    return record


def default_form_folder() -> Path:
    """Where the default 《线缆业务客户调查表》 ships."""
    return SHIPPED_DATA / "forms" / DEFAULT_FORM


def _sheets(folder: Path) -> dict[str, str]:
    try:
        return {file.name: file.read_text(encoding="utf-8-sig") for file in sorted(folder.glob("*.csv"))}
    except (OSError, UnicodeDecodeError) as error:
        raise FileUnusable(
            f"读不了文件夹 {folder.name} 里的表单，没有发布。请检查文件是否完整、是否为 UTF-8。"
        ) from error


def active_form(app: App, form_code: str = DEFAULT_FORM) -> tuple[int, Form]:
    """The newest active version: the record's id and the form, its lists written from the archive."""
    app.need("survey.edit")
    with app.reading() as session:
        record = session.scalar(
            select(SurveyForm)
            .where(SurveyForm.form_id == form_code, SurveyForm.is_active, SurveyForm.deleted_at.is_(None))
            .order_by(SurveyForm.id.desc())
            .limit(1)
        )
        if record is None:
            raise NotFound("这个库里没有启用的调查表模板，不能录入。已录的表都在。请把这句话告诉维护人员。")
        return record.id, form_of(session, record)


def form_of(session: Session, record: SurveyForm) -> Form:
    """The form of a stored version; the same version with the same lists is read once."""
    files = dict(record.source) | {"brands.csv": _brands(session), "market_areas.csv": _markets(session)}
    return _loaded(tuple(sorted(files.items())))


@lru_cache(maxsize=4)
def _loaded(files: tuple[tuple[str, str], ...]) -> Form:
    from app.forms.xlsform import load_form

    with TemporaryDirectory(prefix="sweepbook-form-") as folder:
        for name, text in files:
            (Path(folder) / name).write_text(text, encoding="utf-8")
        return load_form(Path(folder))


def _brands(session: Session) -> str:
    rows = session.execute(
        select(Brand.code, Brand.name, Brand.relation).where(Brand.deleted_at.is_(None)).order_by(Brand.id)
    )
    return _csv(("name", "label", "relation"), [*map(tuple, rows), ("other", _OTHER, "")])


def _markets(session: Session) -> str:
    rows = session.execute(
        select(MarketArea.code, MarketArea.name)
        .where(MarketArea.level.in_(SHOPPING_LEVELS), MarketArea.deleted_at.is_(None))
        .order_by(MarketArea.id)
    )
    return _csv(("name", "label"), [*map(tuple, rows), ("other", _OTHER)])


def _csv(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue()
