"""An import is recorded, and taken back whole by whoever did it or a supervisor, for seven days."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.context import App
from app.customers.duplicates import likely_same
from app.db.records import BranchOffice, Contact, Customer, Employee, User
from app.db.searching import stale_search
from app.db.verify import verify
from app.errors import Cancelled, Conflict, Forbidden
from app.importing.batches import list_batches, undo_import
from app.importing.writing import Imported, carry_out
from app.tasks import Task
from app.undoing import undo
from tests.app.importing.opening import trying
from tests.support.office import Office


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A good row, a row that completes a customer on record, a row with a problem, and a total."""
    file = tmp_path / "名单.csv"
    rows = ["单位名称,地址,电话,业务员", "川序电料商行,东区3排12号,张三 14200005555,程砚舟"]
    rows += ["禾渡五金,西区1排1号,孙七 0600-8811111,程砚舟", "桁岳机电,北区9号,王五 1385701226,程砚舟", "合计,3,,"]
    file.write_text("\n".join(rows), encoding="utf-8")
    return file


@pytest.fixture
def known(office: Office) -> int:
    """The customer on record."""
    return office.add_customer("禾渡五金经营部", address="西区1排1号", phone="0600-8811111")


def _import(app: App, path: Path) -> Imported:
    with trying(app, path) as trial:
        return carry_out(app, trial, Task())


def _names(office: Office) -> list[str]:
    with office.app.reading() as session:
        return list(session.scalars(select(Customer.name).where(Customer.deleted_at.is_(None)).order_by(Customer.id)))


def test_an_import_is_recorded_with_its_counts(office: Office, known: int, path: Path) -> None:
    done = _import(office.clerk, path)
    (batch,) = list_batches(office.clerk)
    assert (batch.id, batch.file_name, batch.by, batch.can_undo) == (done.batch_id, "名单.csv", "温可", True)
    assert batch.counts == done.counts
    assert (done.counts.rows, done.counts.added, done.counts.merged) == (4, 1, 1)
    assert (done.counts.skipped, done.counts.pending) == (1, 1)


def test_a_whole_import_is_taken_back(office: Office, known: int, path: Path) -> None:
    done = _import(office.clerk, path)
    undo_import(office.clerk, done.batch_id, Task())
    assert _names(office) == ["禾渡五金经营部"]
    with office.app.reading() as session:
        assert session.scalars(select(Contact.name).where(Contact.deleted_at.is_(None))).all() == []
        assert stale_search(session) == 0
    assert not verify(office.app.db).problems
    (batch,) = list_batches(office.clerk)
    assert (batch.undone_by, batch.can_undo) == ("温可", False)
    with pytest.raises(Conflict, match="撤销过"):
        undo_import(office.clerk, done.batch_id, Task())


def test_a_supervisor_takes_back_anybody_s_and_the_office_s_own(office: Office, known: int, path: Path) -> None:
    by_clerk, by_job = _import(office.clerk, path), _import(office.app, path)
    assert [batch.by for batch in list_batches(office.chief)] == ["系统", "温可"]
    with pytest.raises(Forbidden, match="请由导入的人或主管撤销"):
        undo_import(office.rep, by_clerk.batch_id, Task())
    assert not any(batch.can_undo for batch in list_batches(office.rep))
    undo_import(office.chief, by_job.batch_id, Task())
    undo_import(office.chief, by_clerk.batch_id, Task())
    assert _names(office) == ["禾渡五金经营部"]


def test_what_was_changed_since_is_named(office: Office, path: Path) -> None:
    done = _import(office.clerk, path)
    office.change(Customer, office.id_of(Customer, name="川序电料商行"), {"note": "爱喝茶"}, "修改客户")
    with pytest.raises(Conflict, match="“川序电料商行”（修改客户）"):
        undo_import(office.clerk, done.batch_id, Task())
    assert "川序电料商行" in _names(office)


def test_what_was_built_upon_is_not_taken_back(office: Office, path: Path) -> None:
    done = _import(office.clerk, path)
    office.visit(office.id_of(Customer, name="川序电料商行"))
    with pytest.raises(Conflict, match="川序电料商行"):
        undo_import(office.clerk, done.batch_id, Task())
    assert "川序电料商行" in _names(office)


def test_after_seven_days_it_stays(office: Office, path: Path) -> None:
    done = _import(office.clerk, path)
    office.clock.now += timedelta(days=7)
    assert list_batches(office.clerk)[0].can_undo
    office.clock.now += timedelta(minutes=1)
    assert not list_batches(office.clerk)[0].can_undo
    with pytest.raises(Conflict, match="已过 7 天"):
        undo_import(office.clerk, done.batch_id, Task())


