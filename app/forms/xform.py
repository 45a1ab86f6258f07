"""Reads an XForm (what pyxform makes of an XLSForm) into a `Definition`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from io import StringIO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from app.forms.definition import Action, Bind, Control, Definition, Expression, Itemset, NodeDefinition, Text
from app.forms.static_nodes import StaticNode, from_element, from_rows
from app.forms.xpath import BadExpression, parsed

XF = "{http://www.w3.org/2002/xforms}"
XH = "{http://www.w3.org/1999/xhtml}"
JR = "{http://openrosa.org/javarosa}"
SB = "{urn:sweepbook:form}"
ENTITIES = "{http://www.opendatakit.org/xforms/entities}"

TYPES = {
    "int": "int", "integer": "int", "decimal": "decimal", "date": "date", "time": "time", "dateTime": "dateTime",
    "geopoint": "geopoint", "geotrace": "geotrace", "geoshape": "geoshape", "binary": "binary", "boolean": "boolean",
    "barcode": "barcode", "intent": "intent", "string": "string",
}  # fmt: skip
CONTROLS = frozenset(("input", "select", "select1", "rank", "upload", "trigger", "range"))
RULES = ("relevant", "required", "readonly", "constraint", "calculate")

_ITEXT = re.compile(r"jr:itext\(\s*(['\"])(.*?)\1\s*\)")
_ITEXT_COLUMN = re.compile(r"jr:itext\(\s*([\w.-]+)\s*\)")
_LIST = re.compile(r"\s*(?:randomize\(\s*)?instance\(\s*(['\"])(.+?)\1\s*\)/root/item(?:\[(.*)\])?", re.DOTALL)

ListReader = Callable[[str], "list[dict[str, str]] | None"]
"""Finds the rows of a list that lies beside the form (by file name); None when it is not there."""


class BadXForm(Exception):
    """Rules that cannot be used: `problems` maps (node path, rule name) to the Chinese reason."""

    def __init__(self, problems: Mapping[tuple[str, str], str]) -> None:
        super().__init__("; ".join(problems.values()))
        self.problems = dict(problems)


def read_xform(xml: str, read_list: ListReader) -> Definition:
    """The form in an XForm's text; raises BadXForm when expressions in it cannot be used."""
    reader = _Reader(xml)
    definition = reader.definition(read_list)
    if reader.problems:
        raise BadXForm(reader.problems)
    return definition


