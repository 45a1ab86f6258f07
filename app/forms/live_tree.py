"""The tree of one sheet being filled: groups and rows, repeats, and the answers in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from elementpath.xpath_nodes import XPathNode

from app.forms import answers
from app.forms.definition import Expression, Itemset, NodeDefinition, Text
from app.forms.live import LiveNode, NodeState, Sheet
from app.forms.model import Choice
from app.forms.reactive import Cell, Derived
from app.forms.static_nodes import StaticNode
from app.forms.xpath_values import to_text

_MANY_BLANKS = re.compile(r"[ \t\r\n]+")


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

    @property
    def children(self) -> list[LiveNode]:  # type: ignore[override]
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
        return replace(super()._state(), kind="row" if self.definition.kind == "repeat" else "group")

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
        return replace(super()._state(), kind=kind, rows=len(self.rows))

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

    def write(self, text: str | None) -> None:
        """Store a text; None leaves what is there."""
        if text is not None:
            self.stored.set(text)

    def rehearsable(self) -> bool:
        """Whether its calculation draws by chance before it counts."""
        rule = self.definition.bind.calculate
        return rule is not None and "random(" in rule.source and "once(" not in rule.source

    def rehearse(self) -> None:
        """Evaluate the calculation without keeping the value."""
        if self.definition.bind.calculate is not None:
            self.evaluate(self.definition.bind.calculate)

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
        return tuple(self._choice(itemset, node) for node in nodes) if isinstance(nodes, list) else ()

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
        return replace(
            super()._state(),
            kind=self.kind,
            type=self.definition.bind.type,
            valid=found is None,
            broken=found[0] if found else None,
            message=self.print_text(found[1]) if found else "",
            value=self.effective.get(),
            label=self._label(),
        )

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
