from __future__ import annotations

import pytest

from app.security.masking import masked_numbers, masked_phone, masked_value


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("14200001234", "142****1234"),
        ("0600-1234567", "0600-****567"),
        ("0600-12345678", "0600-****678"),
        ("14200001234、0600-1234567", "142****1234、0600-****567"),
        ("142****1234", "142****1234"),
        ("8001234", "****234"),
        ("400-810-0234", "****234"),
        ("142-0000-1234", "142****1234"),
        ("+86 14200001234", "+86 142****1234"),
        ("0600-1234567-8008", "0600-****567-8008"),
        ("", ""),
    ],
)
def test_phones_keep_only_what_rule_r22_shows(phone: str, shown: str) -> None:
    assert masked_phone(phone) == shown


def test_numbers_are_masked_within_a_text() -> None:
    said = "2026-11-20 打 14200001234，没接；店里 0600-1234567"
    assert masked_numbers(said) == "2026-11-20 打 142****1234，没接；店里 0600-****567"


def test_each_column_has_its_mask() -> None:
    values = {"mobile": "14200001234", "wechat": "yezhizhou", "email": "ye@example.cn", "address": "B 区 17 号"}
    shown = {name: masked_value(name, text) for name, text in values.items()}
    assert shown == {"mobile": "142****1234", "wechat": "ye****", "email": "y***@example.cn", "address": "B 区 17 号"}
