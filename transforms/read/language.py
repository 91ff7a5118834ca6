"""The language of a text: its record's own word for it, else a detector's."""

from __future__ import annotations

from functools import cache, lru_cache

import pycountry
from py3langid.langid import MODEL_FILE, LanguageIdentifier

ENGLISH = "en"
# Languages in which news is written in numbers, and one or two of every script.  Without the rest (Nigerian Pidgin,
# Wallon, Latin …) English headlines and name lists are never taken for another language.
LANGUAGES = (
    "am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja ka kk km kn ko "
    "lo lt lv mk ml mn mr ms my ne nl no pa pl ps pt ro ru si sk sl so sq sr sv sw ta te th tl tr uk ur uz vi zh"
)
SAMPLE_CHARACTERS = 2_000
LEAST_BYTES = 40  # a shorter text ("Hajj 2016: Mina") says too little; it is taken for English
LEAST_PARAGRAPH = 60  # characters of a paragraph that is looked at by itself
LEAST_PROBABILITY = 0.5  # of the language found: a list of names is a little of many
# Words that hold English prose together and stand in no other language's; as many as this of a sample, and as many
# different ones, are English without a closer look, which takes longer than the reading of an article.
ENGLISH_WORDS = "the of and that with for from was were has have been which this they their his would will said who"
ENGLISH_SHARE, ENGLISH_KINDS = 0.1, 5
MOST_ENGLISH = 0.02  # probability of English beside it; headlines in English stay above 0.1


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES.split())
    return identifier


@cache
def _english_words() -> frozenset[str]:
    return frozenset(ENGLISH_WORDS.split())


def _is_plainly_english(sample: str) -> bool:
    words, english = sample.lower().split(), _english_words()
    found = [word for word in words if word in english]
    return len(found) >= ENGLISH_SHARE * len(words) and len(set(found)) >= ENGLISH_KINDS


def foreign_language(text: str) -> tuple[str, float] | None:
    """The language of a text that is surely not English (ISO 639-1) with its probability; None for all others."""
    sample = text[:SAMPLE_CHARACTERS]
    if _is_plainly_english(sample) or len("".join(filter(str.isalpha, sample)).encode(errors="replace")) < LEAST_BYTES:
        return None
    ranking = _identifier().rank(sample)
    language, probability = ranking[0]
    if probability < LEAST_PROBABILITY or dict(ranking)["en"] > MOST_ENGLISH:
        return None
    later = (text[start : start + SAMPLE_CHARACTERS] for start in (len(text) // 2, len(text) - SAMPLE_CHARACTERS))
    if len(text) > 2 * SAMPLE_CHARACTERS and any(map(_is_plainly_english, later)):
        return None  # in two languages, one after the other
    return str(language), float(probability)


def foreign_paragraph(paragraph: str) -> str | None:
    """The language of a paragraph of an English article that is surely in another; None for all others.

    One English word is enough for English: only where there is none at all is the detector asked, which takes longer.
    """
    if len(paragraph) < LEAST_PARAGRAPH or not _english_words().isdisjoint(paragraph.lower().split()):
        return None
    found = foreign_language(paragraph)
    return found[0] if found else None


def foreign_lines(text: str) -> list[tuple[int, str]]:
    """Numbers (from 1) and languages of the lines of an English article that are surely in another language."""
    lines = enumerate(text.splitlines(), 1)
    return [(number, language) for number, line in lines if (language := foreign_paragraph(line.strip()))]


@lru_cache(maxsize=1_000)
def code_of(name: str) -> str | None:
    """The ISO 639-1 code of a language tag or name ("en", "EN-gb", "eng", "English"); None where nobody knows it."""
    tag = name.strip().replace("_", "-").split("-")[0].lower()
    by_length = {2: ("alpha_2",), 3: ("alpha_3", "bibliographic")}  # "En" is also the name of a language of Vietnam
    for key in by_length.get(len(tag), ("name",)):
        found = pycountry.languages.get(**{key: tag})
        if found:
            return str(getattr(found, "alpha_2", None) or found.alpha_3)
    return None


@lru_cache(maxsize=1_000)
def name_of(code: str) -> str:
    """The English name of an ISO 639 code; the code itself where it has none."""
    found = pycountry.languages.get(alpha_2=code) or pycountry.languages.get(alpha_3=code)
    return f"{found.name} ({code})" if found else code
