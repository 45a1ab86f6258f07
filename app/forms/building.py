"""Makes the `Form` that everybody draws, exports and prints from what an XForm says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from app.forms.definition import Definition, NodeDefinition, Text
from app.forms.model import Choice, Field, Form, Group, Kind, Node, Question, Repeat
from app.forms.static_nodes import StaticNode

_BLANKS = re.compile(r"\s+")
_SECTION = re.compile(r"[a-z]")
_TYPED = {
    "int": Kind.INTEGER, "decimal": Kind.DECIMAL, "date": Kind.DATE, "time": Kind.TIME, "dateTime": Kind.DATETIME,
    "geopoint": Kind.GEOPOINT, "binary": Kind.IMAGE,
}  # fmt: skip
_CHOSEN = {"select1": Kind.ONE, "select": Kind.MANY, "rank": Kind.RANK}
_UNNUMBERED = (Kind.NOTE, Kind.CALCULATE)
_CONSTANT_TRUTHS = ("true()", "1", "'yes'")


def built(definition: Definition) -> Form:
    """The form of a definition, with paper numbers (sections are the groups with one letter, forms/README.md)."""
    children = tuple(_node(child, "") for child in definition.root.children)
    children = tuple(_numbered_section(child) for child in children)
    return Form(
        id=definition.form_id, title=definition.title, version=definition.version, children=children,
        choices=_choices(definition), questions=tuple(q for child in children for q in _questions(child)),
        entity=definition.entity_list, logic=definition,
    )  # fmt: skip


def plain(text: Text) -> str:
    """A label without the answers it quotes, on one line."""
    return _BLANKS.sub(" ", "".join(part if isinstance(part, str) else "…" for part in text)).strip()


def kind_of(node: NodeDefinition) -> Kind:
    """What sort of answer a leaf takes."""
    control, bind = node.control, node.bind
    if control is None or control.tag == "group":
        return Kind.CALCULATE
    if control.tag in _CHOSEN:
        return _CHOSEN[control.tag]
    if control.tag == "input" and bind.readonly is not None and bind.readonly.source in _CONSTANT_TRUTHS:
        return Kind.NOTE
    if bind.type == "string":
        return Kind.LONG_TEXT if "multiline" in control.appearance.split() else Kind.TEXT
    return _TYPED.get(bind.type, Kind.TEXT)


def _node(node: NodeDefinition, section: str) -> Node:
    if node.kind == "leaf":
        return _field(node, section)
    control, extra = node.control, node.bind.extra
    letter = node.local_name.upper() if not section and _SECTION.fullmatch(node.local_name) else ""
    common = {
        "name": node.local_name, "path": node.path, "label": plain(control.label) if control else "",
        "children": tuple(_node(child, section or node.local_name) for child in node.children),
        "letter": letter, "help": plain(control.hint) if control else "",
        "relevant": node.bind.relevant.source if node.bind.relevant else "",
        "appearance": control.appearance if control else "", "visit": _visit(extra),
        "sources": tuple(extra.get("source", "").split()), "writes": tuple(extra.get("writes", "").split()),
    }  # fmt: skip
    if node.kind == "repeat":
        return Repeat(**common, count=control.count.source if control and control.count else "")  # type: ignore[arg-type]
    return Group(**common)  # type: ignore[arg-type]


def _visit(extra: Mapping[str, str]) -> int:
    visit = extra.get("visit", "")
    return int(visit) if visit.isdecimal() else 0


def _field(node: NodeDefinition, section: str) -> Field:
    bind, control, extra = node.bind, node.control, node.bind.extra
    itemset = control.itemset if control else None
    required = bind.required.source.strip() if bind.required else ""
    dynamic = next((action.value.source for action in node.actions if not action.source), "")
    return Field(
        name=node.local_name, path=node.path, label=plain(control.label) if control else "", kind=kind_of(node),
        section=section, help=plain(control.hint) if control else "", unit=extra.get("unit", ""),
        appearance=control.appearance if control else "", required=required in _CONSTANT_TRUTHS,
        required_when="" if required in (*_CONSTANT_TRUTHS, "false()") else required,
        required_message=plain(bind.required_message),
        relevant=bind.relevant.source if bind.relevant else "",
        constraint=bind.constraint.source if bind.constraint else "",
        constraint_message=plain(bind.constraint_message),
        calculation=bind.calculate.source if bind.calculate else "", default=dynamic or node.default,
        read_only=bind.readonly is not None, choices=itemset.list_name if itemset else "",
        choice_filter=itemset.condition if itemset else "", visit=_visit(extra),
        sources=tuple(extra.get("source", "").split()), save_to=extra.get("save_to", ""),
        writes=tuple(extra.get("writes", "").split()),
    )  # fmt: skip


def _numbered_section(node: Node) -> Node:
    """A section with its questions numbered A01, A02 …, not counting notes and calculated values."""
    if isinstance(node, Field) or not node.letter:
        return node
    children: list[Node] = []
    number = 0
    for child in node.children:
        if isinstance(child, Field) and child.kind in _UNNUMBERED:
            children.append(child)
            continue
        number += 1
        children.append(replace(child, number=f"{node.letter}{number:02d}"))
    return replace(node, children=tuple(children))


def _questions(node: Node) -> list[Question]:
    if isinstance(node, Field) or not node.letter:
        return []
    return [
        Question(number=child.number, section=node.name, node=child, required=_demanded(child))
        for child in node.children if child.number
    ]  # fmt: skip


def _demanded(node: Node) -> bool:
    """Whether it, or a part of it, is always required."""
    if isinstance(node, Field):
        return node.required
    return any(_demanded(child) for child in node.children)


def _choices(definition: Definition) -> dict[str, tuple[Choice, ...]]:
    itemsets = {
        node.control.itemset.list_name: node.control.itemset
        for node in definition.root.walk() if node.control and node.control.itemset
    }  # fmt: skip
    found = {}
    for name, root in definition.lists.items():
        itemset = itemsets.get(name)
        value = itemset.value if itemset else "name"
        label = itemset.label if itemset else "label"
        translated = definition.texts if itemset and itemset.translated else None
        found[name] = tuple(_choice(item, value, label, translated) for item in root.items())
    return found


def _choice(item: StaticNode, value: str, label: str, texts: Mapping[str, Text] | None) -> Choice:
    cells = item.columns()
    code, shown = cells.pop(value, ""), cells.pop(label, "")
    if texts is not None:
        shown = plain(texts.get(shown, ()))
    return Choice(code, shown or code, cells)
