"""One survey sheet being filled: set answers and add rows, and every rule follows at once.

Paths are XForm references with row numbers, `/data/c/customer_brands[1]/brand_id`.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from elementpath.xpath_nodes import XPathNode

from app.clock import beijing_now
from app.errors import Invalid
from app.forms.definition import Action, Definition, Expression
from app.forms.live import Branch, Leaf, LiveDocument, LiveNode, NodeState, Range, Sheet
from app.forms.model import Choice, Form
from app.forms.reactive import Derived, Graph
from app.forms.static_nodes import StaticNode
from app.forms.xpath import parsed
from app.forms.xpath_parser import World
from app.forms.xpath_time import ZONE
from app.forms.xpath_values import to_number, to_text

_MAX_ROUNDS = 100
_GIVEN = {"deviceid": "deviceID", "username": "username", "email": "email", "phonenumber": "phoneNumber"}


class Filling:
    """One filled sheet of a form.

    `answers` and `rows` restore a stored sheet (defaults are then not applied again); `now` freezes the clock at a
    Beijing time. Setting an answer returns the paths of the nodes whose state changed.
    """

    def __init__(
        self,
        form: Form,
        answers: Mapping[str, str] | None = None,
        *,
        now: datetime | None = None,
        rows: Mapping[str, int] | None = None,
        chance: random.Random | None = None,
        properties: Mapping[str, str] | None = None,
    ) -> None:
        definition = form.logic
        assert isinstance(definition, Definition)
        self.form = form
        self._definition = definition
        self._graph = Graph()
        self._frozen = now.replace(tzinfo=ZONE) if now else None
        self._properties = dict(properties or {})
        world = World(
            now=lambda: self._frozen or beijing_now().replace(tzinfo=ZONE), chance=chance or random.Random(),
            list_root=definition.lists.get, texts=self._translated, choice_name=self._choice_name, compile=parsed,
        )  # fmt: skip
        self._sheet = Sheet(self._graph, world, LiveDocument(), definition.texts)
        self._nodes: dict[str, LiveNode] = {}
        self._effects: dict[Derived[object], Callable[[], None]] = {}
        self._attached: set[LiveNode] = set()
        self._restored = dict(answers) if answers or rows else None
        self._row_plan = dict(rows or {})
        self._root = Branch(self._sheet, definition.root, None, definition.root.children)
        self._sheet.document.children.append(self._root)
        self._start()

    # building

    def _start(self) -> None:
        self._grow(self._root)
        self._renumber()
        if self._restored is not None:
            self._restore(self._restored)
        self._attach(self._root, "odk-instance-first-load")
        self._settle()
        self._graph.take_stale()
        for node in self._nodes.values():
            node.state.get()

    def _grow(self, top: LiveNode) -> None:
        """Give every repeat below its first rows (a rule-driven one gets its rows when the rule is first judged)."""
        for node in list(top.tree_nodes()):
            if isinstance(node, Range) and not node.rows:
                given = len(node.definition.rows)
                count = max(given, 1) if node.fixed else 0 if node.count else given
                for row in node.resize(count, first=True):
                    self._grow(row)
                node.container.restructure()

    def _restore(self, answers: Mapping[str, str]) -> None:
        for path, count in sorted(self._row_plan.items(), key=lambda item: item[0].count("[")):
            node = self._nodes.get(path)
            if isinstance(node, Range) and count != len(node.rows):
                node.resize(count, first=True)
                self._grow(node)
                self._restructured(node)
        for path, node in self._nodes.items():
            if isinstance(node, Leaf):
                node.stored.set(node.decoded(answers.get(path, "")))

    def _attach(self, top: LiveNode, event: str) -> None:
        """Let the rules of new nodes act: preset values, calculations, defaults, in document order."""
        for node in list(top.tree_nodes()):
            if node in self._attached:
                continue
            self._attached.add(node)
            if isinstance(node, Range) and node.count is not None:
                self._follow(node, node.derive(lambda node=node: self._wanted_rows(node), None), self._recount(node))
            elif isinstance(node, Leaf):
                self._preset(node, event)
                if node.calculated is not None:
                    self._follow(node, node.calculated, self._write_calculated(node))
                for action in node.definition.actions:
                    self._enact(node, action, event)

    def _follow(self, node: LiveNode, derived: Derived[object], act: Callable[[], None]) -> None:
        self._effects[derived] = act
        derived.get()
        act()

    def _preset(self, leaf: Leaf, event: str) -> None:
        """Values the program knows: the sheet's id, who fills it, when it was begun."""
        preload = leaf.definition.bind.preload
        if preload is None:
            return
        kind, name = preload
        if kind == "uid":
            leaf.stored.set(leaf.stored.get() or f"uuid:{uuid.uuid4()}")
        elif event == "odk-instance-first-load" and self._restored is None:
            given = {"date": "today()", "timestamp": "now()"}.get(kind, "")
            if given and name != "end":
                scope_text = to_text(leaf.evaluate(_expression(given)))
                leaf.stored.set(leaf.decoded(scope_text))
            elif kind == "property":
                leaf.stored.set(self._properties.get(_GIVEN.get(name, name), ""))

    def _enact(self, leaf: Leaf, action: Action, event: str) -> None:
        loads = {"odk-instance-load"} if event == "odk-instance-first-load" else set()
        fresh = event != "odk-instance-first-load" or self._restored is None
        if action.events & ({event} if fresh else set()) | action.events & loads:
            if leaf.relevant():
                leaf.stored.set(leaf.decoded(to_text(leaf.evaluate(action.value))))
        if "xforms-value-changed" in action.events and action.source:
            watched = leaf.derive(lambda: to_text(leaf.evaluate(_expression(self._nearest(leaf, action.source)))), "")
            last = [watched.get()]

            def act() -> None:
                if watched.get() != last[0]:
                    last[0] = watched.get()
                    leaf.stored.set(leaf.decoded(to_text(leaf.evaluate(action.value))))

            self._effects[watched] = act

    def _nearest(self, leaf: Leaf, source: str) -> str:
        """The watched question in the same row as the leaf."""
        node: LiveNode | None = leaf.owner
        while node is not None:
            if source.startswith(node.definition.path + "/"):
                return node.reference + source[len(node.definition.path) :]
            node = node.owner
        return source

    # rules that write

    def _write_calculated(self, leaf: Leaf) -> Callable[[], None]:
        last: list[str | None] = [None]

        def act() -> None:
            assert leaf.calculated is not None
            value = leaf.calculated.get()
            if value != last[0]:
                last[0] = value
                if value is not None:
                    leaf.stored.set(value)

        return act

    def _wanted_rows(self, node: Range) -> float:
        assert node.count is not None
        return to_number(node.evaluate(node.count))

    def _recount(self, node: Range) -> Callable[[], None]:
        def act() -> None:
            wanted = self._wanted_rows(node)
            if wanted == wanted and wanted not in (float("inf"),):
                count = max(0, int(wanted))
                if count != len(node.rows):
                    self._resize(node, count)

        return act

    def _resize(self, node: Range, count: int) -> None:
        for row in node.rows[count:]:
            self._forget(row)
        for row in node.resize(count):
            self._grow(row)
        self._restructured(node)
        for row in node.rows:
            self._attach(row, "odk-new-repeat")

    def _forget(self, row: LiveNode) -> None:
        for node in row.tree_nodes():
            self._attached.discard(node)
            for derived in node.derived:
                self._effects.pop(derived, None)
                derived.drop()

    def _restructured(self, node: Range) -> None:
        node.container.restructure()
        self._renumber()

    def _renumber(self) -> None:
        """Give every node its path again."""
        self._nodes = {}
        self._number(self._root, self._root.definition.path)
        self._nodes.pop(self._root.reference)

    def _number(self, node: LiveNode, path: str) -> None:
        node.reference = path
        self._nodes[path] = node
        if isinstance(node, Range):
            for index, row in enumerate(node.rows, 1):
                self._number(row, f"{path}[{index}]")
        elif isinstance(node, Branch):
            for part in node.parts:
                self._number(part, f"{path}/{part.definition.path.rpartition('/')[2]}")

    def _settle(self) -> frozenset[str]:
        """Let rules act until nothing changes; returns the paths of nodes whose state changed."""
        touched: dict[Derived[object], None] = {}
        for _ in range(_MAX_ROUNDS):
            stale = self._graph.take_stale()
            touched.update(dict.fromkeys(stale))
            acts = [self._effects[derived] for derived in stale if derived in self._effects]
            if not acts:
                break
            for act in acts:
                act()
        changed = set()
        for derived in touched:
            node = derived.owner
            if isinstance(node, LiveNode) and derived is node.state and self._nodes.get(node.reference) is node:
                before = node.state.peek()
                if node.state.get() != before:
                    changed.add(node.reference)
        self._graph.take_stale()
        return frozenset(changed)

    # what callers use

    def set(self, path: str, value: str | Sequence[str] | None) -> frozenset[str]:
        """Answer a question: a text, the codes of a choice, or nothing; raises Invalid when the node takes none."""
        leaf = self._leaf(path)
        if leaf.kind in ("note", "model-value"):
            raise Invalid("这一项由表格自己填，不能手工填写。")
        if leaf.definition.bind.readonly is not None and leaf.readonly():
            raise Invalid("这一项现在只能看，不能改。")
        leaf.stored.set(leaf.decoded(self._taken(leaf, value)))
        return self._settle()

    def _taken(self, leaf: Leaf, value: str | Sequence[str] | None) -> str:
        if leaf.kind not in ("select", "rank"):
            return value if isinstance(value, str) else "".join(value or ())
        if isinstance(value, str):
            codes = value.split() if leaf.many else [value]
        else:
            codes = list(value or ())
        offered = leaf.codes()
        if leaf.kind == "rank":
            if codes and not set(offered) <= set(codes):
                raise Invalid("排序要把全部选项都排上，请接着排完。")
            return " ".join(codes)
        chosen = [code for code in dict.fromkeys(offered) if code in codes]
        return " ".join(chosen) if leaf.many else (chosen[0] if chosen else "")

    def _leaf(self, path: str) -> Leaf:
        node = self._nodes.get(path)
        if node is None:
            raise Invalid(f"表里没有 {path} 这一项。")
        if not isinstance(node, Leaf):
            raise Invalid(f"{path} 是一组题，不能直接填写。")
        return node

    def _range(self, repeat_path: str) -> Range:
        node = self._nodes.get(repeat_path)
        if not isinstance(node, Range):
            raise Invalid(f"表里没有 {repeat_path} 这张明细表。")
        return node

    def _free_range(self, repeat_path: str) -> Range:
        node = self._range(repeat_path)
        if node.controlled:
            raise Invalid("这张明细表的行数由前面的答案决定，不能增减行。")
        return node

    def add_row(self, repeat_path: str) -> str:
        """Add a row at the end; returns its path. Raises Invalid where the form sets the number of rows."""
        node = self._free_range(repeat_path)
        self._resize(node, len(node.rows) + 1)
        self._settle()
        return node.rows[-1].reference

    def remove_row(self, row_path: str) -> None:
        """Take out a row; those after it move up."""
        node = self._nodes.get(row_path)
        repeat_path, _, number = row_path.rpartition("[")
        if node is None or not number:
            raise Invalid(f"表里没有 {row_path} 这一行。")
        owner = self._free_range(repeat_path)
        self._forget(owner.rows.pop(int(number[:-1]) - 1))
        self._restructured(owner)
        self._settle()

    def rows(self, repeat_path: str) -> int:
        """How many rows a repeat has."""
        return len(self._range(repeat_path).rows)

    def state(self, path: str) -> NodeState:
        """How a node stands."""
        node = self._nodes.get(path)
        if node is None:
            raise Invalid(f"表里没有 {path} 这一项。")
        state = node.state.get()
        assert state is not None
        return state

    def node(self, path: str) -> LiveNode | None:
        """The live node at a path, for `app.forms` itself."""
        return self._nodes.get(path)

    def states(self) -> Iterator[tuple[str, NodeState]]:
        """Every node with its path, in document order."""
        for path in list(self._nodes):
            yield path, self.state(path)

    def options(self, path: str) -> tuple[Choice, ...]:
        """The choices on offer now."""
        return self._leaf(path).options.get()

    def answers(self) -> dict[str, str]:
        """The answers to store, by path: those that are not empty, hidden ones as they were left."""
        found = {}
        for path, node in self._nodes.items():
            if isinstance(node, Leaf) and node.kind != "note":
                text = node.effective.get() if node.relevant() else node.stored.get()
                if text:
                    found[path] = text
        return found

    def row_counts(self) -> dict[str, int]:
        """The number of rows of every repeat, by path."""
        return {path: len(node.rows) for path, node in self._nodes.items() if isinstance(node, Range)}

    # what expressions ask

    def _translated(self, text_id: str) -> list[XPathNode]:
        text = self._definition.texts.get(text_id, ())
        return [StaticNode("value", self._root.print_text(text))]

    @staticmethod
    def _choice_name(node: XPathNode, code: str) -> str:
        if not isinstance(node, Leaf):
            return ""
        return next((choice.label for choice in node.options.get() if choice.code == code), "")


def _expression(source: str) -> Expression:
    return Expression(source, parsed(source))
