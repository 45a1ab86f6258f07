"""What the page keeps: people, markets and brands, each with its list, its form and the functions that write it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.context import App
from app.forms.model import Field
from app.people import brands, directory, markets
from app.people.keeping import MARKETS, PEOPLE, may_keep
from app.people.kept import Opened
from app.people.offices import list_branches
from ui.tables.columns import Column, Status

Options = Mapping[str, Sequence[tuple[int, str]]]
Sections = Sequence[tuple[str, Sequence[str]]]

_ACCOUNT_TONES = {"启用": "ok", "停用": "warn"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One tab. `new` gives what a new record starts from, `options` what its reference fields offer; `tells` are the
    kinds of records that show something of it (see Changes).
    """

    name: str
    icon: str
    empty: str
    rights: tuple[str, ...]
    columns: tuple[Column, ...]
    fields: Callable[[], tuple[Field, ...]]
    sections: Sections
    rows: Callable[[App], Sequence[Any]]
    options: Callable[[App], Options]
    new: Callable[[App], dict[str, Any]]
    read: Callable[[App, int], Opened]
    add: Callable[[App, Mapping[str, Any]], int]
    edit: Callable[[App, int, int, Mapping[str, Any]], None]
    tells: tuple[str, ...]


def kinds_for(app: App) -> list[Kind]:
    """The tabs the signed-in user may keep."""
    return [kind for kind in (_PEOPLE, _MARKETS, _BRANDS) if may_keep(app, kind.rights)]


def _people_options(app: App) -> Options:
    return {"department_id": directory.department_options(app), "supervisor_id": directory.superior_options(app)}


def _market_options(app: App) -> Options:
    return {
        "parent_id": markets.area_options(app),
        "branch_id": list_branches(app),
        "owner_id": markets.rep_options(app),
    }


def _account(row: directory.PersonRow) -> Status:
    return Status(word=row.account or "没有账号", tone=_ACCOUNT_TONES.get(row.account, ""))


_PEOPLE = Kind(
    name="员工",
    icon="user-plus",
    empty="先加业务员，才能录拜访和客户。",
    rights=PEOPLE,
    columns=(
        Column(key="emp_no", title="工号", width=64, quiet=True),
        Column(key="name", title="姓名", width=92, strong=True, stretch=True),
        Column(key="position", title="岗位", width=84),
        Column(key="department", title="部门", width=84),
        Column(key="username", title="登录名", width=92),
        Column(key="role", title="角色", width=66),
        Column(key="account", title="账号", width=88, kind="status", value=_account),
        Column(key="status", title="状态", width=56),
    ),
    fields=directory.person_fields,
    sections=(
        ("员工", ("emp_no", "name", "position", "department_id", "supervisor_id", "is_dept_head")),
        ("联系与任职", ("mobile", "email", "daily_visit_target", "hired_on", "status", "left_on")),
        ("账号", ("username", "role", "is_active", "password")),
    ),
    rows=directory.list_people,
    options=_people_options,
    new=lambda _app: directory.new_person(),
    read=directory.read_person,
    add=directory.add_person,
    edit=directory.edit_person,
    tells=("employees", "customers"),
)
_MARKETS = Kind(
    name="市场",
    icon="buildings",
    empty="先加市场，客户才有地方放。",
    rights=MARKETS,
    columns=(
        Column(key="code", title="代码", width=84, quiet=True),
        Column(key="name", title="名称", width=150, strong=True, stretch=True),
        Column(key="level", title="层级", width=56),
        Column(key="upper", title="上级", width=92),
        Column(key="market_type", title="市场类型", width=92),
        Column(key="owner", title="主责业务员", width=88),
        Column(key="is_target", title="目标", width=56, value=lambda row: "是" if row.is_target else ""),
    ),
    fields=markets.market_fields,
    sections=(
        ("市场", ("code", "name", "level", "parent_id", "branch_id", "market_type", "owner_id", "is_target")),
        (
            "概况",
            (
                "location_note",
                "merchant_count",
                "size_wan",
                "traffic_level",
                "distribution_traits",
                "lodging_advice",
                "economy",
                "culture",
                "layout_note",
            ),
        ),
    ),
    rows=markets.list_markets,
    options=_market_options,
    new=markets.new_market,
    read=markets.read_market,
    add=markets.add_market,
    edit=markets.edit_market,
    tells=("market_areas", "customers"),
)
_BRANDS = Kind(
    name="品牌",
    icon="bookmark-simple",
    empty="加上当地常见的竞品牌子，调查表里就能选到。",
    rights=MARKETS,
    columns=(
        Column(key="code", title="代码", width=84, quiet=True),
        Column(key="name", title="品牌", width=130, strong=True, stretch=True),
        Column(key="relation", title="关系", width=72),
        Column(key="maker", title="厂家", width=130, stretch=True),
        Column(key="tier", title="档次", width=64),
        Column(key="is_major_maker", title="大厂家", width=64, value=lambda row: "是" if row.is_major_maker else ""),
    ),
    fields=brands.brand_fields,
    sections=(("品牌", ("code", "name", "relation", "maker", "tier", "is_major_maker", "is_leader", "is_reference")),),
    rows=brands.list_brands,
    options=lambda _app: {},
    new=lambda _app: brands.new_brand(),
    read=brands.read_brand,
    add=brands.add_brand,
    edit=brands.edit_brand,
    tells=("brands",),
)
