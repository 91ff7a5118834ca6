"""Every package that is installed is locked by hash, and the bill of materials names them all."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.supply_chain import LOCK, ROOT, sbom

LINE = re.compile(r"([a-z0-9][a-z0-9.-]*)==([^ ;\\]+)[^\\\n]*((?: \\\n +--hash=sha256:[0-9a-f]{64})+)\n")


def locked() -> dict[tuple[str, str], set[str]]:
    """Hashes by name and version of all locked packages."""
    return {
        (name, version): set(re.findall("[0-9a-f]{64}", hashes))
        for name, version, hashes in LINE.findall(LOCK.read_text("utf-8"))
    }


def test_every_package_is_locked_by_hash_and_none_by_address() -> None:
    text = LOCK.read_text("utf-8")
    assert LINE.sub("", text).strip() == ""
    assert "://" not in text
    assert len(locked()) > 100


def test_installs_check_hashes() -> None:
    lines = (ROOT / "Makefile").read_text("utf-8").splitlines()
    installs = [line for line in lines if "pip install" in line or "pip sync" in line]
    assert len(installs) == 3
    assert all("--require-hashes" in line or "--no-deps" in line for line in installs)


def test_the_bill_of_materials_is_of_the_lock(tmp_path: Path) -> None:
    sbom(tmp_path / "one.json")
    sbom(tmp_path / "two.json")
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()
    found = json.loads((tmp_path / "one.json").read_text("utf-8"))
    assert found["bomFormat"] == "CycloneDX"
    assert found["metadata"]["component"]["name"] == "dateline"
    assert {
        (one["name"], one["version"]): {
            digest["content"] for source in one["externalReferences"] for digest in source.get("hashes", [])
        }
        for one in found["components"]
    } == locked()
