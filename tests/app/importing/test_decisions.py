"""What a person decides about a row that is like a customer is done, and remembered (rules R11, R12)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from app.context import App
from app.customers.merging import merge
from app.db.records import BranchOffice, Customer, DuplicateCandidate, Employee
from app.importing.findings import Action, Choices, Counts, Decision
from app.importing.writing import carry_out
from app.tasks import Task
from tests.app.importing.opening import trying
from tests.support.office import Office

_LINE = 2
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a table with these rows."""

    def written(*rows: str) -> Path:
        path = tmp_path / "名单.csv"
        path.write_text("\n".join(["单位名称,地址,手机,月销,业务员", *rows]), encoding="utf-8")
        return path

    return written


def _import(app: App, path: Path, action: Action | None = None, reason: str = "") -> Counts:
    choices = Choices(rows={(0, _LINE): Decision(action, reason)} if action else {})
    with trying(app, path, choices) as trial:
        carry_out(app, trial, Task())
        return trial.counts


def _pairs(office: Office) -> list[tuple[int, int, str, str | None]]:
    columns = (
        DuplicateCandidate.customer_a_id,
        DuplicateCandidate.customer_b_id,
        DuplicateCandidate.state,
        DuplicateCandidate.note,
    )
    with office.app.reading() as session:
        return [tuple(row) for row in session.execute(select(*columns))]


def test_both_are_kept_and_nobody_is_asked_again(office: Office, write: Write) -> None:
    known = office.add_customer("川序电料商行", address="南区8号")
    path = write("川序电料商行,东区3排12号,14200005555,42万,程砚舟")
    assert _import(office.clerk, path).pending == 1
    assert _import(office.clerk, path, Action.ADD, "兄弟两家").added == 1
    new = office.id_of(Customer, address="东区3排12号")
    assert _pairs(office) == [(known, new, "not_duplicate", "兄弟两家")]
    again = _import(office.clerk, path)
    assert (again.merged, again.pending) == (1, 0)


def test_two_reps_customers_are_left_to_the_supervisor(office: Office, write: Write) -> None:
    known = office.add_customer("川序电料商行", address="南区8号", owner="E02")
    path = write("川序电料商行,东区3排12号,14200005555,42万,程砚舟")
    assert _import(office.clerk, path, Action.ADD, "兄弟两家").added == 1
    new = office.id_of(Customer, address="东区3排12号")
    assert _pairs(office) == [(known, new, "pending", "兄弟两家")]


@pytest.mark.parametrize(("action", "volume"), [(Action.MERGE, 10), (Action.UPDATE, 42)])
def test_the_same_customer_is_completed_or_updated(office: Office, write: Write, action: Action, volume: int) -> None:
    known = office.add_customer("川序电料商行", address="南区8号", monthly_volume_wan=10)
    counts = _import(office.clerk, write("川序电料商行,东区3排12号,14200005555,42万,程砚舟"), action)
    assert (counts.merged, counts.updated) == ((1, 0) if action is Action.MERGE else (0, 1))
    assert office.read(Customer, known).monthly_volume_wan == volume


def test_who_is_the_same_for_certain_is_not_added(office: Office, write: Write) -> None:
    known = office.add_customer("川序电料商行", address="东区3排12号")
    office.add_contact(known, "张三", "14200005555")
    counts = _import(office.clerk, write("川序电料商行,东区3排12号,14200005555,42万,程砚舟"), Action.ADD, "不是")
    assert (counts.added, counts.merged) == (0, 1)


def test_a_merged_customer_s_place_is_taken_by_the_one_kept(office: Office, write: Write) -> None:
    kept = office.add_customer("禾渡五金", address="西区1号")
    gone = office.add_customer("川序电料商行", address="东区3排12号")
    office.add_contact(gone, "张三", "14200005555")
    versions = {number: office.read(Customer, number).row_version for number in (kept, gone)}
    merge(office.chief, kept, gone, versions, reason="换了招牌")
    path = write("川序电料商行,东区3排12号,,42万,程砚舟")
    with trying(office.clerk, path) as trial:
        (alike,) = trial.alike_rows(0, 9)
        assert (alike.customer_id, "禾渡五金" in alike.other) == (kept, True)
    assert _import(office.clerk, path, Action.MERGE).merged == 1
    assert office.read(Customer, kept).monthly_volume_wan == 42


def test_a_rep_changes_nobody_else_s_customer(office: Office, write: Write) -> None:
    known = office.add_customer("川序电料商行", address="南区8号", owner="E02", monthly_volume_wan=10)
    path = write("川序电料商行,东区3排12号,14200005555,42万,程砚舟")
    for action in (None, Action.MERGE, Action.UPDATE):
        assert _import(office.rep, path, action).pending == 1
    with trying(office.rep, path) as trial:
        assert "不是自己能改的" in trial.problem_rows(0, 9)[0].problem.reason
    number = office.read(Customer, known).customer_no
    path.write_text(f"客户编号,单位名称,月销\n{number},川序电料商行,42万\n", encoding="utf-8")
    with trying(office.rep, path) as trial:
        assert "或不是自己能改的客户" in trial.problem_rows(0, 9)[0].problem.reason
    assert _import(office.as_("luoyn"), path).updated == 1
    assert office.read(Customer, known).monthly_volume_wan == 42


def test_a_rep_brings_in_the_own_customers_only(office: Office, write: Write) -> None:
    path = write("川序电料商行,东区3排12号,14200005555,42万,罗以南", "禾渡五金,西区1排1号,14200006666,3万,程砚舟")
    with trying(office.rep, path) as trial:
        assert (trial.counts.added, trial.counts.pending) == (1, 1)
        assert "只能导入自己负责的客户" in trial.problem_rows(0, 9)[0].problem.reason
    assert _import(office.clerk, path).added == 2


def test_an_office_brings_in_its_own_customers_only(office: Office, write: Write) -> None:
    with office.app.transaction("设办事处") as session:
        branch = BranchOffice(code="YB", name="沂北办事处", region_text="沂北市")
        session.add(branch)
        session.flush()
        session.get_one(Employee, office.employee("E02")).branch_id = branch.id
    path = write("川序电料商行,东区3排12号,14200005555,42万,罗以南")
    with trying(office.clerk, path) as trial:
        assert "别的办事处" in trial.problem_rows(0, 9)[0].problem.reason
    with trying(office.app, path) as trial:
        assert trial.counts.added == 1


@pytest.mark.parametrize("keyed", [True, False])
def test_what_takes_another_right_is_changed_by_no_import(office: Office, write: Write, keyed: bool) -> None:
    known = office.add_customer("川序电料商行", address="南区8号", monthly_volume_wan=10)
    path = write("川序电料商行,南区8号,14200005555,42万,罗以南")
    if keyed:
        number = office.read(Customer, known).customer_no
        path.write_text(f"客户编号,单位名称,月销,业务员\n{number},川序电料商行,42万,罗以南\n", encoding="utf-8")
    action = None if keyed else Action.UPDATE
    with trying(office.clerk, path, Choices(rows={(0, _LINE): Decision(Action.UPDATE)})) as trial:
        assert "由主管来改" in trial.problem_rows(0, 9)[0].problem.reason
    assert _import(office.clerk, path, action).pending == 1
    assert _import(office.chief, path, action).updated == 1
    assert office.read(Customer, known).owner_id == office.employee("E02")
