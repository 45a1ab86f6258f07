"""What the editor is given and what it hands back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ui.pages.planning.carrying import Thing
from ui.pages.planning.people import Person
from ui.pages.planning.steps import Step


@dataclass(frozen=True, slots=True)
class Arrangement:
    """One planned visit as the editor begins. `values` are the item's fields; `usual` is the step rule R05 gives;
    `last` head and words of the visit before; `closed` says why it may only be read, `warnings` what is doubtful.
    """

    item_id: int
    row_version: int
    customer_id: int | None
    customer: str
    grade: str
    values: Mapping[str, Any]
    people: Sequence[Person] = ()
    steps: Sequence[Step] = ()
    usual: str = ""
    things: Sequence[Thing] = ()
    last: tuple[str, str] = ("", "")
    warnings: Sequence[str] = ()
    closed: str = ""
    visit_id: int | None = None


@dataclass(frozen=True, slots=True)
class Arranged:
    """What was typed: values by field name, as `clean` takes them."""

    values: Mapping[str, Any]
    people: Sequence[Person] = ()
    things: Sequence[Thing] = field(default=())
