"""The clerk before the wizard."""

from __future__ import annotations

import pytest

from app.customers.archive import CustomerDetail, read_customer
from tests.support.sample import Office
from tests.ui.conftest import OpenOffice
from tests.ui.pages.importing.messy import page_of


@pytest.fixture
def office(office_of: OpenOffice) -> Office:
    """The page, with what it reads at first."""
    opened = office_of("wenk", "importing")
    opened.until(lambda: not opened.desk.jobs.busy)
    assert page_of(opened).work.source is None
    return opened


@pytest.fixture
def known(office: Office) -> tuple[str, str]:
    """Name and address of a customer on record."""
    detail: CustomerDetail = read_customer(office.app, 1)
    facts = {label: text for _, section in detail.sections for label, text in section}
    return detail.row.name, facts["详细地址"]
