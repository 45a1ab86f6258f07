"""The archive's page as tests handle it."""

from __future__ import annotations

from typing import cast

from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget

from tests.support.sample import Office
from ui.pages.customers.page import CustomersPage


def page_of(office: Office) -> CustomersPage:
    """The page, which is shown."""
    return cast("CustomersPage", office.window.page)


def at_rest(office: Office) -> CustomersPage:
    """Wait until the list and the detail are read; the list has the focus then."""
    page = page_of(office)
    office.until(lambda: page.listing.whole and not office.desk.jobs.busy)
    page.table.setFocus()
    office.until(page.table.hasFocus)
    return page


def names(page: CustomersPage) -> list[str]:
    """The customers listed, as far as they are read."""
    rows = (page.table.paged.row(number) for number in range(page.listing.number))
    return [getattr(row, "name", "") for row in rows]


def menu(office: Office) -> QMenu:
    """The menu that is open."""
    office.until(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    return cast("QMenu", QApplication.activePopupWidget())


def popup(office: Office) -> QWidget:
    """The list that is open below a chip, with the focus."""
    office.until(
        lambda: (
            QApplication.activePopupWidget() is not None
            and not isinstance(QApplication.activePopupWidget(), QMenu)
            and QApplication.focusWidget() is not None
            and QApplication.focusWidget().window() is QApplication.activePopupWidget()
        )  # type: ignore[union-attr]
    )
    return cast("QWidget", QApplication.activePopupWidget())


def dialog(office: Office) -> QDialog:
    """The dialog that is open, with the focus."""
    return cast("QDialog", office.dialog())


def closed() -> bool:
    """Whether no dialog is open."""
    return QApplication.activeModalWidget() is None and QApplication.activePopupWidget() is None
