"""Where an expression is evaluated, and how the functions of the dialect get at their arguments."""

from __future__ import annotations

import random
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from elementpath.xpath_context import XPathContext
from elementpath.xpath_nodes import XPathNode
from elementpath.xpath_tokens import XPathToken

from app.forms.xpath_values import Moment, Nodes, Value, each_value, to_number, to_text, to_truth


@dataclass(frozen=True, slots=True)
class World:
    """What expressions read besides the sheet: the clock, chance, other lists, and translated texts."""

    now: Callable[[], datetime]
    chance: random.Random
    list_root: Callable[[str], XPathNode | None]
    texts: Callable[[str], list[XPathNode]] = field(default=lambda _: [])
    choice_name: Callable[[XPathNode, str], str] = field(default=lambda _node, _code: "")
    compile: Callable[[str], XPathToken] | None = None


class Scope(XPathContext):
    """Where an expression is being evaluated; `current` is the node it belongs to."""

    __slots__ = ("current", "world")

    def __init__(self, node: XPathNode, document: Any, world: World) -> None:
        self.root = self.document = document
        self.item = self.current = node
        self.world = world
        self.namespaces = {}
        self.variables = {}
        self.position = self.size = 1
        self.axis = None

    def __copy__(self) -> Scope:
        twin: Scope = object.__new__(Scope)
        twin.root, twin.document, twin.item, twin.current = self.root, self.document, self.item, self.current
        twin.world, twin.namespaces, twin.variables = self.world, self.namespaces, self.variables
        twin.position, twin.size, twin.axis = self.position, self.size, None
        return twin

    def at(self, node: XPathNode, position: int = 1, size: int = 1) -> Scope:
        """The same place with another context node."""
        twin = copy(self)
        twin.item, twin.position, twin.size = node, position, size
        return twin


class Arguments:
    """The arguments of one function call, each evaluated when asked for."""

    __slots__ = ("_token", "scope")

    def __init__(self, token: XPathToken, scope: Scope) -> None:
        self._token = token
        self.scope = scope

    def __len__(self) -> int:
        return len(self._token)

    def value(self, index: int) -> Value:
        """The argument as it is."""
        return result_of(self._token[index], copy(self.scope))

    def text(self, index: int) -> str:
        """The argument as text."""
        return to_text(self.value(index))

    @property
    def here(self) -> Nodes:
        """The context node, as a node-set."""
        return [cast("XPathNode", self.scope.item)]

    def number(self, index: int) -> float:
        """The argument as number."""
        return to_number(self.value(index))

    def truth(self, index: int) -> bool:
        """The argument as condition."""
        return to_truth(self.value(index))

    def nodes(self, index: int) -> Nodes:
        """The argument as node-set; anything else is the form's mistake."""
        value = self.value(index)
        if not isinstance(value, list):
            raise self._token.error("XPTY0004", "a node-set is expected")
        return value

    def each(self, start: int = 0) -> list[Value]:
        """The single values of all arguments from `start` on, node-sets taken apart."""
        return [single for index in range(start, len(self)) for single in each_value(self.value(index))]


@dataclass(frozen=True, slots=True)
class Function:
    """One function of the dialect: what it does and how many arguments it takes (`most` None: any number)."""

    call: Callable[[Arguments], Value]
    least: int = 0
    most: int | None = 0
    path_start: bool = False


def result_of(token: XPathToken, scope: Scope | None) -> Value:
    """The value of an expression in the dialect's types."""
    value: Any = token.evaluate(scope)
    if isinstance(value, (str, bool, Moment, float)):
        return value
    if isinstance(value, list):
        return value
    return float(value)
