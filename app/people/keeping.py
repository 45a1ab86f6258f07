"""Who keeps the office's own data: people by `user.manage`, markets and brands by `market.edit` or `setting.edit`."""

from __future__ import annotations

from app.context import App

PEOPLE = ("user.manage",)
MARKETS = ("market.edit", "setting.edit")


def may_keep(app: App, rights: tuple[str, ...]) -> bool:
    """Whether the signed-in user has one of the rights, to show or hide what needs it."""
    return any(app.may(right) for right in rights)


def need_to_keep(app: App, rights: tuple[str, ...]) -> None:
    """Raise Forbidden unless the signed-in user has one of the rights (rule R22)."""
    if not may_keep(app, rights):
        app.need(rights[0])
