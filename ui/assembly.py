"""Which pages the window has, and what can be done from everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from ui.shell.actions import Action
from ui.shell.desk import Desk
from ui.shell.page import Page
from ui.shell.quick_find import Finder, Found
from ui.shell.rail import PageSpec
from ui.shell.targets import CustomerTarget, SheetTarget, VisitTarget
from ui.shell.window import MainWindow

_FOUND_CUSTOMERS = 8


def main_window(desk: Desk, *, user_actions: Sequence[Action] = ()) -> MainWindow:
    """The window for a signed-in user, the workbench first."""
    window = MainWindow(
        desk, PAGES, actions=everywhere(desk), user_actions=user_actions, finders=(customer_finder(desk),)
    )
    window.show_facts(("buildings", desk.app.user.branch_name))
    desk.jobs.start(window, lambda _task: _customer_count(desk), partial(_show_count, window, desk))
    window.go("workbench")
    return window


def everywhere(desk: Desk) -> Sequence[Action]:
    """The actions of every page (design §6)."""
    return (
        Action(text="录调查表", key="Alt+D", icon="clipboard-text", slot=lambda: desk.go("survey", SheetTarget())),
        Action(text="记拜访", key="Alt+B", icon="calendar-check", slot=lambda: desk.go("visits", VisitTarget())),
        Action(
            text="新客户", key="Alt+K", icon="user-plus", slot=lambda: desk.go("customers", CustomerTarget(create=True))
        ),
    )


def customer_finder(desk: Desk) -> Finder:
    """Quick find's customers."""

    def find(text: str) -> Sequence[Found]:
        from app.customers.archive import list_customers

        return [
            Found(
                text=row.name,
                detail=f"{row.customer_no}　{row.market}",
                icon="address-book",
                run=partial(desk.go, "customers", CustomerTarget(customer_id=row.id)),
            )
            for row in list_customers(desk.app, text, limit=_FOUND_CUSTOMERS)
        ]

    return find


def _customer_count(desk: Desk) -> int:
    from app.customers.archive import count_customers

    return count_customers(desk.app)


def _show_count(window: MainWindow, desk: Desk, customers: int) -> None:
    window.show_facts(("buildings", desk.app.user.branch_name), ("address-book", f"客户 {customers:,} 家"))


def _workbench(desk: Desk) -> Page:
    from ui.pages.workbench.page import WorkbenchPage

    return WorkbenchPage(desk)


def _customers(desk: Desk) -> Page:
    from ui.pages.customers.page import CustomersPage

    return CustomersPage(desk)


def _survey(desk: Desk) -> Page:
    from ui.pages.survey.page import SurveyPage

    return SurveyPage(desk)


def _survey_entry(desk: Desk) -> Page:
    from ui.pages.survey.entry_page import EntryPage

    return EntryPage(desk)


def _visits(desk: Desk) -> Page:
    from ui.pages.visits.page import VisitsPage

    return VisitsPage(desk)


def _reports(desk: Desk) -> Page:
    from ui.pages.reports.page import ReportsPage

    return ReportsPage(desk)


PAGES = (
    PageSpec("workbench", "工作台", "house", _workbench, 1),
    PageSpec("customers", "客户", "address-book", _customers, 2),
    PageSpec("survey", "调查表", "clipboard-text", _survey, 3),
    PageSpec("survey_entry", "录调查表", "clipboard-text", _survey_entry, under="survey"),
    PageSpec("visits", "拜访", "calendar-check", _visits, 4),
    PageSpec("reports", "报表", "printer", _reports, 8),
)
"""The pages there are; each keeps the Ctrl key the design gives it (§6)."""
