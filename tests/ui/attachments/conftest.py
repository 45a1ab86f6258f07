"""A customer's files as 温可 of the office sees them."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from tests.support.pictures import picture, put
from tests.support.sample import Office
from tests.ui.attachments.by_keys import shown_files
from tests.ui.conftest import OpenOffice


@pytest.fixture
def office(office_of: OpenOffice) -> Office:
    """The tab 附件 of the first customer, with nothing in it and the focus on 添加."""
    return shown_files(office_of("wenk", "customers"))


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A photographed storefront."""
    return put(tmp_path, "门头.jpg", picture("JPEG", (640, 400), "steelblue"))


@pytest.fixture
def price_list(tmp_path: Path) -> Path:
    """A scanned price list of three pages."""
    pages = [Image.new("RGB", (420, 594), colour) for colour in ("white", "red", "blue")]
    pages[0].save(tmp_path / "价目表.pdf", save_all=True, append_images=pages[1:])
    return tmp_path / "价目表.pdf"
