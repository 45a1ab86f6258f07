"""Saying that another customer was opened than was asked for: the one it was merged into (已并入)."""

from __future__ import annotations

from ui.shell.desk import Desk


def tell_forwarded(desk: Desk, asked: int | None, opened: int | None) -> None:
    """Say so when they differ; nothing otherwise."""
    if asked is None or opened is None or asked == opened:
        return

    def read(_task: object) -> str:
        from app.customers.forwarding import forwarded

        return forwarded(desk.app, asked)

    desk.jobs.start(desk, read, lambda told: desk.toast(told) if told else None, failed=desk.complain)
