"""What tests of the reports page have in common."""

from __future__ import annotations

from typing import cast

from tests.support.sample import Office
from ui.pages.reports.page import ReportsPage


def page_of(office: Office) -> ReportsPage:
    return cast("ReportsPage", office.window.page)
