"""What a sheet asks, one numbered item after another, as the person who types it goes through them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.forms.model import Field, Form, Group, Kind, Node, Question, Repeat, fields_of

_NOT_TYPED = (Kind.NOTE, Kind.CALCULATE)


@dataclass(frozen=True, slots=True)
class Item:
    """One question of the sheet: a field, or a group or table whose `parts` are typed."""

    number: str
    label: str
    node: Node
    parts: tuple[Field, ...]
    required: bool
    visit: int

    @property
    def path(self) -> str:
        """Where it stands in the form."""
        return self.node.path

    @property
    def table(self) -> Repeat | None:
        """The table, when it is one."""
        return self.node if isinstance(self.node, Repeat) else None


@dataclass(frozen=True, slots=True)
class Section:
    """Items that stand together on paper; `letter` is empty for groups without one. `notes` are warnings that follow
    a field, by that field's path."""

    name: str
    label: str
    letter: str
    items: tuple[Item, ...]
    notes: dict[str, tuple[str, ...]]


def sections_of(form: Form) -> tuple[Section, ...]:
    """The form's top groups that ask something, in paper order; fields outside of any group make one of their own."""
    numbers = {question.node.path: question for question in form.questions}
    found: list[Section] = []
    loose: list[Node] = []
    for child in form.children:
        if isinstance(child, Group) and not isinstance(child, Repeat):
            found += _section("", form.title, "", loose, numbers)
            loose = []
            found += _section(child.name, child.label, child.letter, child.children, numbers)
        else:
            loose.append(child)
    return tuple(found + _section("", form.title, "", loose, numbers))


def _section(
    name: str, label: str, letter: str, nodes: Sequence[Node], numbers: Mapping[str, Question]
) -> list[Section]:
    items = tuple(_item(node, numbers) for node in _asked(nodes))
    notes = _notes(nodes)
    return [Section(name, label or name, letter, items, notes)] if items else []


def _asked(nodes: Sequence[Node]) -> Iterator[Node]:
    for node in nodes:
        if isinstance(node, Field):
            if node.kind not in _NOT_TYPED:
                yield node
        elif isinstance(node, Repeat):
            yield node
        elif any(isinstance(child, Group) for child in node.children):
            yield from _asked(node.children)
        elif any(field.kind not in _NOT_TYPED for field in fields_of(node)):
            yield node


def _item(node: Node, numbers: Mapping[str, Question]) -> Item:
    parts = tuple(field for field in fields_of(node) if field.kind not in _NOT_TYPED)
    question = numbers.get(node.path)
    required = any(field.required for field in parts)
    label = node.label or node.name
    if isinstance(node, Field) and node.unit:
        label = label.removesuffix(f"（{node.unit}）")
    return Item(question.number if question else "", label, node, parts, required, node.visit)


def _notes(nodes: Sequence[Node]) -> dict[str, tuple[str, ...]]:
    """The warnings by the path of the field (or table) they follow."""
    found: dict[str, tuple[str, ...]] = {}
    last = ""
    for node in nodes:
        if isinstance(node, Repeat):
            last = node.path
        elif isinstance(node, Group):
            found |= _notes(node.children)
            last = node.path if not node.children else _last_typed(node) or last
        elif node.kind is Kind.NOTE:
            found[last] = (*found.get(last, ()), node.path)
        elif node.kind not in _NOT_TYPED:
            last = node.path
    return found


def _last_typed(group: Group) -> str:
    typed = [field.path for field in fields_of(group) if field.kind not in _NOT_TYPED]
    return typed[-1] if typed else ""
