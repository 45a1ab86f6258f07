"""Keeps a sheet in order while it is filled: rows that a rule counts, presets, calculations, defaults and triggers."""

from __future__ import annotations

import math
import uuid
from collections.abc import Callable, Mapping
from typing import TypeVar

from app.forms.definition import Action, Expression
from app.forms.live import LiveNode, Sheet
from app.forms.live_tree import Branch, Leaf, Range
from app.forms.reactive import Derived
from app.forms.xpath import parsed
from app.forms.xpath_values import to_number, to_text

T = TypeVar("T")

FIRST_LOAD, LOAD, NEW_ROW, CHANGED = (
    "odk-instance-first-load",
    "odk-instance-load",
    "odk-new-repeat",
    "xforms-value-changed",
)
_MAX_ROUNDS = 100
_CLOCKS = {"date": "today()", "timestamp": "now()"}


class Upkeep:
    """The rules of one sheet that write into it.

    `fresh` says whether the sheet is new (defaults apply) or restored; `properties` holds what is known of the person
    and the machine, by XForm preload name. With `rehearsed`, calculations are evaluated once more before they count,
    as ODK Web Forms does, which matters only where chance is to be repeated.
    """

    def __init__(self, sheet: Sheet, *, fresh: bool, properties: Mapping[str, str], rehearsed: bool) -> None:
        self._sheet = sheet
        self._fresh = fresh
        self._properties = properties
        self._rehearsed = rehearsed
        self._effects: dict[Derived[object], Callable[[], None]] = {}
        self._attached: set[LiveNode] = set()
        self._new: list[LiveNode] = []
        self.root: Branch | None = None
        self.nodes: dict[str, LiveNode] = {}

    # rows

    def grow(self, top: LiveNode) -> None:
        """Give every repeat below its first rows; a rule-driven one gets its rows when the rule is first judged."""
        for node in list(top.tree_nodes()):
            if isinstance(node, Range) and not node.rows:
                given = len(node.definition.rows)
                count = max(given, 1) if node.fixed else 0 if node.count else given
                for row in node.resize(count, first=True):
                    self.grow(row)
                node.container.restructure()

    def resize(self, node: Range, count: int) -> None:
        """Bring a repeat to `count` rows, new ones at the end."""
        for row in node.rows[count:]:
            self._forget(row)
        for row in node.resize(count):
            self.grow(row)
        self.renumber(node)
        for row in node.rows:
            self.attach(row, NEW_ROW)

    def remove(self, node: Range, index: int) -> None:
        """Take one row out of a repeat."""
        self._forget(node.rows.pop(index))
        self.renumber(node)

    def _forget(self, row: LiveNode) -> None:
        for node in row.tree_nodes():
            self._attached.discard(node)
            for derived in node.derived:
                self._effects.pop(derived, None)
                derived.drop()

    def renumber(self, changed: Range | None = None) -> None:
        """Give every node its path again, after rows came or went."""
        assert self.root is not None
        if changed is not None:
            changed.container.restructure()
        self.nodes = {}
        self._number(self.root, self.root.definition.path)
        del self.nodes[self.root.reference]

    def _number(self, node: LiveNode, path: str) -> None:
        node.reference = path
        self.nodes[path] = node
        if isinstance(node, Range):
            for index, row in enumerate(node.rows, 1):
                self._number(row, f"{path}[{index}]")
        elif isinstance(node, Branch):
            for part in node.parts:
                self._number(part, f"{path}/{part.definition.path.rpartition('/')[2]}")

    # rules that write

    def attach(self, top: LiveNode, event: str) -> None:
        """Let the rules of new nodes act, in document order."""
        new = [node for node in top.tree_nodes() if node not in self._attached]
        self._new += new
        if self._rehearsed:
            for node in new:
                if isinstance(node, Leaf) and node.rehearsable():
                    node.rehearse()
        for node in new:
            self._attached.add(node)
            if isinstance(node, Range):
                self._count_rows(node)
            elif isinstance(node, Leaf):
                self._preset(node, event)
                if node.calculated is not None:
                    self._follow(node.calculated, None, node.write)
                for action in node.definition.actions:
                    self._enact(node, action, event)

    def _follow(self, derived: Derived[T], last: T, act: Callable[[T], None]) -> None:
        """Act with a value whenever it is another than last time."""
        seen = [last]

        def run() -> None:
            value = derived.get()
            if value != seen[0]:
                seen[0] = value
                act(value)

        self._effects[derived] = run  # type: ignore[index]
        run()

    def _count_rows(self, node: Range) -> None:
        rule = node.count
        if rule is None:
            return

        def wanted() -> int | None:
            number = to_number(node.evaluate(rule))
            return max(0, int(number)) if math.isfinite(number) else None

        def act(count: int | None) -> None:
            if count is not None and count != len(node.rows):
                self.resize(node, count)

        self._follow(node.derive(wanted, None), None, act)

    def _preset(self, leaf: Leaf, event: str) -> None:
        """Values the program knows: the sheet's id, who fills it, when it was begun."""
        if leaf.definition.bind.preload is None:
            return
        kind, name = leaf.definition.bind.preload
        if kind == "uid":
            leaf.write(leaf.stored.get() or f"uuid:{uuid.uuid4()}")
        elif event == FIRST_LOAD and self._fresh:
            if kind in _CLOCKS and name != "end":
                leaf.write(_text(leaf, _expression(_CLOCKS[kind])))
            elif kind == "property":
                leaf.write(self._properties.get(name, ""))

    def _enact(self, leaf: Leaf, action: Action, event: str) -> None:
        happened = {NEW_ROW} if event == NEW_ROW else {LOAD, FIRST_LOAD} if self._fresh else {LOAD}
        if action.events & happened and leaf.relevant():
            leaf.write(leaf.decoded(_text(leaf, action.value)))
        if CHANGED in action.events and action.source:
            source = _expression(_nearest(leaf, action.source))
            watched: Derived[str] = leaf.derive(lambda: _text(leaf, source), "")
            self._follow(watched, watched.get(), lambda _: leaf.write(leaf.decoded(_text(leaf, action.value))))

    def settle(self) -> frozenset[str]:
        """Let rules act until nothing changes; returns the paths of nodes that are new or whose state changed."""
        touched: dict[Derived[object], None] = {}
        for _ in range(_MAX_ROUNDS):
            stale = self._sheet.graph.take_stale()
            touched.update(dict.fromkeys(stale))
            acts = [self._effects[derived] for derived in stale if derived in self._effects]
            if not acts:
                break
            for act in acts:
                act()
        changed = set(map(self._changed, touched))
        for node in self._new:
            node.state.get()
            changed.add(node.reference if self.nodes.get(node.reference) is node else "")
        self._new = []
        self._sheet.graph.take_stale()
        return frozenset(changed - {""})

    def _changed(self, derived: Derived[object]) -> str:
        """The path of the node whose state this is, when it is another than before."""
        node = derived.owner
        if not isinstance(node, LiveNode) or derived is not node.state or self.nodes.get(node.reference) is not node:
            return ""
        before = node.state.peek()
        return node.reference if node.state.get() != before else ""


def _expression(source: str) -> Expression:
    return Expression(source, parsed(source))


def _text(leaf: Leaf, expression: Expression) -> str:
    return to_text(leaf.evaluate(expression))


def _nearest(leaf: Leaf, source: str) -> str:
    """The path of the watched question in the same row as the leaf."""
    node: LiveNode | None = leaf.owner
    while node is not None:
        if source.startswith(node.definition.path + "/"):
            return node.reference + source[len(node.definition.path) :]
        node = node.owner
    return source
