"""Kind to editor: the one place that says how a field is typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from app.forms.model import Choice, Field, Kind
from ui.forms.code_editor import CodeEditor
from ui.forms.editing import Options
from ui.forms.line_editor import DateEditor, FileEditor, LineEditor
from ui.forms.long_editor import LongEditor
from ui.forms.search_editor import SearchEditor

AnyEditor = LineEditor | LongEditor | CodeEditor | SearchEditor

YES_NO = (Choice("1", "是"), Choice("0", "否"))
_LONG_LIST = 60


def make_editor(
    field: Field, options: Options, *, today: Callable[[], date], keep_file: Callable[[Path], str] = str
) -> AnyEditor:
    """The editor of a field; `options` gives what is offered now, `keep_file` takes a picture in."""
    match field.kind:
        case Kind.DATE:
            return DateEditor(field, today)
        case Kind.LONG_TEXT:
            return LongEditor(field)
        case Kind.IMAGE:
            return FileEditor(field, keep_file)
        case Kind.BOOL:
            return CodeEditor(field, lambda: YES_NO)
        case Kind.REFERENCE:
            return SearchEditor(field, options)
        case Kind.ONE if "autocomplete" in field.appearance.split() or len(options()) > _LONG_LIST:
            return SearchEditor(field, options)
        case Kind.ONE | Kind.MANY | Kind.RANK:
            return CodeEditor(field, options)
        case _:
            return LineEditor(field)
