"""Expressions of survey forms: parsed once a form, evaluated as ODK's own engine does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from elementpath import ElementPathError
from elementpath.xpath1 import XPath1Parser
from elementpath.xpath_tokens import XPathToken

from app.forms import xpath_regex
from app.forms.xpath_node_functions import NODE_FUNCTIONS
from app.forms.xpath_number_functions import NUMBER_FUNCTIONS
from app.forms.xpath_parser import NAMESPACES, dialect
from app.forms.xpath_text_functions import TEXT_FUNCTIONS
from app.forms.xpath_values import utf16_units

FUNCTIONS = {**TEXT_FUNCTIONS, **NUMBER_FUNCTIONS, **NODE_FUNCTIONS}

_UNKNOWN_FUNCTION = re.compile(r"unknown function '([^']+)'")


class OdkParser(XPath1Parser):
    """Parses ODK's dialect of XPath 1.0."""

    DEFAULT_NAMESPACES = {**XPath1Parser.DEFAULT_NAMESPACES, **NAMESPACES}  # noqa: RUF012
    symbol_table = dialect(FUNCTIONS)


class BadExpression(Exception):
    """An expression that cannot be used; `str(error)` is the Chinese reason, without the place."""


@lru_cache(maxsize=1)
def _parser() -> OdkParser:
    return OdkParser()


def parsed(expression: str) -> XPathToken:
    """The expression ready to evaluate; raises BadExpression."""
    try:
        token = _parser().parse(expression.strip())
    except ElementPathError as error:
        raise BadExpression(_reason(error)) from error
    except (ValueError, TypeError, IndexError, RecursionError) as error:
        raise BadExpression("写法有误") from error
    for pattern in _literal_patterns(token):
        try:
            xpath_regex.compiled(utf16_units(pattern))
        except (re.error, OverflowError) as error:
            raise BadExpression(f"正则表达式“{pattern}”写法有误") from error
    return token


def _reason(error: ElementPathError) -> str:
    text = str(error)
    if found := _UNKNOWN_FUNCTION.search(text):
        return f"不认识函数 {found.group(1)}()"
    if any(hint in text for hint in ("oo few arguments", "oo many arguments", "has no arguments", "an argument")):
        return "函数的参数个数不对"
    if "prefix" in text and "not declared" in text:
        return "用了没有声明的前缀"
    if "(end)" in text or "end of source" in text:
        return "表达式没有写完，可能少了括号或引号"
    return "写法有误，可能是括号、引号或运算符不对"


def _literal_patterns(token: XPathToken) -> Iterator[str]:
    for found in token.iter():
        if found.symbol == "regex" and len(found) == 2 and found[1].symbol == "(string)":
            yield str(found[1].value)
