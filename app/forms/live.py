"""The nodes of one sheet being filled: values and rules that follow each other, and a tree for expressions to walk."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from elementpath import ElementPathError
from elementpath.xpath_nodes import DocumentNode, ElementNode, XPathNode, XPathNodeTree

from app.forms.definition import Expression, NodeDefinition, Text
from app.forms.reactive import Derived, Graph
from app.forms.xpath_scope import Scope, World, result_of
from app.forms.xpath_values import Value, to_text, to_truth

if TYPE_CHECKING:
    from collections.abc import Mapping

T = TypeVar("T")

_EVALUATION_ERRORS = (ElementPathError, ValueError, OverflowError, ArithmeticError, KeyError, re.error)


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeState:
    """How one node stands. `kind` is input, select, rank, upload, note, model-value, group, row or a repeat's;
    `value` the stored text (codes with spaces between), `label` a note's text with the answers put in."""

    kind: str
    relevant: bool
    type: str = ""
    required: bool = False
    readonly: bool = False
    valid: bool = True
    broken: str | None = None
    message: str = ""
    value: str = ""
    label: str = ""
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """What all nodes of one sheet share."""

    graph: Graph
    world: World
    document: LiveDocument
    texts: Mapping[str, Text]


class LiveDocument(DocumentNode):
    """The document above the root of a sheet."""

    def __init__(self) -> None:
        self.name = None
        self.parent = None
        self.position = 1
        self.children = []
        self.tree = XPathNodeTree(self)
        self.value = self

    @property
    def string_value(self) -> str:
        """The text of everything in it."""
        return "".join(child.string_value for child in self.children)


class LiveNode(ElementNode):
    """One node; `path` is its reference with row numbers, kept by the filling."""

    def __init__(self, sheet: Sheet, definition: NodeDefinition, parent: LiveNode | None) -> None:
        self.name = definition.name
        self.value = self
        self.parent = parent if parent is not None else sheet.document
        self.tree = sheet.document.tree
        self.xsd_type = self.xsd_element = None
        self._nsmap = {}
        self.sheet = sheet
        self.definition = definition
        self.owner = parent
        self.reference = ""
        self.derived: list[Derived[Any]] = []
        bind = definition.bind
        self._relevant = self._truth(bind.relevant, default=True)
        self._required = self._truth(bind.required, default=False)
        self._readonly = self._truth(bind.readonly, default=False)
        self.state: Derived[NodeState | None] = self.derive(self._state, None)

    # expressions

    def derive(self, compute: Callable[[], T], start: T) -> Derived[T]:
        """A value of this node that follows what it is computed from."""
        derived = Derived(self.sheet.graph, compute, start, self)
        self.derived.append(derived)
        return derived

    def _truth(self, expression: Expression | None, *, default: bool) -> Derived[bool] | None:
        if expression is None:
            return None
        return self.derive(lambda: to_truth(self.evaluate(expression)), default)

    def evaluate(self, expression: Expression, node: XPathNode | None = None) -> Value:
        """The value of an expression here; one that cannot be worked out is empty."""
        scope = Scope(self if node is None else node, self.sheet.document, self.sheet.world)
        try:
            return result_of(expression.token, scope)
        except _EVALUATION_ERRORS:
            return ""

    def print_text(self, text: Text, node: XPathNode | None = None) -> str:
        """A text with the answers it quotes put in."""
        return "".join(part if isinstance(part, str) else to_text(self.evaluate(part, node)) for part in text)

    # rules

    def relevant(self) -> bool:
        """Whether it is asked: it and everything above it applies."""
        above = self.owner is None or self.owner.relevant()
        return above and (self._relevant is None or self._relevant.get())

    def readonly(self) -> bool:
        """Whether a person may not fill it."""
        return (self._readonly is not None and self._readonly.get()) or (
            self.owner is not None and self.owner.readonly()
        )

    def required(self) -> bool:
        """Whether an answer is demanded."""
        return self._required is not None and self._required.get()

    def _state(self) -> NodeState:
        """How it stands; kinds of nodes add what they know."""
        return NodeState(kind="node", relevant=self.relevant(), required=self.required(), readonly=self.readonly())

    def tree_nodes(self) -> Iterator[LiveNode]:
        """This node and all below it, repeats before their rows, in document order."""
        yield self

    @property
    def position(self) -> int:  # type: ignore[override]
        """The place in document order."""
        nodes = self.sheet.document.iter_descendants()
        return next(place for place, node in enumerate(nodes) if node is self)
