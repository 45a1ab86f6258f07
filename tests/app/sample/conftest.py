"""A session on the sample office for the tests that look at it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from app.context import App


@pytest.fixture
def session(sample_app: App) -> Iterator[Session]:
    """A session for looking at the sample office."""
    with sample_app.reading() as session:
        yield session
