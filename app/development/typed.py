"""What the forms of needs and obstacles have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from app.context import App
from app.forms.model import Field
from app.people.kept import Rule

GONE = "这条记录已不在了，没有写入。请刷新客户档案。"
NO_CUSTOMER = "这家客户已不在了，没有写入。内容还在窗口里。"


def complete(fields: Iterable[Field], values: Mapping[str, Any]) -> dict[str, Any]:
    """Every field's value, none for those not given."""
    return {field.name: values.get(field.name) for field in fields}


def not_ahead(app: App, *names: str) -> Rule:
    """These days have come."""
    today = app.today()

    def rule(cleaned: Mapping[str, Any]) -> dict[str, str]:
        ahead = [name for name in names if cleaned.get(name) is not None and cleaned[name] > today]
        return dict.fromkeys(ahead, "日期不能晚于今天")

    return rule
