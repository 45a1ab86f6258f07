"""A file is read once and kept beside; what is shown of a trial comes in pages; stopping leaves nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.context import App
from app.db.records import AuditEntry, Customer, ImportBatch
from app.errors import Cancelled
from app.importing.findings import Action, Choices, Decision
from app.importing.source import open_source
from app.importing.tables import look_at
from app.importing.trial import try_import
from app.importing.writing import carry_out
from app.tasks import Task
from tests.app.importing.opening import trying
from tests.support.office import Office

_MANY = 2_500
_SURNAMES, _TRADES = "郑梁谢宋唐许韩冯邓曹彭肖田董潘袁蔡蒋余于", ("五金", "电料", "灯饰", "建材")


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """More rows than are read at once; every fifth has two problems, every tenth is like the one before it."""
    path = tmp_path / "名单.csv"
    path.write_text("\n".join(["单位名称,地址,手机,月销,业务员", *_lines(), ""]), encoding="utf-8")
    return path


def _lines() -> Iterator[str]:
    for number in range(_MANY):
        same = number - (number % 10 == 9)
        name = "".join(_SURNAMES[same // 20**place % 20] for place in range(3)) + _TRADES[same % 4]
        yield (
            f"{name}商行,{number}号,1385,很多,程砚舟"
            if number % 5 == 0
            else f"{name}商行,{number}号,142{number:08d},3万,程砚舟"
        )


def test_a_file_may_change_and_go_while_it_is_tried(office: Office, many: Path) -> None:
    with open_source(many, Task()) as source:
        many.unlink()
        for _ in range(2):
            with try_import(office.clerk, source, look_at(source), Task()) as trial:
                assert trial.counts.rows == _MANY


def test_pages_of_problems_are_the_whole_of_them(office: Office, many: Path) -> None:
    with trying(office.clerk, many) as trial:
        assert trial.problems == sum(group.count for group in trial.groups)
        for key in (None, *(group.key for group in trial.groups)):
            size = trial.problems if key is None else next(g.count for g in trial.groups if g.key == key)
            pages = [row for first in range(0, size, 70) for row in trial.problem_rows(first, 70, key)]
            assert pages == trial.problem_rows(0, size + 9, key)
            assert len(pages) == size
        lines = [row.number for row in trial.problem_rows(0, trial.problems)]
        assert lines == sorted(lines)


def test_pages_of_likes_are_the_whole_of_them(office: Office, many: Path) -> None:
    with trying(office.clerk, many) as trial:
        assert trial.alike == _MANY // 10
        pages = [row for first in range(0, trial.alike, 30) for row in trial.alike_rows(first, 30)]
        assert [row.number % 10 for row in pages] == [1] * trial.alike
        decided = Choices(rows={(row.table, row.number): Decision(Action.SKIP) for row in pages})
    with trying(office.clerk, many, decided) as again:
        assert again.counts.skipped == trial.alike
        assert [row.action for row in again.alike_rows(0, 9)] == [Action.SKIP] * 9


def test_every_column_says_how_it_was_read(office: Office, many: Path) -> None:
    with trying(office.clerk, many) as trial:
        mobile = next(state for state in trial.columns[0] if state.place == 2)
        assert (mobile.filled, mobile.wrong, mobile.share) == (_MANY, _MANY // 5, 0.8)


@pytest.mark.parametrize("after", [0, 1, 3])
@pytest.mark.parametrize("work", ["read", "try", "write"])
def test_stopping_at_any_step_leaves_nothing(office: Office, many: Path, work: str, after: int) -> None:
    clerk, steps = office.clerk, iter(range(100))
    before = _written(office)
    task = Task(lambda *_: task.cancel() if next(steps) >= after else None)
    with pytest.raises(Cancelled, match="没有导入任何数据"):
        _work(clerk, many, work, task)
    assert _written(office) == before


def _work(app: App, path: Path, work: str, task: Task) -> None:
    with open_source(path, task if work == "read" else Task()) as source:
        tables = look_at(source)
        with try_import(app, source, tables, task if work == "try" else Task()) as trial:
            carry_out(app, trial, task)


def _written(office: Office) -> tuple[int | None, ...]:
    with office.app.reading() as session:
        return tuple(
            session.scalar(select(func.count()).select_from(kind)) for kind in (Customer, AuditEntry, ImportBatch)
        )
