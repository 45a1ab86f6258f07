"""Which pages the window has, and what can be done from everywhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from app.context import App
from app.people.keeping import MARKETS, PEOPLE, may_keep
from ui.shell.actions import Action
from ui.shell.desk import Desk
from ui.shell.page import Page
from ui.shell.quick_find import Finder, Found
from ui.shell.rail import PageSpec
from ui.shell.targets import CustomerTarget
from ui.shell.window import MainWindow

_FOUND_CUSTOMERS = 8


def main_window(desk: Desk, *, user_actions: Sequence[Action] = ()) -> MainWindow:
    """The window for a signed-in user, the first of their pages shown."""
    specs, sees_customers = pages_for(desk.app), desk.app.may("customer.view")
    finders = (customer_finder(desk),) if sees_customers else ()
    window = MainWindow(
        desk, specs, actions=everywhere(desk, lambda: window.page), user_actions=user_actions, finders=finders
    )
    window.show_facts(("buildings", desk.app.user.branch_name))
    if sees_customers:
        _keep_count(window, desk)
    window.go(specs[0].name)
    return window


def pages_for(app: App) -> list[PageSpec]:
    """The pages the signed-in user has the rights for (rule R22); 办事处资料 takes the first place where it is alone."""
    shown = [spec for spec in PAGES if _may_see(app, spec.name)]
    if may_keep(app, PEOPLE + MARKETS):
        place = replace(OFFICE, under=shown[0].name) if shown else replace(OFFICE, label="办事处", digit=1)
        shown.append(place)
    return shown


def _may_see(app: App, page: str) -> bool:
    one_of = _ONE_OF.get(page, ())
    return all(app.may(right) for right in _NEEDED.get(page, ())) and (
        not one_of or any(app.may(right) for right in one_of)
    )


_PLACES = "更多页面"
"""What stands in a menu of its own: 菜单 is no higher than a small window."""


def everywhere(desk: Desk, page: Callable[[], Page]) -> Sequence[Action]:
    """The actions of every page (design §6) that the user may do; what they are about, the page shown knows."""
    app, may = desk.app, desk.app.may
    survey, visits = partial(desk.go, "survey"), partial(desk.go, "visits")
    customer, complaints = partial(desk.go, "customers", CustomerTarget(create=True)), partial(desk.go, "complaints")
    offered = (
        (may("survey.edit"), "录调查表", "Alt+D", "clipboard-text", lambda: survey(page().sheet_target()), ""),
        (may("visit.edit"), "记拜访", "Alt+B", "calendar-check", lambda: visits(page().visit_target()), ""),
        (may("complaint.register"), "登记投诉", "Alt+T", "headset", lambda: complaints(page().complaint_target()), ""),
        (may("customer.edit"), "新客户", "Alt+K", "user-plus", customer, ""),
        (_may_see(app, "roster"), "扫街花名册", "Alt+L", "map-trifold", partial(desk.go, "roster"), _PLACES),
        (may("daily.edit"), "晚间讨论会", "Alt+W", "users-three", partial(desk.go, "meeting"), _PLACES),
        (_may_see(app, "duplicates"), "查重", "", "users-three", partial(desk.go, "duplicates"), _PLACES),
        (_may_see(app, "filing"), "公司备案", "", "folder-open", partial(desk.go, "filing"), _PLACES),
        (may_keep(app, PEOPLE + MARKETS), OFFICE.label, "", OFFICE.icon, partial(desk.go, OFFICE.name), ""),
    )
    return [
        Action(text=text, key=key, icon=icon, slot=slot, group=group)
        for allowed, text, key, icon, slot, group in offered
        if allowed
    ]


def customer_finder(desk: Desk) -> Finder:
    """Quick find's customers."""

    def find(text: str) -> Sequence[Found]:
        from app.customers.listing import list_customers

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
    from app.customers.listing import count_customers

    return count_customers(desk.app)


