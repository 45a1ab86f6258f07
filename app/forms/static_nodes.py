"""Choice lists and translated texts as nodes that expressions can walk through; they never change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element

from elementpath.xpath_nodes import ElementNode, XPathNodeTree


class StaticNode(ElementNode):
    """One element of a list: its text, or its children."""

    def __init__(self, name: str, text: str = "", parent: StaticNode | None = None) -> None:
        self.name = name
        self.value = self
        self.parent = parent
        self.position = 1
        self.children = []
        self.xsd_type = self.xsd_element = None
        self._nsmap = {}
        self._text = text
        if parent is not None:
            self.tree = parent.tree
            parent.children.append(self)
        else:
            self.tree = XPathNodeTree(self)

    @property
    def string_value(self) -> str:
        """The text in it and below it."""
        return "".join(child.string_value for child in self.children) if self.children else self._text

    def column(self, name: str) -> str:
        """The text of the child with this name, empty without one."""
        return next((child.string_value for child in self.children if child.name == name), "")

    def columns(self) -> dict[str, str]:
        """All children, name to text."""
        return {child.name or "": child.string_value for child in self.children}

    def items(self) -> list[StaticNode]:
        """The rows of a list (`root/item`)."""
        return [
            item for root in self.children if root.name == "root" and isinstance(root, StaticNode)
            for item in root.children if isinstance(item, StaticNode) and item.name == "item"
        ]  # fmt: skip


def from_element(element: Element) -> StaticNode:
    """The list an XML `instance` element holds; names lose their namespace."""
    return _copied(element, None)


def _copied(element: Element, parent: StaticNode | None) -> StaticNode:
    inner = len(element) > 0
    node = StaticNode(element.tag.rpartition("}")[2], "" if inner else element.text or "", parent)
    for child in element:
        _copied(child, node)
    return node


def from_rows(rows: Iterable[Mapping[str, str]]) -> StaticNode:
    """The list of a table, one item a row."""
    top = StaticNode("instance")
    root = StaticNode("root", parent=top)
    for row in rows:
        item = StaticNode("item", parent=root)
        for name, text in row.items():
            StaticNode(name, text, item)
    return top
