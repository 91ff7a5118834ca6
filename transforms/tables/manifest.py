"""Read `manifest.json` of a release: what was made of what; a file that is no such manifest is none."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

MANIFEST_FILE = "manifest.json"


class _File(BaseModel):
    path: str
    rows: int
    bytes: int
    sha256: str


class _Table(BaseModel):
    rows: int
    files: list[_File]


class _Manifest(BaseModel):
    """What code here relies on."""

    release_id: str
    number: int = 0  # releases of earlier versions have none
    created_at: datetime
    content_sha256: str
    inputs_sha256: str
    versions: dict[str, str]
    seeds: list[dict[str, Any]]
    measures: dict[str, float] = {}
    parts: dict[str, str]
    tables: dict[str, _Table]


def manifest_of(folder: Path) -> dict[str, Any] | None:
    """The manifest of the release in a folder of its name, None where there is none that reads as one."""
    try:
        text = (folder / MANIFEST_FILE).read_text("utf-8")
        if _Manifest.model_validate_json(text, strict=True).release_id != folder.name:
            return None
    except (OSError, UnicodeError, ValidationError):
        return None
    found: dict[str, Any] = json.loads(text)
    return found
