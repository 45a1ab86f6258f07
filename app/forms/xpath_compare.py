"""Comparison as ODK Web Forms does it: texts as text, anything with a number as numbers, node-sets node by node."""

from __future__ import annotations

import operator
from collections.abc import Callable

from elementpath.xpath_nodes import XPathNode

from app.forms.xpath_values import Value, node_number, node_text, to_number, to_text, to_truth

ORDERS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def compare(symbol: str, left: Value, right: Value) -> bool:
    """Whether `left symbol right` holds; with node-sets, whether it does for any pair of nodes."""
    if symbol in ORDERS:
        return _ordered(ORDERS[symbol], left, right)
    if isinstance(left, bool) or isinstance(right, bool):
        return (to_truth(left) == to_truth(right)) == (symbol == "=")
    wanted = symbol == "="
    return any(_equal(a, b) == wanted for a in _items(left) for b in _items(right))


def _items(value: Value) -> list[XPathNode | str | float]:
    return list(value) if isinstance(value, list) else [value]


def _number(item: XPathNode | str | float) -> float:
    return node_number(item) if isinstance(item, XPathNode) else to_number(item)


def _text(item: XPathNode | str | float) -> str:
    return node_text(item) if isinstance(item, XPathNode) else to_text(item)


def _equal(left: XPathNode | str | float, right: XPathNode | str | float) -> bool:
    texts = (str, XPathNode)
    if isinstance(left, texts) and isinstance(right, texts):
        return _text(left) == _text(right)
    return _number(left) == _number(right)


def _ordered(order: Callable[[float, float], bool], left: Value, right: Value) -> bool:
    return any(order(_number(a), _number(b)) for a in _items(left) for b in _items(right))
