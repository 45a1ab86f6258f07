"""Passwords are kept as salted hashes only."""

from __future__ import annotations

from app.security.passwords import hashed, matches


def test_the_right_password_matches_and_no_other() -> None:
    stored = hashed("松间照月2026")
    assert matches("松间照月2026", stored)
    assert not matches("松间照月2025", stored)
    assert not matches("", stored)


def test_the_same_password_is_stored_differently_each_time() -> None:
    assert hashed("a") != hashed("a")
    assert "松间" not in hashed("松间照月")
