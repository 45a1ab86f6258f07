"""ODK's functions on node-sets, repeats, choice lists and translated texts."""

from __future__ import annotations

import hashlib
import math

from elementpath.xpath_nodes import XPathNode

from app.forms.xpath_scope import Arguments, Function, result_of
from app.forms.xpath_values import NAN, Nodes, Value, to_number, to_text

_PRNG_MODULUS = 2_147_483_647
_PRNG_FACTOR = 16_807


def _count(call: Arguments) -> Value:
    return float(len(dict.fromkeys(call.nodes(0))))


def _count_non_empty(call: Arguments) -> Value:
    return float(sum(to_text([node]) != "" for node in call.nodes(0)))


def _position(call: Arguments) -> Value:
    """Where the context stands, or which of its kind in a row a node is."""
    if not len(call):
        return float(call.scope.position)
    nodes = call.nodes(0)
    if not nodes:
        return NAN
    return float(_place(nodes[0]))


def _place(node: XPathNode) -> int:
    place = 0
    siblings: list[XPathNode] = [*(node.parent.children or [])] if node.parent is not None else [node]
    for sibling in siblings:
        place = place + 1 if sibling.name == node.name else 0
        if sibling is node:
            break
    return place


def _instance(call: Arguments) -> Value:
    root = call.scope.world.list_root(call.text(0))
    return [] if root is None else [root]


def _pulldata(call: Arguments) -> Value:
    """The wanted column of the first row of a list whose other column holds the text."""
    root = call.scope.world.list_root(call.text(0))
    wanted, column, text = call.text(1), call.text(2), call.text(3)
    for item in _items(root):
        if any(cell.name == column and to_text([cell]) == text for cell in item.children or []):
            return to_text([cell for cell in item.children or [] if cell.name == wanted])
    return ""


def _items(root: XPathNode | None) -> Nodes:
    tables = (root.children if root is not None else None) or []
    return [item for table in tables if table.name == "root" for item in table.children or [] if item.name == "item"]


def _within(ancestor: XPathNode, node: XPathNode | None) -> bool:
    while node is not None:
        if node is ancestor:
            return True
        node = node.parent
    return False


def _indexed_repeat(call: Arguments) -> Value:
    """The nodes of argument 1 inside the rows that the pairs (repeat, row number) name, outermost first."""
    pairs: list[tuple[Nodes, float]] = []
    for index in range(1, len(call) - 1, 2):
        rows, number = call.nodes(index), call.number(index + 1)
        if not rows or math.isnan(number):
            return []
        pairs.append((rows, number))
    row: XPathNode | None = None
    for rows, number in sorted(pairs, key=lambda pair: _depth(pair[0][0])):
        inside = [node for node in rows if row is None or _within(row, node)]
        if not 1 <= number <= len(inside) or number != int(number):
            return []
        row = inside[int(number) - 1]
    return [node for node in call.nodes(0) if row is not None and _within(row, node)]


def _depth(node: XPathNode | None) -> int:
    depth = 0
    while node is not None:
        depth, node = depth + 1, node.parent
    return depth


def _randomize(call: Arguments) -> Value:
    nodes = list(call.nodes(0))
    chance = call.scope.world.chance.random
    if len(call) > 1:
        chance = _ParkMiller(_seed(call.value(1))).random
    shuffled: list[XPathNode] = []
    for index, node in enumerate(nodes):
        swap = math.floor(chance() * (index + 1))
        if swap == index:
            shuffled.append(node)
        else:
            shuffled.append(shuffled[swap])
            shuffled[swap] = node
    return shuffled


def _seed(value: Value) -> int:
    number = to_number(value)
    if math.isnan(number):
        text = to_text(value)
        return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big", signed=True) if text else 0
    return int(number) if math.isfinite(number) else int(math.copysign(2**63 - (number > 0), number))


class _ParkMiller:
    """JavaRosa's generator, so that a seeded order is the same on phones."""

    def __init__(self, seed: int) -> None:
        start = math.fmod(seed, _PRNG_MODULUS)
        self._state = int(start) if start > 0 else int(start) + _PRNG_MODULUS - 1

    def random(self) -> float:
        self._state = self._state * _PRNG_FACTOR % _PRNG_MODULUS
        return (self._state - 1) / (_PRNG_MODULUS - 1)


def _choice_name(call: Arguments) -> Value:
    """The label of a code in the list of the question that argument 2 names by its path."""
    world = call.scope.world
    if world.compile is None:
        return ""
    found = result_of(world.compile(call.text(1)), call.scope.at(call.scope.current))
    return world.choice_name(found[0], call.text(0)) if isinstance(found, list) and found else ""


def _named(call: Arguments) -> Value:
    nodes: Nodes = call.nodes(0) if len(call) else call.here
    return (nodes[0].name or "").rpartition("}")[2] if nodes else ""


NODE_FUNCTIONS = {
    "count": Function(_count, 1, 1),
    "count-non-empty": Function(_count_non_empty, 1, 1),
    "position": Function(_position, 0, 1),
    "last": Function(lambda call: float(call.scope.size or 1)),
    "current": Function(lambda call: [call.scope.current], path_start=True),
    "instance": Function(_instance, 1, 1, path_start=True),
    "pulldata": Function(_pulldata, 4, 4),
    "indexed-repeat": Function(_indexed_repeat, 3, None),
    "randomize": Function(_randomize, 1, 2),
    "choice-name": Function(_choice_name, 2, 2),
    "itext": Function(lambda call: list(call.scope.world.texts(call.text(0))), 1, 1),
    "name": Function(_named, 0, 1),
    "local-name": Function(_named, 0, 1),
}
