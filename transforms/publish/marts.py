"""Views that answer what people ask, in SQL that DuckDB and PostgreSQL both read: a file of `marts/` each.

A file opens with a comment: what one row is.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from transforms.publish.ddl import quoted

FOLDER = Path(__file__).parent / "marts"


def marts() -> dict[str, str]:
    """The query of every mart by its name."""
    return {path.stem: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.sql"))}


def description(query: str) -> str:
    """What one row of a mart is: the comment that its query opens with."""
    lines = [line.removeprefix("--").strip() for line in query.splitlines() if line.startswith("--")]
    return " ".join(lines)


def create_views(schema: str | None) -> Iterator[str]:
    """The statements that make all marts anew, with their comments."""
    inside = (schema,) if schema else ()
    for name, query in marts().items():
        yield f"DROP VIEW IF EXISTS {quoted(*inside, name)}"
        yield f"CREATE VIEW {quoted(*inside, name)} AS\n{query}"
        told = description(query).replace("'", "''")
        yield f"COMMENT ON VIEW {quoted(*inside, name)} IS '{told}'"
