"""Who takes part, as a table of phrases, `actors.txt`: name, type, country, sector, office and whose they are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from transforms.parse.parsed import ParsedArticle
from transforms.resolve.article import resolve
from transforms.resolve.model import Actor

Described = tuple[str, str, str, str, str, str]


def rows() -> list[tuple[str, str, Described]]:
    """Sentence, words as printed, and what the actor is; the first lines of actors.txt say how it is written."""
    found = []
    for line in Path(__file__).with_name("actors.txt").read_text("utf-8").splitlines():
        if " => " in line and not line.startswith("#"):
            text, actor = line.split(" => ")
            printed, name, *what = (cell.strip() for cell in actor.split("|"))
            actor_type, country, sector, office, owner = what
            described = (printed if name == "*" else name, actor_type, country, sector, office, owner)
            found.append((text, printed, described))
    return found


def described(actor: Actor) -> Described:
    """An actor as the table writes it."""
    owner = actor.of.name if actor.of is not None else None
    return actor.name, actor.actor_type, *(value or "-" for value in (actor.country, actor.sector, actor.office, owner))


@pytest.mark.parametrize(("text", "printed", "wanted"), rows(), ids=[text for text, _, _ in rows()])
def test_a_phrase_tells_this_actor(
    parse_text: Callable[..., ParsedArticle], text: str, printed: str, wanted: Described
) -> None:
    parsed = parse_text(text)
    last = text.index(printed) + len(printed) - 1
    [head] = [token for token in parsed.doc if token.idx <= last < token.idx + len(token)]
    assert described(resolve(parsed).actor_of(parsed.doc[head.left_edge.i : head.i + 1])) == wanted
