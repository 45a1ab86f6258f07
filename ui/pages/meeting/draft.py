"""What is being decided and not saved yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.meetings.evening import Evening, MeetingVisit
from app.meetings.saving import VISIT, DecisionInput, MeetingInput

USUAL_KIND = VISIT


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision, with the name of its customer and of who does it."""

    customer_id: int
    customer: str
    text: str
    owner_id: int
    owner: str
    due_on: date
    kind: str = USUAL_KIND
    visit_id: int | None = None
    follow_up_id: int | None = None


class MeetingDraft:
    """Decisions by visit, those about customers who were not visited beside them, and the note's values.

    `is_changed` until what it holds is stored.
    """

    def __init__(self, read: Evening) -> None:
        self.read = read
        self.is_changed = False
        self._by_visit: dict[int, Decision] = {}
        self.others: list[Decision] = []
        visits = {visit.customer_id: visit for rep in reversed(read.reps) for visit in reversed(rep.visits)}
        for row in read.decisions:
            visit = visits.get(row.customer_id)
            decision = Decision(
                row.customer_id, row.customer, row.title, row.owner_id, row.owner, row.due_on, row.kind_code,
                visit.visit_id if visit else None, row.id,
            )  # fmt: skip
            if visit is not None and visit.visit_id not in self._by_visit:
                self._by_visit[visit.visit_id] = decision
            else:
                self.others.append(decision)

    def about(self, visit: MeetingVisit) -> Decision | None:
        """What is decided about a visit's customer."""
        return self._by_visit.get(visit.visit_id)

    def decide(self, visit: MeetingVisit, text: str, owner_id: int, due_on: date, kind: str) -> None:
        """Write a decision down; an earlier one of the same visit is replaced."""
        before = self.about(visit)
        owner = dict(self.read.people).get(owner_id, "")
        made = Decision(
            visit.customer_id, visit.customer, text, owner_id, owner, due_on, kind, visit.visit_id,
            before.follow_up_id if before else None,
        )  # fmt: skip
        if made != before:
            self._by_visit[visit.visit_id] = made
            self.is_changed = True

    def drop(self, visit: MeetingVisit) -> bool:
        """Take the decision about a visit away; False when there is none."""
        dropped = self._by_visit.pop(visit.visit_id, None)
        self.is_changed = self.is_changed or dropped is not None
        return dropped is not None

    def decisions(self) -> list[Decision]:
        """All of them, rep by rep as they lie on the table."""
        order = [visit.visit_id for rep in self.read.reps for visit in rep.visits]
        return [*(self._by_visit[number] for number in order if number in self._by_visit), *self.others]

    def to_save(self, note: Mapping[str, Any]) -> MeetingInput:
        """With the note's cleaned values, what the service takes."""
        return MeetingInput(
            note["start_at"],
            note["place"] or "",
            tuple(int(person) for person in note["attendee_ids"]),
            int(note["recorder_id"]),
            note["topics"] or "",
            note["conclusions"] or "",
            tuple(
                DecisionInput(
                    each.customer_id, each.text, each.owner_id, each.due_on, each.kind, each.visit_id, each.follow_up_id
                )
                for each in self.decisions()
            ),
        )
