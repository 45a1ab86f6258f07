"""Complaints are tested as 白宁 of customer service sees them."""

from __future__ import annotations

import pytest

from tests.support.sample import Office
from tests.ui.conftest import OpenOffice
from tests.ui.pages.complaints.by_keys import opened


@pytest.fixture
def office(office_of: OpenOffice) -> Office:
    """白宁 of customer service, with the board read."""
    return opened(office_of("baining", "complaints"))
