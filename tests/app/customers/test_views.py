"""Views of the list are kept, renamed and dropped by whom they belong to, and read whatever has gone since."""

from __future__ import annotations

import pytest

from app.customers.filters import EVERYBODY, CustomerFilter
from app.customers.orders import CustomerOrder
from app.customers.views import delete_view, list_views, rename_view, save_view
from app.db.records import SavedView
from app.errors import Conflict, Forbidden, Invalid
from app.undoing import undo
from tests.support.office import Office

WANTED = CustomerFilter(text="电缆", classes=("A",), dues=("overdue",))
ORDER = CustomerOrder("next_visit_due_on", down=True)


def names(office: Office) -> list[str]:
    return [view.name for view in list_views(office.clerk)]


def test_a_view_keeps_conditions_order_and_columns(office: Office) -> None:
    save_view(office.clerk, " 急 ", WANTED, ORDER, ("name", "owner"))
    [view] = list_views(office.clerk)
    assert (view.name, view.wanted, view.order, view.columns) == ("急", WANTED, ORDER, ("name", "owner"))


def test_saving_under_the_same_name_replaces(office: Office) -> None:
    first = save_view(office.clerk, "急", WANTED)
    assert save_view(office.clerk, "急", EVERYBODY, ORDER, uid="again") == first
    [view] = list_views(office.clerk)
    assert (view.wanted, view.order, view.row_version) == (EVERYBODY, ORDER, 2)
    undo(office.clerk, "again")
    assert list_views(office.clerk)[0].wanted == WANTED


def test_views_are_each_persons_own(office: Office) -> None:
    view_id = save_view(office.clerk, "急", WANTED)
    assert list_views(office.rep) == []
    with pytest.raises(Forbidden, match="别人的视图"):
        delete_view(office.rep, view_id, 1)
    with pytest.raises(Forbidden, match="没有登录"):
        save_view(office.app, "急", WANTED)


def test_a_view_is_renamed_and_dropped_and_both_are_undone(office: Office) -> None:
    view_id = save_view(office.clerk, "急", WANTED)
    save_view(office.clerk, "全部", EVERYBODY)
    rename_view(office.clerk, view_id, 1, "逾期的", uid="rename")
    assert sorted(names(office)) == sorted(["全部", "逾期的"])
    undo(office.clerk, "rename")
    delete_view(office.clerk, view_id, 3, uid="drop")
    assert names(office) == ["全部"]
    undo(office.clerk, "drop")
    assert sorted(names(office)) == sorted(["急", "全部"])


def test_a_name_is_needed_and_only_once(office: Office) -> None:
    view_id = save_view(office.clerk, "急", WANTED)
    save_view(office.clerk, "全部", EVERYBODY)
    for name in ("", " ", "名" * 21):
        with pytest.raises(Invalid):
            rename_view(office.clerk, view_id, 1, name)
    with pytest.raises(Conflict, match="已有叫“全部”"):
        rename_view(office.clerk, view_id, 1, "全部")
    with pytest.raises(Conflict):
        rename_view(office.clerk, view_id, 7, "逾期的")
    assert sorted(names(office)) == sorted(["急", "全部"])


@pytest.mark.parametrize(
    "stored",
    [
        {},
        {"filter": 7, "order": [], "columns": "name"},
        {"filter": {"classes": "A", "moods": ["gay"], "text": 3}, "order": {"column": "mood", "down": True}},
        {"filter": {"markets": [999, None, ["x"]], "classes": ["Z"]}, "columns": [1, None]},
    ],
)
def test_a_view_of_what_is_gone_still_opens(office: Office, stored: dict[str, object]) -> None:
    view_id = save_view(office.clerk, "急", WANTED)
    office.change(SavedView, view_id, {"view": stored})
    [view] = list_views(office.clerk)
    assert (view.wanted, view.order, view.columns) == (EVERYBODY, None, ())
