"""The office's own layouts, remembered by name in the archive: what each heading of a workbook becomes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.context import App
from app.db.records import ImportLayout
from app.errors import Conflict, Invalid, NotFound
from app.importing.mapping import Column
from app.importing.synonyms import folded
from app.importing.targets import targets

LONGEST_NAME, _LONGEST_OPERATION = 40, 60


@dataclass(frozen=True, slots=True)
class Template:
    """A remembered layout: what each heading becomes, as plain data (target, money, values, accept)."""

    name: str
    columns: Mapping[str, Mapping[str, Any]]

    def fits(self, columns: Sequence[Column]) -> bool:
        """Whether a table has every heading it knows."""
        headings = {folded(column.heading) for column in columns}
        return all(folded(heading) in headings for heading in self.columns)


def save_template(app: App, name: str, columns: Sequence[Column], *, uid: str = "") -> None:
    """Remember how these columns are mapped, in the place of what had this name; raises Invalid for an unusable name."""
    app.need("customer.edit")
    name = _usable(name)
    kept = {
        column.heading: {
            "target": column.target,
            "money": column.money,
            "values": dict(column.values),
            "accept": list(column.accept),
        }
        for column in columns
        if column.heading
    }
    with app.transaction(f"保存导入模板 {name}", uid=uid) as session:
        known = session.scalar(_named(name))
        if known is None:
            session.add(ImportLayout(name=name, columns=kept))
        else:
            known.columns = kept


def rename_template(app: App, name: str, new: str, *, uid: str = "") -> None:
    """Call a layout otherwise; raises NotFound when there is none, Conflict when another one is called so."""
    app.need("customer.edit")
    new = _usable(new)
    with app.transaction(f"导入模板 {name} 改名"[:_LONGEST_OPERATION], uid=uid) as session:
        known = _existing(session, name)
        other = session.scalar(_named(new))
        if other is not None and other is not known:
            raise Conflict(f"已有叫“{new}”的导入模板，没有改名。请换一个名称，或先删除那一个。")
        known.name = new


def delete_template(app: App, name: str, *, uid: str = "") -> None:
    """Forget a layout; raises NotFound when there is none of this name."""
    app.need("customer.edit")
    with app.transaction(f"删除导入模板 {name}", uid=uid) as session:
        _existing(session, name).deleted_at = app.now()


def _usable(name: str) -> str:
    name = name.strip()
    if not 0 < len(name) <= LONGEST_NAME:
        words = f"1 到 {LONGEST_NAME} 个字"
        raise Invalid(f"模板名要有 {words}，没有保存。改好再保存。", {"name": words})
    return name


def _existing(session: Session, name: str) -> ImportLayout:
    known = session.scalar(_named(name))
    if known is None:
        raise NotFound(f"没有叫“{name}”的导入模板，没有做任何改动。请刷新列表。")
    return known


def _named(name: str) -> Select[tuple[ImportLayout]]:
    return select(ImportLayout).where(ImportLayout.name == name, ImportLayout.deleted_at.is_(None))


def template_names(app: App) -> tuple[str, ...]:
    """The names of the remembered layouts."""
    return tuple(template.name for template in _templates(app))


def load_template(app: App, name: str) -> Template:
    """A remembered layout; raises NotFound when there is none of this name."""
    found = _templates(app)
    for template in found:
        if template.name == name.strip():
            return template
    known = "、".join(template.name for template in found) or "还没有保存过"
    raise NotFound(f"没有叫“{name}”的导入模板，没有导入任何数据。现有：{known}。")


def fitting_template(app: App, columns: Sequence[Column]) -> Template | None:
    """The remembered layout that knows most of a table's headings, all of its own among them; None without one."""
    fitting = [template for template in _templates(app) if template.columns and template.fits(columns)]
    return max(fitting, key=lambda template: len(template.columns), default=None)


def _templates(app: App) -> list[Template]:
    app.need("customer.view")
    query = select(ImportLayout.name, ImportLayout.columns).where(ImportLayout.deleted_at.is_(None))
    with app.reading() as session:
        return [Template(name, columns) for name, columns in session.execute(query.order_by(ImportLayout.name))]


def applied(template: Template, columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns as the template has those with the same headings; the others keep what was found for them."""
    wanted = {folded(heading): each for heading, each in template.columns.items()}
    used = {each["target"] for each in wanted.values()}
    found = []
    for column in columns:
        each = wanted.get(folded(column.heading))
        if each is not None:
            target = each["target"] if each["target"] in targets() else ""
            column = replace(
                column,
                target=target,
                money=each["money"],
                values=dict(each["values"]),
                accept=tuple(each["accept"]),
                how="模板",
            )
        elif column.target in used:
            column = replace(column, target="", how="")
        found.append(column)
    return tuple(found)
