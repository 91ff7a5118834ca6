"""Parts of a person's name, and whether two names may be one person's."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache

from transforms.lexicon import table

SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
# Words that belong to the surname behind them ("van der Bellen", "bin Salman"), never a middle name
PARTICLES = frozenset(
    {
        "al",
        "el",
        "de",
        "da",
        "do",
        "dos",
        "del",
        "della",
        "di",
        "van",
        "von",
        "der",
        "den",
        "la",
        "le",
        "bin",
        "ben",
        "ibn",
    }
)
LETTERS = re.compile(r"[^\w\s]|_")


def folded(name: str) -> str:
    """A name without case, accents, dots and hyphens: spellings of one name are equal ("al-Assad", "Al Assad")."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(char))
    return " ".join(LETTERS.sub(" ", plain.replace("’", "").replace("'", "").replace(".", " ")).split())


@dataclass(frozen=True, slots=True)
class PersonalName:
    """A person's name in folded words; `given` is empty for one who is known by one name only."""

    given: str
    middle: tuple[str, ...]
    surname: str

    @property
    def is_initial(self) -> bool:
        """Whether a letter stands for the given name ("J. Okello")."""
        return len(self.given) == 1


@lru_cache(maxsize=20_000)
def personal_name(name: str) -> PersonalName:
    """The parts of a name as printed, suffixes (Jr.) and the particles of surnames left out."""
    words = [word for word in folded(name).split() if word not in SUFFIXES] or folded(name).split() or [name]
    surname = words.pop()
    while words and words[-1] in PARTICLES and len(words) > 1:
        words.pop()
    return PersonalName(words[0] if words else "", tuple(words[1:]), surname)


@cache
def _full_forms() -> dict[str, frozenset[str]]:
    full = defaultdict(set)
    for row in table("given_name_variants"):
        for variant in row["variants"].split(";"):
            full[folded(variant)].add(folded(row["name"]))
    return {variant: frozenset(names) for variant, names in full.items()}


@lru_cache(maxsize=20_000)
def full_forms(given: str) -> frozenset[str]:
    """The given names that a folded one may stand for: itself, and what it is a short or other form of."""
    return _full_forms().get(given, frozenset()) | {given}


def middles_agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether the middle names of two people's names speak against one person: only where both print different ones."""
    return all(
        left == right or (1 in (len(left), len(right)) and left[0] == right[0])
        for left, right in zip(one, other, strict=False)
    )
