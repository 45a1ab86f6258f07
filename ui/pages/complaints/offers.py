"""What the forms and filters of complaints offer, read once in the background."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from app.complaints.offering import departments, people
from app.context import App
from app.forms.model import Choice, Field
from app.people.offices import list_branches

Pairs = Sequence[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Offers:
    """Ids and names."""

    people: Pairs = ()
    departments: Pairs = ()
    branches: Pairs = ()

    def references(self, fields: Sequence[Field]) -> dict[str, Callable[[], Sequence[Choice]]]:
        """The options of those of the fields that name somebody or a department."""
        found: dict[str, Callable[[], Sequence[Choice]]] = {}
        for field in fields:
            pairs = {"employee": self.people, "department": self.departments}.get(field.references)
            if pairs is not None:
                offered = [Choice(str(number), name) for number, name in pairs]
                found[field.name] = partial(tuple, offered)
        return found


def read_offers(app: App) -> Offers:
    """Runs on a worker thread."""
    return Offers(people(app), departments(app), list_branches(app))
