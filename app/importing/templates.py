"""The office's own layouts, remembered by name: one JSON file each in the user's folder, to be copied to colleagues."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.errors import FileUnusable, Invalid, NotFound
from app.importing.mapping import Column
from app.importing.synonyms import folded
from app.importing.targets import targets
from app.paths import user_folder

_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]|^\.')
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Template:
    """A remembered layout: what each heading becomes, as plain data (target, money, values, accept)."""

    name: str
    columns: Mapping[str, Mapping[str, Any]]


def template_folder() -> Path:
    """Where the remembered layouts lie."""
    return user_folder() / "import-templates"


def save_template(name: str, columns: Sequence[Column], folder: Path | None = None) -> Path:
    """Remember how these columns are mapped; raises Invalid for a name no file can have."""
    if not name.strip() or _FORBIDDEN.search(name) or len(name) > _LONGEST:
        raise Invalid(f"“{name}”不能作模板名，没有保存。请用 {_LONGEST} 字以内的名字，不含 / : * 这类符号。")
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
    file = (folder or template_folder()) / f"{name.strip()}.json"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = file.with_suffix(".unfinished")
        unfinished.write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")
        return unfinished.replace(file)
    except OSError as error:
        raise FileUnusable(f"没能保存导入模板“{name}”，其余没有变。请检查 {file.parent} 的权限和磁盘。") from error


def template_names(folder: Path | None = None) -> tuple[str, ...]:
    """The names of the remembered layouts."""
    return tuple(sorted(file.stem for file in (folder or template_folder()).glob("*.json")))


def load_template(name: str, folder: Path | None = None) -> Template:
    """A remembered layout; raises NotFound when there is none of this name, FileUnusable when it cannot be read."""
    file = (folder or template_folder()) / f"{name}.json"
    if _FORBIDDEN.search(name) or not file.is_file():
        known = "、".join(template_names(folder)) or "还没有保存过"
        raise NotFound(f"没有叫“{name}”的导入模板，没有导入任何数据。现有：{known}。")
    try:
        columns = json.loads(file.read_text(encoding="utf-8"))
        usable = {
            str(heading): {
                "target": str(each["target"]),
                "money": str(each.get("money", "")),
                "values": {str(word): str(code) for word, code in each.get("values", {}).items()},
                "accept": tuple(map(str, each.get("accept", ()))),
            }
            for heading, each in columns.items()
        }
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise FileUnusable(f"导入模板“{name}”读不懂，没有导入任何数据。请删去 {file.name}，重新另存。") from error
    return Template(name, usable)


def applied(template: Template, columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns as the template has those with the same headings; the others keep what was found for them."""
    wanted = {folded(heading): each for heading, each in template.columns.items()}
    used = {each["target"] for each in wanted.values()}
    found = []
    for column in columns:
        each = wanted.get(folded(column.heading))
        if each is not None:
            target = each["target"] if each["target"] in targets() else ""
            column = replace(column, **{**each, "target": target, "how": "模板"})
        elif column.target in used:
            column = replace(column, target="", how="")
        found.append(column)
    return tuple(found)
