"""Password hashes by scrypt, with the parameters in the hash so that they can grow."""

from __future__ import annotations

import hashlib
import hmac
import os

_COST, _BLOCK, _LANES = 2**14, 8, 1


def hashed(password: str) -> str:
    """A salted hash to store; the same password gives another hash each time."""
    salt = os.urandom(16)
    return f"scrypt${_COST}${_BLOCK}${_LANES}${salt.hex()}${_scrypt(password, salt, _COST, _BLOCK, _LANES)}"


def matches(password: str, stored: str) -> bool:
    """Whether the password is the one that was hashed."""
    _, cost, block, lanes, salt, digest = stored.split("$")
    found = _scrypt(password, bytes.fromhex(salt), int(cost), int(block), int(lanes))
    return hmac.compare_digest(found, digest)


def _scrypt(password: str, salt: bytes, cost: int, block: int, lanes: int) -> str:
    return hashlib.scrypt(password.encode(), salt=salt, n=cost, r=block, p=lanes, maxmem=2**26).hex()
