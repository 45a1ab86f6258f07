"""One survey sheet being filled: set answers and add rows, and every rule follows at once.

Paths are XForm references with row numbers, `/data/c/customer_brands[1]/brand_id`.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from elementpath.xpath_nodes import XPathNode

from app.clock import beijing_now
from app.errors import Invalid
from app.forms.definition import Definition
from app.forms.live import LiveDocument, LiveNode, NodeState, Sheet
from app.forms.live_tree import Branch, Leaf, Range
from app.forms.model import Choice, Form
from app.forms.reactive import Graph
from app.forms.static_nodes import StaticNode
from app.forms.upkeep import FIRST_LOAD, Upkeep
from app.forms.xpath import parsed
from app.forms.xpath_scope import World
from app.forms.xpath_time import ZONE

__all__ = ["Filling", "NodeState"]


class Filling:
    """One filled sheet of a form.

    `answers` and `rows` restore a stored sheet (defaults are then not applied again); `now` freezes the clock at a
    Beijing time. Setting an answer returns the paths of the nodes whose state changed. `chance` repeats `random()`,
    `properties` are what the program knows of person and machine (see `Upkeep`).
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
        self._texts = definition.texts
        self._now = now.replace(tzinfo=ZONE) if now else None
        world = World(
            now=self._clock,
            chance=chance or random.Random(),
            list_root=definition.lists.get,
            texts=self._translated,
            choice_name=_choice_name,
            compile=parsed,
        )
        sheet = Sheet(Graph(), world, LiveDocument(), definition.texts)
        fresh = not answers and not rows
        self._upkeep = Upkeep(sheet, fresh=fresh, properties=properties or {}, rehearsed=chance is not None)
        self._root = self._upkeep.root = Branch(sheet, definition.root, None, definition.root.children)
        sheet.document.children.append(self._root)
        self._upkeep.grow(self._root)
        self._upkeep.renumber()
        if not fresh:
            self._restore(answers or {}, rows or {})
        self._upkeep.attach(self._root, FIRST_LOAD)
        self._upkeep.settle()

    def _clock(self) -> datetime:
        return self._now or beijing_now().replace(tzinfo=ZONE)

    def _restore(self, answers: Mapping[str, str], rows: Mapping[str, int]) -> None:
        for path, count in sorted(rows.items(), key=lambda item: item[0].count("[")):
            node = self.node(path)
            if isinstance(node, Range) and count != len(node.rows):
                for row in node.resize(count, first=True):
                    self._upkeep.grow(row)
                self._upkeep.renumber(node)
        for path, node in self._upkeep.nodes.items():
            if isinstance(node, Leaf):
                node.write(node.decoded(answers.get(path, "")))

    # answers

    def set(self, path: str, value: str | Sequence[str] | None) -> frozenset[str]:
        """Answer a question: a text, the codes of a choice, or nothing; raises Invalid when the node takes none."""
        leaf = self._leaf(path)
        if leaf.kind in ("note", "model-value"):
            raise Invalid("这一项由表格自己填，不能手工填写。")
        if leaf.readonly():
            raise Invalid("这一项现在只能看，不能改。")
        leaf.write(leaf.decoded(_taken(leaf, value)))
        return self._upkeep.settle()

    def answers(self) -> dict[str, str]:
        """The answers to store, by path: those that are not empty, hidden ones as they were left."""
        found = {}
        for path, node in self._upkeep.nodes.items():
            if isinstance(node, Leaf) and node.kind != "note":
                text = node.effective.get() if node.relevant() else node.stored.get()
                if text:
                    found[path] = text
        return found

    # rows

    def add_row(self, repeat_path: str) -> str:
        """Add a row at the end; returns its path. Raises Invalid where the form sets the number of rows."""
        node = self._free_range(repeat_path)
        self._upkeep.resize(node, len(node.rows) + 1)
        self._upkeep.settle()
        return node.rows[-1].reference

    def remove_row(self, row_path: str) -> None:
        """Take out a row; those after it move up."""
        node = self.node(row_path)
        repeat_path, _, number = row_path.rpartition("[")
        if node is None or not row_path.endswith("]"):
            raise Invalid(f"表里没有 {row_path} 这一行。")
        self._upkeep.remove(self._free_range(repeat_path), int(number[:-1]) - 1)
        self._upkeep.settle()

    def rows(self, repeat_path: str) -> int:
        """How many rows a repeat has."""
        return len(self._range(repeat_path).rows)

    def row_counts(self) -> dict[str, int]:
        """The number of rows of every repeat, by path."""
        return {path: len(node.rows) for path, node in self._upkeep.nodes.items() if isinstance(node, Range)}

    # states

    def state(self, path: str) -> NodeState:
        """How a node stands; raises Invalid when there is none at the path."""
        node = self.node(path)
        state = node.state.get() if node is not None else None
        if state is None:
            raise Invalid(f"表里没有 {path} 这一项。")
        return state

    def states(self) -> Iterator[tuple[str, NodeState]]:
        """Every node with its path, in document order."""
        for path in list(self._upkeep.nodes):
            yield path, self.state(path)

    def options(self, path: str) -> tuple[Choice, ...]:
        """The choices on offer now."""
        return self._leaf(path).options.get()

    def node(self, path: str) -> LiveNode | None:
        """The live node at a path, for `app.forms` itself."""
        return self._upkeep.nodes.get(path)

    def _leaf(self, path: str) -> Leaf:
        node = self.node(path)
        if node is None:
            raise Invalid(f"表里没有 {path} 这一项。")
        if not isinstance(node, Leaf):
            raise Invalid(f"{path} 是一组题，不能直接填写。")
        return node

    def _range(self, repeat_path: str) -> Range:
        node = self.node(repeat_path)
        if not isinstance(node, Range):
            raise Invalid(f"表里没有 {repeat_path} 这张明细表。")
        return node

    def _free_range(self, repeat_path: str) -> Range:
        node = self._range(repeat_path)
        if node.controlled:
            raise Invalid("这张明细表的行数由前面的答案决定，不能增减行。")
        return node

    def _translated(self, text_id: str) -> list[XPathNode]:
        return [StaticNode("value", self._root.print_text(self._texts.get(text_id, ())))]


def _taken(leaf: Leaf, value: str | Sequence[str] | None) -> str:
    """What a question makes of an input: codes in the list's order, those not offered left out."""
    if leaf.kind not in ("select", "rank"):
        return value if isinstance(value, str) else "".join(value or ())
    split = value.split() if isinstance(value, str) and leaf.many else [value] if isinstance(value, str) else value
    codes = list(split or ())
    offered = leaf.codes()
    if leaf.kind == "rank":
        if codes and not set(offered) <= set(codes):
            raise Invalid("排序要把全部选项都排上，请接着排完。")
        return " ".join(codes)
    chosen = [code for code in dict.fromkeys(offered) if code in codes]
    return " ".join(chosen) if leaf.many else (chosen[0] if chosen else "")


def _choice_name(node: XPathNode, code: str) -> str:
    """The label of a code in the list of a question."""
    choices = node.options.get() if isinstance(node, Leaf) else ()
    return next((choice.label for choice in choices if choice.code == code), "")
