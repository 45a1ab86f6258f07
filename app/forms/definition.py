"""What an XForm says, ready to be evaluated: nodes, their binds, controls, choice lists and texts.

`Form.logic` holds one `Definition`; only `app.forms` looks inside.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from elementpath.xpath_tokens import XPathToken

from app.forms.static_nodes import StaticNode

NodeKind = Literal["group", "leaf", "repeat"]


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression as written and ready to evaluate."""

    source: str
    token: XPathToken


Text: TypeAlias = "tuple[str | Expression, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bind:
    """The rules of one node; `extra` holds what is written back and asked when (`save_to`, `sb:…`)."""

    type: str = "string"
    relevant: Expression | None = None
    required: Expression | None = None
    readonly: Expression | None = None
    constraint: Expression | None = None
    calculate: Expression | None = None
    constraint_message: Text = ()
    required_message: Text = ()
    preload: tuple[str, str] | None = None
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Itemset:
    """Where the options of a select come from: `value` and `label` are column names, `label` maybe a translated id."""

    nodes: Expression | None
    list_name: str = ""
    condition: str = ""
    value: str = "name"
    label: str = "label"
    translated: bool = False
    items: tuple[tuple[str, Text], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """How a node is asked: the body element's tag and what belongs to it."""

    tag: str
    label: Text = ()
    hint: Text = ()
    appearance: str = ""
    itemset: Itemset | None = None
    count: Expression | None = None
    fixed_rows: bool = False
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Action:
    """A value set on an event: when a sheet is new, when a row is added, when another answer (`source`) changes."""

    events: frozenset[str]
    value: Expression
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeDefinition:
    """One node of the sheet; `rows` holds the first rows of a repeat, `children` those of a new one."""

    name: str
    path: str
    kind: NodeKind
    bind: Bind
    control: Control | None = None
    default: str = ""
    children: tuple[NodeDefinition, ...] = ()
    rows: tuple[tuple[NodeDefinition, ...], ...] = ()
    actions: tuple[Action, ...] = ()

    @property
    def local_name(self) -> str:
        """The name without namespace."""
        return self.name.rpartition("}")[2]

    def walk(self) -> Iterator[NodeDefinition]:
        """This node and all below it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One form: its tree, choice lists and translated texts (of the form's default language)."""

    root: NodeDefinition
    form_id: str
    title: str
    version: str
    entity_list: str = ""
    lists: Mapping[str, StaticNode]
    missing_lists: tuple[str, ...] = ()
    texts: Mapping[str, Text] = field(default_factory=dict)
    xml: str = ""
