"""What Dateline is made of: a bill of materials (CycloneDX) of the lock, and an audit of it for known vulnerabilities.

    python -m tests.supply_chain sbom sbom.cdx.json
    python -m tests.supply_chain audit

`make sbom` and `make audit` run them.  The audit asks PyPI, or the service that is named behind it (osv, esms), and
ends with 1 where it finds a vulnerability and with 3 where no service could be asked about any package.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements.lock"
BIN = Path(sys.executable).parent
FOUND, NOT_ASKED = 1, 3


def sbom(path: Path) -> None:
    """Write the bill of materials: each locked package with its version, package URL and hashes."""
    command = [str(BIN / "cyclonedx-py"), "requirements", str(LOCK), "--pyproject", str(ROOT / "pyproject.toml")]
    command += ["--output-reproducible", "--short-PURLs", "--of", "JSON", "-o", str(path)]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)


def audit(service: str = "pypi") -> int:
    """Print known vulnerabilities of the locked packages; the exit code."""
    command = [str(BIN / "pip-audit"), "--requirement", str(LOCK), "--require-hashes", "--disable-pip", "--no-deps"]
    command += ["--vulnerability-service", service, "--progress-spinner", "off", "--format", "json"]
    asked = subprocess.run(command, capture_output=True, text=True, check=False)
    if not asked.stdout:
        print(f"nothing was audited: {asked.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
        return NOT_ASKED
    packages = json.loads(asked.stdout)["dependencies"]
    known = [one for one in packages if "skip_reason" not in one]
    vulnerable = [one for one in known if one["vulns"]]
    for one in vulnerable:
        for found in one["vulns"]:
            mended = ", ".join(found["fix_versions"]) or "no version"
            print(f"{one['name']} {one['version']}: {found['id']}, mended in {mended}")
    print(f"{len(known)} of {len(packages)} packages audited, {len(vulnerable)} with known vulnerabilities")
    if not known:
        print("nothing was audited: the service knows no package, or cannot be reached from here", file=sys.stderr)
        return NOT_ASKED
    return FOUND if vulnerable else 0


if __name__ == "__main__":
    what, *more = sys.argv[1:]
    sys.exit(audit(*more) if what == "audit" else sbom(Path(*more)))