class _Reader:
    """One reading of one XForm."""

    def __init__(self, xml: str) -> None:
        self.xml = xml
        self.problems: dict[tuple[str, str], str] = {}
        self.prefixes = {uri: prefix for _, (prefix, uri) in ElementTree.iterparse(StringIO(xml), ["start-ns"])}
        self.top = ElementTree.fromstring(xml)
        self.model = _required(self.top, f"{XH}head/{XF}model")
        self.texts = dict(self._translations())
        self.binds = {bind.get("nodeset", "").strip(): bind for bind in self.model.findall(f"{XF}bind")}
        self.controls: dict[str, Element] = {}
        self.repeats: dict[str, Element] = {}
        self.actions: dict[str, list[Action]] = {}
        body = _required(self.top, f"{XH}body")
        self._index_body(body)
        self._index_actions(self.model, "")

    def definition(self, read_list: ListReader) -> Definition:
        instances = self.model.findall(f"{XF}instance")
        primary = instances[0][0]
        lists, missing = self._lists(instances[1:], read_list)
        title = self.top.findtext(f"{XH}head/{XH}title") or ""
        root = self._node(primary, "")
        return Definition(
            root=root, form_id=primary.get("id", ""), title=title, version=primary.get("version", ""),
            entity_list=next((e.get("dataset", "") for e in primary.iter(f"{XF}entity")), ""),
            lists=lists, missing_lists=missing, texts=self.texts, xml=self.xml,
        )  # fmt: skip

    def _lists(self, instances: list[Element], read: ListReader) -> tuple[dict[str, StaticNode], tuple[str, ...]]:
        lists, missing = {}, []
        for instance in instances:
            name, source = instance.get("id", ""), instance.get("src", "")
            if not source:
                lists[name] = from_element(instance)
                continue
            rows = read(source.rpartition("/")[2]) if source.startswith("jr://file-csv/") else None
            if rows is None and not source.startswith("jr://instance/"):
                missing.append(source.rpartition("/")[2])
            lists[name] = from_rows(rows or [])
        return lists, tuple(missing)

    # texts

    def _translations(self) -> Iterator[tuple[str, Text]]:
        languages = self.model.findall(f"{XF}itext/{XF}translation")
        chosen = next((language for language in languages if language.get("default")), None)
        if chosen is None and languages:
            chosen = languages[0]
        for text in chosen if chosen is not None else ():
            values = [value for value in text if value.get("form") in (None, "long", "short", "guidance")]
            yield text.get("id", ""), tuple(part for value in values for part in self._parts(value))

    def _parts(self, element: Element) -> Text:
        parts: list[str | Expression] = [element.text or ""]
        for child in element:
            if child.tag == f"{XF}output":
                parts.append(self._expression(child.get("value", ""), "", "output") or "")
            parts.append(child.tail or "")
        return tuple(part for part in parts if part != "")

    def _text(self, element: Element | None) -> Text:
        if element is None:
            return ()
        ref = element.get("ref")
        return self._parts(element) if ref is None else self._message(ref)

    def _message(self, message: str | None) -> Text:
        if message is None:
            return ()
        found = _ITEXT.fullmatch(message.strip())
        return self.texts.get(found.group(2), ()) if found else (message,)

    def _expression(self, source: str | None, path: str, rule: str) -> Expression | None:
        if source is None:
            return None
        try:
            return Expression(source, parsed(source))
        except BadExpression as error:
            self.problems[path, rule] = str(error)
            return None

    # body and model

    def _index_body(self, element: Element) -> None:
        for child in element:
            tag = child.tag.rpartition("}")[2]
            ref = (child.get("ref") or child.get("nodeset") or "").strip()
            if tag == "repeat":
                self.repeats[ref] = child
                label = element.find(f"{XF}label") if element.get("ref", "").strip() == ref else None
                if label is not None and child.find(f"{XF}label") is None:
                    child.insert(0, label)
                child.attrib.setdefault("appearance", element.get("appearance", ""))
                self._index_actions(child, "")
            elif tag in CONTROLS:
                self.controls[ref] = child
                self._index_actions(child, ref)
            elif tag == "group" and ref:
                self.controls.setdefault(ref, child)
            if tag in ("group", "repeat"):
                self._index_body(child)

    def _index_actions(self, owner: Element, source: str) -> None:
        for action in owner.findall(f"{XF}setvalue"):
            ref = re.sub(r"\[[^\]]*\]", "", action.get("ref", "")).strip()
            value = self._expression(action.get("value") or f"'{action.text or ''}'", ref, "default")
            if value is not None:
                events = frozenset(action.get("event", "").split())
                self.actions.setdefault(ref, []).append(Action(events, value, source))

    def _node(self, element: Element, parent: str) -> NodeDefinition:
        path = f"{parent}/{self._qualified(element.tag)}"
        children = self._children(element, path)
        control = self._control(path)
        return NodeDefinition(
            name=_xpath_name(element.tag), path=path, kind="group" if children else "leaf", control=control,
            bind=self._bind(path, control), default="" if children else element.text or "", children=children,
            actions=tuple(self.actions.get(path, ())),
        )  # fmt: skip

    def _children(self, element: Element, path: str) -> tuple[NodeDefinition, ...]:
        children: dict[str, list[Element]] = {}
        for child in element:
            children.setdefault(child.tag, []).append(child)
        return tuple(
            self._repeat(same, path) if self._is_repeat(same[0], path) else self._node(same[0], path)
            for same in children.values()
        )

    def _is_repeat(self, element: Element, parent: str) -> bool:
        return f"{parent}/{self._qualified(element.tag)}" in self.repeats

    def _repeat(self, elements: list[Element], parent: str) -> NodeDefinition:
        first = elements[0]
        path = f"{parent}/{self._qualified(first.tag)}"
        explicit = first.get(f"{JR}template") is not None
        template = self._children(first, path)
        rows = elements[1:] if explicit else elements
        control = self._control(path)
        return NodeDefinition(
            name=_xpath_name(first.tag), path=path, kind="repeat", control=control, bind=self._bind(path, control),
            children=template if explicit else tuple(map(_blanked, template)),
            rows=tuple(self._children(row, path) for row in rows),
        )  # fmt: skip

    def _qualified(self, tag: str) -> str:
        uri, _, name = tag[1:].rpartition("}") if tag.startswith("{") else ("", "", tag)
        prefix = self.prefixes.get(uri, "")
        return f"{prefix}:{name}" if prefix else name

    def _bind(self, path: str, control: Control | None) -> Bind:
        bind = self.binds.get(path)
        if bind is None:
            return Bind(type="binary" if control and control.tag == "upload" else "string")
        rules = {rule: self._expression(bind.get(rule), path, rule) for rule in RULES}
        preload = bind.get(f"{JR}preload")
        extra = {key.removeprefix(SB): text for key, text in bind.attrib.items() if key.startswith(SB)}
        if save_to := bind.get(f"{ENTITIES}saveto"):
            extra["save_to"] = save_to
        return Bind(
            type=TYPES.get((bind.get("type") or "string").removeprefix("xsd:"), "string"), **rules,
            constraint_message=self._message(bind.get(f"{JR}constraintMsg")),
            required_message=self._message(bind.get(f"{JR}requiredMsg")),
            preload=None if preload is None else (preload, bind.get(f"{JR}preloadParams") or ""), extra=extra,
        )  # fmt: skip

    def _control(self, path: str) -> Control | None:
        element = self.repeats.get(path, self.controls.get(path))
        if element is None:
            return None
        plain = {key: text for key, text in element.attrib.items() if not key.startswith("{")}
        return Control(
            tag=element.tag.rpartition("}")[2], label=self._text(element.find(f"{XF}label")),
            hint=self._text(element.find(f"{XF}hint")), appearance=element.get("appearance", ""),
            itemset=self._itemset(element, path), attributes=plain,
            count=self._expression(element.get(f"{JR}count"), path, "repeat_count"),
            fixed_rows=element.get(f"{JR}noAddRemove") == "true()",
        )  # fmt: skip

    def _itemset(self, element: Element, path: str) -> Itemset | None:
        itemset = element.find(f"{XF}itemset")
        if itemset is None:
            items = element.findall(f"{XF}item")
            pairs = tuple((i.findtext(f"{XF}value") or "", self._text(i.find(f"{XF}label"))) for i in items)
            return Itemset(nodes=None, items=pairs) if pairs else None
        source = itemset.get("nodeset", "")
        value, label = itemset.find(f"{XF}value"), itemset.find(f"{XF}label")
        label_ref = label.get("ref", "label") if label is not None else "label"
        translated = _ITEXT_COLUMN.fullmatch(label_ref)
        found = _LIST.match(source)
        return Itemset(
            nodes=self._expression(source, path, "choice_filter"),
            list_name=found.group(2) if found else "", condition=(found.group(3) or "").strip() if found else source,
            value=value.get("ref", "name") if value is not None else "name",
            label=translated.group(1) if translated else label_ref, translated=translated is not None,
        )  # fmt: skip


def _required(element: Element, path: str) -> Element:
    found = element.find(path)
    if found is None:
        raise BadXForm({("", "form"): "不是 XForm 文件"})
    return found


def _xpath_name(tag: str) -> str:
    return tag.removeprefix(XF)


def _blanked(node: NodeDefinition) -> NodeDefinition:
    """The same structure without values, for the new rows of a repeat that has no template."""
    return NodeDefinition(
        name=node.name, path=node.path, kind=node.kind, bind=node.bind, control=node.control,
        children=tuple(map(_blanked, node.children)), actions=node.actions,
    )  # fmt: skip
