"""Which nouns cannot be somebody who acts: days, waters, towns that are only a place, parts of compounds."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from spacy.tokens import Token

from transforms.resolve.model import PlaceMention, TimeMention
from transforms.resolve.places import locative_words

NO_ACTORS = frozenset({"city", "water", "facility"})  # kinds of place; a country or region may be its government
PARTS = frozenset({"compound", "npadvmod", "nmod"})


def actor_test(times: Sequence[TimeMention], places: Sequence[PlaceMention]) -> Callable[[Token], bool]:
    """A test whether a noun may be the head of an actor's phrase.

    Its no is sure; its yes only says that nothing speaks against it.
    """
    dated = {index for time in times for index in range(time.first, time.last)}
    located = {mention.head for mention in places if mention.place.kind in NO_ACTORS}

    def is_actor_like(token: Token) -> bool:
        if token.i in dated or token.i in located or token.dep_ in PARTS or token.is_punct or token.is_space:
            return False
        return not _names_activity(token) and token.ent_type_ not in ("DATE", "TIME", "MONEY", "PERCENT", "QUANTITY")

    return is_actor_like


def _names_activity(token: Token) -> bool:
    """ "people" in "people smuggling": what an activity is done with, though the parser makes it a noun of its own."""
    following = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    if following is not None and following.text == "-" and token.i + 2 < len(token.doc):
        following = token.doc[token.i + 2]
    return following is not None and following.lower_ in locative_words("activity")
