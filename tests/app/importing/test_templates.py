"""The office's own layouts are kept in the archive, for everybody, and used by name."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest

from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.importing.tables import Table
from app.importing.templates import (
    delete_template,
    fitting_template,
    load_template,
    rename_template,
    save_template,
    template_names,
)
from app.undoing import undo
from tests.app.importing.opening import look
from tests.support.office import Office


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A table with a column nobody knows."""
    file = tmp_path / "名单.csv"
    file.write_text("客户名称,地址,量\n川序,东区,300000\n", encoding="utf-8")
    return file


def _mapped(path: Path) -> Table:
    (table,) = look(path)
    return table.with_column(2, target="monthly_volume_wan", money="yuan", values={"多": ""}, accept=("money",))


def test_a_layout_is_remembered_for_everybody(office: Office, path: Path) -> None:
    save_template(office.clerk, "河西汇总", _mapped(path).columns)
    assert template_names(office.rep) == ("河西汇总",)
    (again,) = look(path, load_template(office.rep, "河西汇总"))
    assert again.columns[2].how == "模板"
    assert [(c.target, c.money, c.values, c.accept) for c in again.columns] == [
        (c.target, c.money, c.values, c.accept) for c in _mapped(path).columns
    ]


def test_the_same_name_is_saved_over(office: Office, path: Path) -> None:
    save_template(office.clerk, "河西汇总", look(path)[0].columns)
    save_template(office.clerk, "河西汇总", _mapped(path).columns)
    assert template_names(office.clerk) == ("河西汇总",)
    assert load_template(office.clerk, "河西汇总").columns["量"]["target"] == "monthly_volume_wan"


def test_a_layout_is_known_again_by_its_headings(office: Office, path: Path) -> None:
    save_template(office.clerk, "河西汇总", _mapped(path).columns)
    assert getattr(fitting_template(office.clerk, look(path)[0].columns), "name", None) == "河西汇总"
    path.write_text("客户名称,地址\n川序,东区\n", encoding="utf-8")
    assert fitting_template(office.clerk, look(path)[0].columns) is None


def test_a_forgotten_layout_is_told_in_words(office: Office, path: Path) -> None:
    save_template(office.clerk, "河西汇总", _mapped(path).columns)
    delete_template(office.clerk, "河西汇总")
    with pytest.raises(NotFound, match="没有叫“河西汇总”的导入模板"):
        load_template(office.clerk, "河西汇总")
    with pytest.raises(NotFound):
        delete_template(office.clerk, "河西汇总")


def test_a_layout_is_called_otherwise_and_that_is_taken_back(office: Office, path: Path) -> None:
    save_template(office.clerk, "河西汇总", _mapped(path).columns)
    save_template(office.clerk, "城北汇总", _mapped(path).columns)
    with pytest.raises(Conflict, match="已有叫“城北汇总”的导入模板"):
        rename_template(office.clerk, "河西汇总", "城北汇总")
    with pytest.raises(Invalid, match="模板名"):
        rename_template(office.clerk, "河西汇总", " ")
    uid = str(uuid4())
    rename_template(office.clerk, "河西汇总", "河西街", uid=uid)
    assert template_names(office.clerk) == ("城北汇总", "河西街")
    undo(office.clerk, uid)
    assert template_names(office.clerk) == ("城北汇总", "河西汇总")


def test_a_layout_needs_a_name_and_the_right(office: Office, path: Path) -> None:
    with pytest.raises(Invalid, match="模板名"):
        save_template(office.clerk, " ", ())
    with pytest.raises(Forbidden):
        save_template(office.as_("admin"), "河西", _mapped(path).columns)
