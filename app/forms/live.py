"""The nodes of one sheet being filled: values and rules that follow each other, and a tree for expressions to walk."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from elementpath import ElementPathError
from elementpath.xpath_nodes import DocumentNode, ElementNode, XPathNode, XPathNodeTree

from app.forms import answers
from app.forms.definition import Expression, Itemset, NodeDefinition, Text
from app.forms.model import Choice
from app.forms.reactive import Cell, Derived, Graph
from app.forms.static_nodes import StaticNode
from app.forms.xpath_parser import Scope, World, result_of
from app.forms.xpath_values import Value, is_nodes, to_text, to_truth

if TYPE_CHECKING:
    from collections.abc import Mapping

_MANY_BLANKS = re.compile(r"[ \t\r\n]+")
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
        self.tree = XPathNodeTree(self)  # type: ignore[arg-type]
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
        self.parent = parent if parent is not None else sheet.document  # type: ignore[assignment]
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

    def derive(self, compute: Callable[[], Any], start: Any) -> Derived[Any]:
        """A value of this node that follows what it is computed from."""
        derived: Derived[Any] = Derived(self.sheet.graph, compute, start, self)
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
        raise NotImplementedError

    def tree_nodes(self) -> Iterator[LiveNode]:
        """This node and all below it, repeats before their rows, in document order."""
        yield self

    @property  # type: ignore[override]
    def position(self) -> int:
        """The place in document order."""
        nodes = self.sheet.document.iter_descendants()
        return next(place for place, node in enumerate(nodes) if node is self)


class Branch(LiveNode):
    """A group, the root, or one row of a repeat."""

    def __init__(
        self, sheet: Sheet, definition: NodeDefinition, parent: LiveNode | None, children: tuple[NodeDefinition, ...]
    ) -> None:
        super().__init__(sheet, definition, parent)
        self.structure = Cell(sheet.graph, 0)
        self.parts: list[LiveNode] = [made(sheet, child, self) for child in children]
        self._has_repeats = any(isinstance(part, Range) for part in self.parts)
        self._elements: list[LiveNode] = []
        self.restructure()

    @property  # type: ignore[override]
    def children(self) -> list[LiveNode]:
        """The elements in it, rows in place of their repeat."""
        if self._has_repeats:
            self.structure.get()
        return self._elements

    def restructure(self) -> None:
        """Note that rows came or went."""
        self._elements = []
        for part in self.parts:
            self._elements.extend(part.rows if isinstance(part, Range) else [part])
        self.structure.set(self.structure.get() + 1)

    @property
    def string_value(self) -> str:
        """The text of everything in it."""
        return "".join(child.string_value for child in self.children)

    def _state(self) -> NodeState:
        kind = "row" if self.definition.kind == "repeat" else "group"
        return NodeState(kind=kind, relevant=self.relevant(), required=self.required(), readonly=self.readonly())

    def tree_nodes(self) -> Iterator[LiveNode]:
        yield self
        for part in self.parts:
            yield from part.tree_nodes()


class Range(LiveNode):
    """A repeat as a whole: its rows, and where `jr:count` and its own relevance are judged."""

    children: list[Any]

    def __init__(self, sheet: Sheet, definition: NodeDefinition, parent: Branch) -> None:
        super().__init__(sheet, definition, parent)
        self.name = None
        self.children = []
        self.container = parent
        self.rows: list[Branch] = []
        control = definition.control
        self.count = control.count if control else None
        self.fixed = control is not None and control.fixed_rows

    @property
    def controlled(self) -> bool:
        """Whether a rule, not a person, sets the number of rows."""
        return self.count is not None or self.fixed

    @property
    def string_value(self) -> str:
        """A repeat as a whole holds no text of its own."""
        return ""

    def resize(self, count: int, *, first: bool = False) -> list[Branch]:
        """Bring the rows to `count`; returns the new ones. The form's first rows bring their own defaults."""
        given = self.definition.rows if first or self.controlled else ()
        del self.rows[count:]
        new = []
        while len(self.rows) < count:
            index = len(self.rows)
            children = given[index] if index < len(given) else self.definition.children
            new.append(Branch(self.sheet, self.definition, self.container, children))
            self.rows.append(new[-1])
        return new

    def _state(self) -> NodeState:
        self.container.structure.get()
        kind = f"repeat {'controlled' if self.controlled else 'uncontrolled'}"
        return NodeState(kind=kind, relevant=self.relevant(), readonly=self.readonly(), rows=len(self.rows))

    def tree_nodes(self) -> Iterator[LiveNode]:
        yield self
        for row in self.rows:
            yield from row.tree_nodes()


