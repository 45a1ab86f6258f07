from __future__ import annotations

import pytest

from app.security.masking import masked_phone


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("14200001234", "142****1234"),
        ("0600-1234567", "0600-****567"),
        ("0600-12345678", "0600-****678"),
        ("14200001234、0600-1234567", "142****1234、0600-****567"),
        ("142****1234", "142****1234"),
        ("8001234", "****234"),
        ("", ""),
    ],
)
def test_phones_keep_only_what_rule_r22_shows(phone: str, shown: str) -> None:
    assert masked_phone(phone) == shown