def test_a_stopped_undo_changes_nothing(office: Office, known: int, path: Path) -> None:
    done = _import(office.clerk, path)
    task = Task(lambda *_: task.cancel())
    task.cancel()
    with pytest.raises(Cancelled, match="没有撤销任何数据"):
        undo_import(office.clerk, done.batch_id, task)
    assert _names(office) == ["禾渡五金经营部", "川序电料商行"]
    assert list_batches(office.clerk)[0].can_undo


def test_the_undo_of_the_last_deed_is_the_same_undo(office: Office, known: int, path: Path) -> None:
    done = _import(office.clerk, path)
    redo = undo(office.clerk, done.uid)
    assert _names(office) == ["禾渡五金经营部"]
    (batch,) = list_batches(office.clerk)
    assert (batch.undone_by, batch.can_undo) == ("温可", False)
    with pytest.raises(Conflict, match="撤销过"):
        undo_import(office.clerk, done.batch_id, Task())
    assert redo != done.uid


def test_an_import_brought_back_is_whole_and_can_be_taken_back_again(office: Office, known: int, path: Path) -> None:
    done = _import(office.clerk, path)
    undone = undo(office.clerk, done.uid)
    again = undo(office.clerk, undone)
    assert _names(office) == ["禾渡五金经营部", "川序电料商行"]
    (batch,) = list_batches(office.clerk)
    assert (batch.undone_at, batch.can_undo) == (None, True)
    assert not verify(office.app.db).problems
    undo(office.clerk, again)
    assert _names(office) == ["禾渡五金经营部"]
    assert list_batches(office.clerk)[0].undone_by == "温可"


def test_an_import_brought_back_and_changed_since_stays(office: Office, path: Path) -> None:
    done = _import(office.clerk, path)
    again = undo(office.clerk, undo(office.clerk, done.uid))
    office.change(Customer, office.id_of(Customer, name="川序电料商行"), {"note": "爱喝茶"}, "修改客户")
    with pytest.raises(Conflict, match="“川序电料商行”（修改客户）"):
        undo(office.clerk, again)
    assert "川序电料商行" in _names(office)


def test_supervisors_take_back_what_is_their_offices(office: Office, known: int, path: Path) -> None:
    by_clerk = _import(office.clerk, path)
    with office.app.transaction("设办事处") as session:
        branch = BranchOffice(code="YB", name="沂北办事处", region_text="沂北市")
        session.add(branch)
        session.flush()
        department = session.scalars(select(Employee.department_id).limit(1)).one()
        chief = Employee(
            emp_no="Y01", name="叶望舒", position="supervisor", department_id=department, branch_id=branch.id
        )
        session.add(chief)
        session.flush()
        session.add(User(username="yews", employee_id=chief.id, role="supervisor", password_hash=""))
    elsewhere = office.as_("yews")
    assert not list_batches(elsewhere)
    with pytest.raises(Forbidden, match="别的办事处"):
        undo_import(elsewhere, by_clerk.batch_id, Task())
    with pytest.raises(Forbidden, match="别的办事处"):
        undo(elsewhere, by_clerk.uid)
    assert [batch.can_undo for batch in list_batches(office.chief)] == [True]
    undo_import(office.chief, by_clerk.batch_id, Task())
    assert _names(office) == ["禾渡五金经营部"]


def test_a_rep_sees_and_takes_back_the_own_imports(office: Office, tmp_path: Path, path: Path) -> None:
    _import(office.clerk, path)
    assert not list_batches(office.rep)
    own = tmp_path / "自己的.csv"
    own.write_text("单位名称,地址,市场\n砾川灯饰,南区7排2号,河西五金机电城", encoding="utf-8")
    done = _import(office.rep, own)
    assert [(batch.file_name, batch.can_undo) for batch in list_batches(office.rep)] == [("自己的.csv", True)]
    undo_import(office.rep, done.batch_id, Task())
    assert "砾川灯饰" not in _names(office)


def test_nobody_is_warned_of_what_only_a_taken_back_import_had_brought(office: Office, path: Path) -> None:
    done = _import(office.clerk, path)
    assert [each.score for each in likely_same(office.clerk, "川序电料商行", ["14200005555"])] == [120]
    undo_import(office.clerk, done.batch_id, Task())
    assert not likely_same(office.clerk, "川序电料商行", ["14200005555"])


def test_what_only_a_taken_back_import_had_brought_counts_as_new(office: Office, known: int, path: Path) -> None:
    done = _import(office.clerk, path)
    undo_import(office.clerk, done.batch_id, Task())
    with trying(office.clerk, path) as trial:
        assert trial.counts == done.counts
        assert [row.customer_id for row in trial.alike_rows(0, 10)] == [known]
