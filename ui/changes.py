"""“These records changed”, said once by whoever changed them: pages that show such records read anew."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Changes(QObject):
    """The broadcast. Kinds are table names: customers, survey_sheets, visits, visit_plans, daily_reports…"""

    happened = Signal(object)

    def tell(self, *kinds: str) -> None:
        """Say which kinds of records were just changed (committed); call it on the GUI thread."""
        self.happened.emit(frozenset(kinds))