class Leaf(LiveNode):
    """One answer, note or calculated value."""

    children: list[Any]

    def __init__(self, sheet: Sheet, definition: NodeDefinition, parent: Branch) -> None:
        super().__init__(sheet, definition, parent)
        self.children = []
        self.control = definition.control
        self.kind = _leaf_kind(definition)
        self.itemset: Itemset | None = self.control.itemset if self.control else None
        bind = definition.bind
        self.stored: Cell[str] = Cell(sheet.graph, self.decoded(definition.default))
        self.options: Derived[tuple[Choice, ...]] = self.derive(self._options, ())
        self.effective: Derived[str] = self.derive(self._effective, "")
        self._constraint = self._truth(bind.constraint, default=True)
        self.calculated: Derived[str | None] | None = None
        if bind.calculate is not None:
            self.calculated = self.derive(self._calculate, None)

    def decoded(self, text: str) -> str:
        """The text as this node stores it."""
        if self.kind == "range" and self.control:
            limits = self.control.attributes
            return answers.in_range(self.definition.bind.type, text, limits.get("start", ""), limits.get("end", ""))
        if self.kind == "trigger":
            return "OK" if text.lower() == "ok" else ""
        if self.kind == "rank" or (self.kind == "select" and self.many):
            return " ".join(filter(None, _MANY_BLANKS.split(text)))
        return text if self.kind == "select" else answers.stored(self.definition.bind.type, text)

    @property
    def many(self) -> bool:
        """Whether it takes several codes."""
        return self.control is not None and self.control.tag in ("select", "rank")

    @property
    def string_value(self) -> str:
        """The answer as other rules see it: nothing while it is hidden."""
        return self.effective.get()

    def codes(self) -> list[str]:
        """The codes on offer."""
        return [choice.code for choice in self.options.get()]

    def _calculate(self) -> str | None:
        expression = self.definition.bind.calculate
        if expression is None or not self.relevant():
            return None
        return self.decoded(to_text(self.evaluate(expression)))

    def _effective(self) -> str:
        if not self.relevant():
            return ""
        text = self.stored.get()
        if self.kind == "rank":
            return " ".join(answers.completed_ranking(text.split(), self.codes()))
        if self.kind == "select":
            return " ".join(answers.kept_codes(text.split() if self.many else [text], self.codes()))
        return text

    def _options(self) -> tuple[Choice, ...]:
        itemset = self.itemset
        if itemset is None:
            return ()
        if itemset.nodes is None:
            return tuple(Choice(code, self.print_text(label)) for code, label in itemset.items)
        nodes = self.evaluate(itemset.nodes)
        return tuple(self._choice(itemset, node) for node in nodes) if is_nodes(nodes) else ()  # type: ignore[union-attr, arg-type]

    def _choice(self, itemset: Itemset, node: XPathNode) -> Choice:
        cells = {child.name or "": child.string_value for child in node.children or []}
        label = cells.get(itemset.label, "")
        if itemset.translated:
            label = self.print_text(self.sheet.texts.get(label, ()), node)
        code = cells.pop(itemset.value, "")
        cells.pop(itemset.label, None)
        return Choice(code, label or code, cells if isinstance(node, StaticNode) else {})

    def violation(self) -> tuple[str, Text] | None:
        """The rule the answer breaks and what to say, None when it breaks none."""
        if not self.relevant():
            return None
        bind, blank = self.definition.bind, self.effective.get() == ""
        if not blank and self._constraint is not None and not self._constraint.get():
            return "constraint", bind.constraint_message
        if blank and self.required():
            return "required", bind.required_message
        return None

    def _state(self) -> NodeState:
        found = self.violation()
        return NodeState(
            kind=self.kind, relevant=self.relevant(), type=self.definition.bind.type, required=self.required(),
            readonly=self.readonly(), valid=found is None, broken=found[0] if found else None,
            message=self.print_text(found[1]) if found else "", value=self.effective.get(), label=self._label(),
        )  # fmt: skip

    def _label(self) -> str:
        return self.print_text(self.control.label) if self.kind == "note" and self.control else ""


def _leaf_kind(definition: NodeDefinition) -> str:
    control, readonly = definition.control, definition.bind.readonly
    if control is None or control.tag == "group":
        return "model-value"
    if control.tag == "input" and readonly is not None and _always(readonly) and (control.label or control.hint):
        return "note"
    return "select" if control.tag == "select1" else control.tag


def _always(expression: Expression) -> bool:
    """Whether a rule is the constant truth."""
    token = expression.token
    constant = token.symbol in ("(integer)", "(decimal)", "(string)") and bool(token.value)
    return constant or token.symbol == "true"


def made(sheet: Sheet, definition: NodeDefinition, parent: Branch) -> LiveNode:
    """The live node of a definition."""
    if definition.kind == "repeat":
        return Range(sheet, definition, parent)
    if definition.kind == "group":
        return Branch(sheet, definition, parent, definition.children)
    return Leaf(sheet, definition, parent)
