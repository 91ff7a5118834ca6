"""Pages to open in a browser: of the articles coded by hand, and of tables in which every name is an attack."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import polars as pl

from tests.coded_articles import coded
from transforms.pipeline import extract_all
from transforms.read.article import Article, Reject
from transforms.report.pages import PAGE, pages_of
from transforms.tables.checks import checks_table
from transforms.tables.collection import assemble

Frames = dict[str, pl.DataFrame]
# Each would set `window.owned` or ask for an address, were it taken for markup or script.
ATTACKS = (
    "<script>window.owned = 1</script>",
    "\"><img src=x onerror='window.owned = 1'>",
    "</script><script>window.owned = 1</script>",
    "<a href='javascript:window.owned = 1'>here</a>",
    "<style>@import url(http://127.0.0.1:9/x)</style>",
    "{{ 7 * 7 }}{% raw %}<!--",
    "&lt;script&gt;window.owned = 1&lt;/script&gt;",
    "\u202egnp.exe\u202c &amp; \x07bell",
)
ATTACKED = {
    "documents": ("headline", "publisher", "source_id"),
    "actors": ("name",),
    "places": ("name",),
    "statements": ("speaker_name", "speaker_text"),
    "rejects": ("source_uri", "source_id", "detail"),
}


CASES = (
    "crime-kidnap-ransom",
    "diplomacy-envoy-expelled",
    "health-cholera",
    "migration-channel-deal",
    "war-northern-front",
)


def coded_tables(chosen: Iterable[str], attacks: Iterable[str] = ATTACKS) -> Frames:
    """All tables of some articles coded by hand, of others whose text is an attack, and of a reject."""
    articles = [
        Article(f"{case}.txt", case, "txt", "0" * 64, coded(case)["text"], published_on=coded(case)["published"])
        for case in chosen
    ]
    for number, attack in enumerate(attacks):
        text = f"Mayor attacks\n\nMayor Ann {attack} Lee said on Monday: “{attack} is safe.” Police arrested {attack}."
        articles.append(Article(f"attack-{number}.txt", f"attack-{number}", "txt", "0" * 64, text))
    frames, _ = extract_all(articles)
    return assemble(frames, [Reject("notes.xyz", None, "unknown_format", "rejected", "take it away")])


def attacked(frames: Frames) -> Frames:
    """The same with an attack for every name."""
    attacks = pl.Series("attack", ATTACKS)
    return frames | {
        table: frames[table].with_columns(
            pl.when(pl.col(name).is_not_null())
            .then(attacks.gather(pl.Series(range(frames[table].height)) % len(ATTACKS)))
            .alias(name)
            for name in names
        )
        for table, names in ATTACKED.items()
    }


def write_page(frames: Frames, folder: Path) -> Path:
    """The page of a release of these tables."""
    rows = {table: frame.height for table, frame in frames.items()}
    scans = {table: frame.lazy() for table, frame in (frames | {"checks": checks_table(rows)}).items()}
    path = folder / "index.html"
    path.write_text(pages_of(scans, folder / "kept")[PAGE], "utf-8")
    return path
