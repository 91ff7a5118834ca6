"""What runs make as assets of the Prefect server, with their lineage: seeds, tables of a release, databases."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from prefect.assets import add_asset_metadata

NOT_IN_KEYS = re.compile(r"""[\s#?&%"'<>\[\]{}|\\^`\0]""")  # what Prefect allows in no key
LONGEST_KEY = 512


def key_of(location: Path | str, table: str | None = None) -> str:
    """The key of a folder or URL, or of a table there: file:///srv/tables/statements."""
    whole = f"file://{location.resolve()}" if isinstance(location, Path) else location
    key = NOT_IN_KEYS.sub("_", "/".join(filter(None, (whole.rstrip("/"), table))))
    return key if len(key) <= LONGEST_KEY else key[:100] + key[100 - LONGEST_KEY :]


def tell_rows(location: Path | str, release_id: str, rows: Mapping[str, int]) -> None:
    """Say how many rows each table has; only in a task that materializes them."""
    for table, count in rows.items():
        add_asset_metadata(key_of(location, table), {"rows": count, "release_id": release_id})
