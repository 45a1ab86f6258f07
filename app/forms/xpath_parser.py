"""ODK's dialect of XPath 1.0 on elementpath: its operators, its functions, its way through paths.

elementpath parses and walks the axes; operators and functions are replaced where ODK's own engine differs from the
standard (forms/README.md, traps 1-12). Nodes come from `app.forms.live`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from copy import copy
from typing import Any, cast

from elementpath.xpath1 import XPath1Parser
from elementpath.xpath_nodes import XPathNode
from elementpath.xpath_tokens import XPathFunction, XPathToken

from app.forms.xpath_compare import compare
from app.forms.xpath_scope import Arguments, Function, Scope, result_of
from app.forms.xpath_values import NAN, Nodes, Value, to_number, to_truth

JAVAROSA = "http://openrosa.org/javarosa"
NAMESPACES = {
    "jr": JAVAROSA,
    "odk": "http://www.opendatakit.org/xforms",
    "orx": "http://openrosa.org/xforms",
    "xf": "http://www.w3.org/2002/xforms",
}
_NO_CONTEXT: Any = None


def _nodes_at(token: XPathToken, scope: Scope, starts: Nodes) -> Nodes:
    """One step from all of `starts`; a predicate counts positions over all the nodes found (as ODK Web Forms does)."""
    if token.symbol == "[":
        return _kept(token[1], scope, _nodes_at(token[0], scope, starts))
    found: dict[XPathNode, None] = {}
    for node in starts:
        found.update(dict.fromkeys(_selected(token, scope.at(node))))
    return list(found)


def _selected(token: XPathToken, scope: Scope) -> Iterator[XPathNode]:
    return cast("Iterator[XPathNode]", token.select(scope))


def _kept(predicate: XPathToken, scope: Scope, nodes: Nodes) -> Nodes:
    kept = []
    for position, node in enumerate(nodes, 1):
        value = result_of(predicate, scope.at(node, position, len(nodes)))
        number = isinstance(value, float) and not isinstance(value, bool)
        if (value == position) if number else to_truth(value):
            kept.append(node)
    return kept


def _select_child(self: XPathToken, context: Any = _NO_CONTEXT) -> Iterator[XPathNode]:
    if context is None:
        raise self.missing_context()
    if not self:
        yield context.document
    elif len(self) == 1:
        yield from _nodes_at(self[0], context, [context.document])
    else:
        yield from _nodes_at(self[1], context, _started(self, context))


def _select_descendant(self: XPathToken, context: Any = _NO_CONTEXT) -> Iterator[XPathNode]:
    if context is None:
        raise self.missing_context()
    starts: list[Any] = [context.document] if len(self) == 1 else [*_started(self, context)]
    reached: dict[XPathNode, None] = {}
    for start in starts:
        reached.update(dict.fromkeys(start.iter_descendants()))
    yield from _nodes_at(self[-1], context, list(reached))


def _started(path: XPathToken, context: Scope) -> Nodes:
    starts = result_of(path[0], copy(context))
    if not isinstance(starts, list):
        raise path.error("XPTY0019", "a path starts at a node-set")
    return starts


def _select_predicate(self: XPathToken, context: Any = _NO_CONTEXT) -> Iterator[XPathNode]:
    if context is None:
        raise self.missing_context()
    value = result_of(self[0], copy(context))
    yield from _kept(self[1], context, value if isinstance(value, list) else [])


def _evaluate_nodes(self: XPathToken, context: Any = _NO_CONTEXT) -> Nodes:
    return list(_selected(self, context))


def _evaluate_comparison(self: XPathToken, context: Any = _NO_CONTEXT) -> bool:
    return compare(self.symbol, result_of(self[0], copy(context)), result_of(self[1], copy(context)))


def _evaluate_and(self: XPathToken, context: Any = _NO_CONTEXT) -> Value:
    left = result_of(self[0], copy(context))
    return result_of(self[1], copy(context)) if to_truth(left) else left


def _evaluate_or(self: XPathToken, context: Any = _NO_CONTEXT) -> Value:
    left = result_of(self[0], copy(context))
    return left if to_truth(left) else result_of(self[1], copy(context))


def _divided(left: float, right: float) -> float:
    if right != 0:
        return left / right
    return NAN if left == 0 or math.isnan(left) else math.copysign(math.inf, left) * math.copysign(1, right)


def _remainder(left: float, right: float) -> float:
    return NAN if right == 0 or math.isinf(left) else math.fmod(left, right)


_ARITHMETIC: Mapping[str, Callable[[float, float], float]] = {
    "+": lambda a, b: float(a) + float(b),
    "-": lambda a, b: float(a) - float(b),
    "*": lambda a, b: float(a) * float(b),
    "div": lambda a, b: _divided(float(a), float(b)),
    "mod": lambda a, b: _remainder(float(a), float(b)),
}


def _evaluate_arithmetic(self: XPathToken, context: Any = _NO_CONTEXT) -> Value:
    if self.symbol == "*" and not self:
        return list(_selected(self, context))
    left = to_number(result_of(self[0], copy(context)))
    if len(self) == 1:
        return -float(left) if self.symbol == "-" else float(left)
    return _ARITHMETIC[self.symbol](left, to_number(result_of(self[1], copy(context))))


def _select_union(self: XPathToken, context: Any = _NO_CONTEXT) -> Iterator[XPathNode]:
    if context is None:
        raise self.missing_context()
    found = {node for side in (0, 1) for node in self[side].select(copy(context))}
    yield from (node for node in context.document.iter_descendants() if node in found)


def _evaluate_literal(self: XPathToken, context: Any = _NO_CONTEXT) -> Value:
    return self.value if isinstance(self.value, str) else float(cast("float", self.value))


def _function_class(name: str, function: Function) -> type[XPathFunction]:
    def evaluate(self: XPathFunction, context: Any = _NO_CONTEXT) -> Value:
        if context is None:
            raise self.missing_context()
        return function.call(Arguments(self, context))

    return type(
        f"Odk{name.title().replace('-', '')}",
        (XPathFunction,),
        {
            "symbol": name, "lookup_name": name, "lbp": 90, "rbp": 90, "evaluate": evaluate,
            "label": "kind test" if function.path_start else "function",
            "namespace": None,
            "nargs": function.least if function.least == function.most else (function.least, function.most),
        },
    )  # fmt: skip


def _redefined(table: dict[str, Any], symbol: str, **members: Any) -> None:
    """Give this dialect its own token class; those of elementpath are shared with its other parsers."""
    base = table[symbol]
    table[symbol] = type(f"Odk{base.__name__.strip('_')}", (base,), members)


def _led_binary(self: XPathToken, left: XPathToken) -> XPathToken:
    self[:] = left, self.parser.expression(rbp=self.rbp)
    return self


def _led_path(self: XPathToken, left: XPathToken) -> XPathToken:
    """A path goes on from a step, a function that finds nodes, or brackets, never from a literal."""
    if left.label == "literal" or left.symbol in _ARITHMETIC:
        raise self.wrong_syntax()
    if self.parser.next_token.label not in self.parser.PATH_STEP_LABELS:
        self.parser.expected_next(*self.parser.PATH_STEP_SYMBOLS)
    self[:] = left, self.parser.expression(75)
    return self


def dialect(functions: Mapping[str, Function]) -> dict[str, Any]:
    """The symbol table of ODK's dialect with these functions and no others."""
    kinds = ("node", "text", "comment", "processing-instruction")
    table = {
        symbol: token for symbol, token in XPath1Parser.symbol_table.items()
        if symbol in kinds or not issubclass(token, XPathFunction)
    }  # fmt: skip
    for symbol, power in (("=", 30), ("!=", 30), ("<", 32), ("<=", 32), (">", 32), (">=", 32)):
        _redefined(table, symbol, evaluate=_evaluate_comparison, led=_led_binary, lbp=power, rbp=power)
    for symbol in ("+", "-", "*", "div", "mod"):
        _redefined(table, symbol, evaluate=_evaluate_arithmetic)
    for symbol in ("(string)", "(integer)", "(decimal)", "(float)"):
        _redefined(table, symbol, evaluate=_evaluate_literal)
    _redefined(table, "and", evaluate=_evaluate_and)
    _redefined(table, "or", evaluate=_evaluate_or)
    _redefined(table, "/", select=_select_child, evaluate=_evaluate_nodes, led=_led_path)
    _redefined(table, "//", select=_select_descendant, evaluate=_evaluate_nodes, led=_led_path)
    _redefined(table, ".", evaluate=_evaluate_nodes)
    _redefined(table, "..", evaluate=_evaluate_nodes)
    _redefined(table, "[", select=_select_predicate, evaluate=_evaluate_nodes)
    _redefined(table, "|", select=_select_union, evaluate=_evaluate_nodes)
    for name, function in functions.items():
        table[name] = _function_class(name, function)
    return table