def _keep_count(window: MainWindow, desk: Desk) -> None:
    """The status bar's number of customers, counted anew whenever customers changed."""

    def count(kinds: frozenset[str]) -> None:
        if "customers" in kinds:
            desk.jobs.reread(
                window, "customers", lambda _task: _customer_count(desk), partial(_show_count, window, desk)
            )

    desk.changes.happened.connect(count)
    count(frozenset({"customers"}))


def _show_count(window: MainWindow, desk: Desk, customers: int) -> None:
    window.show_facts(("buildings", desk.app.user.branch_name), ("address-book", f"客户 {customers:,} 家"))


def _workbench() -> type[Page]:
    from ui.pages.workbench.page import WorkbenchPage

    return WorkbenchPage


def _customers() -> type[Page]:
    from ui.pages.customers.page import CustomersPage

    return CustomersPage


def _duplicates() -> type[Page]:
    from ui.pages.duplicates.page import DuplicatesPage

    return DuplicatesPage


def _survey() -> type[Page]:
    from ui.pages.survey.page import SurveyPage

    return SurveyPage


def _survey_entry() -> type[Page]:
    from ui.pages.survey.entry_page import EntryPage

    return EntryPage


def _planning() -> type[Page]:
    from ui.pages.planning.page import PlanningPage

    return PlanningPage


def _roster() -> type[Page]:
    from ui.pages.roster.page import RosterPage

    return RosterPage


def _visits() -> type[Page]:
    from ui.pages.visits.page import VisitsPage

    return VisitsPage


def _meeting() -> type[Page]:
    from ui.pages.meeting.page import MeetingPage

    return MeetingPage


def _complaints() -> type[Page]:
    from ui.pages.complaints.page import ComplaintsPage

    return ComplaintsPage


def _filing() -> type[Page]:
    from ui.pages.filing.page import FilingPage

    return FilingPage


def _office() -> type[Page]:
    from ui.pages.office.page import OfficePage

    return OfficePage


def _importing() -> type[Page]:
    from ui.pages.importing.page import ImportPage

    return ImportPage


def _reports() -> type[Page]:
    from ui.pages.reports.page import ReportsPage

    return ReportsPage


PAGES = (
    PageSpec("workbench", "工作台", "house", _workbench, 1),
    PageSpec("customers", "客户", "address-book", _customers, 2),
    PageSpec("duplicates", "查重", "users-three", _duplicates, under="customers"),
    PageSpec("survey", "调查表", "clipboard-text", _survey, 3),
    PageSpec("survey_entry", "录调查表", "clipboard-text", _survey_entry, under="survey"),
    PageSpec("planning", "拜访", "calendar-check", _planning, 4),
    PageSpec("visits", "拜访列表", "calendar-check", _visits, under="planning"),
    PageSpec("roster", "扫街花名册", "map-trifold", _roster, under="planning"),
    PageSpec("complaints", "投诉", "headset", _complaints, 5),
    PageSpec("reports", "报表", "printer", _reports, 8),
    PageSpec("importing", "导入", "upload-simple", _importing, 9),
    PageSpec("meeting", "晚间讨论会", "users-three", _meeting, under="planning"),
    PageSpec("filing", "公司备案", "folder-open", _filing, under="reports"),
)
"""The pages there are; each keeps the Ctrl key the design gives it (§6)."""

OFFICE = PageSpec("office", "办事处资料", "buildings", _office)
"""The office's own data; it has no place in the rail, except for who sees nothing else."""

_NEEDED = {
    "workbench": ("visit.edit", "survey.edit"),
    "customers": ("customer.view",),
    "duplicates": ("customer.edit",),
    "survey": ("survey.edit",),
    "survey_entry": ("survey.edit",),
    "planning": ("visit.edit", "plan.edit"),
    "visits": ("visit.edit", "plan.edit"),
    "roster": ("visit.edit", "plan.edit"),
    "complaints": ("complaint.view",),
    "reports": ("export.masked",),
    "importing": ("customer.edit",),
    "meeting": ("daily.edit",),
}
"""The rights without which a page could show nothing."""

_ONE_OF = {"filing": ("filing.create", "filing.confirm", "weekly.review")}
"""Pages for which one of several rights is enough."""
