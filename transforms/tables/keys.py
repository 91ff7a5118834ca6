"""Keys: positive 63-bit integers taken from a SHA-256 of a row's natural key, the same on every machine and run."""

from __future__ import annotations

from hashlib import sha256

KEY_BITS = 63
SEPARATOR = "\x1f"  # ASCII unit separator: cannot stand in an identifier that a person typed


def key(*parts: str | int | None) -> int:
    """The key of a natural key, 1 to 2^63 - 1.  The first part names the table, so equal keys mean equal rows."""
    digest = sha256(SEPARATOR.join("" if part is None else str(part) for part in parts).encode("utf-8")).digest()
    return (int.from_bytes(digest[:8], "big") >> 1) or 1
