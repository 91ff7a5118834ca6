"""Find the names of an article: those of the gazetteer, and the model's entities without titles and endings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

from transforms.parse.parsed import ParsedArticle
from transforms.resolve.atlas import other_places
from transforms.resolve.gazetteer import (
    Known,
    callings,
    country_names,
    demonym_ending_at,
    demonyms,
    first_words,
    given_names,
    known_names,
    organization_words,
    place_names,
    role_words,
    roles,
    title_words,
    titles,
    waters_and_regions,
)

AGE_BEHIND = re.compile(r"(?<=[a-z]),\d{1,3}$")
INITIAL = re.compile(r"[A-Z]\.")
ENTITY_TYPES = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC"})
STRIPPED_BEFORE = frozenset({"the", "a", "an", "former", "ex", "then", "-", "“", "‘", '"', "'", "#", "@", "–", "—"})
STRIPPED_BEHIND = frozenset({"'s", "’s", "'", "’", "-", "–", "—", "”", '"', ",", ".", ")", "(", ":", "’s’"})
COMMON_WORDS = frozenset(
    {"US", "House", "Labour", "Lords", "Fed", "IS", "WHO", "PA", "AU"}
)  # names only as proper nouns
BEFORE_PLACES = frozenset({"the", "in", "at", "near", "outside", "into", "across"})  # before a place, not a surname
TITLE_LINKS = frozenset(
    {"'s", "’s", "-", "former", "then", "ex"}
)  # may stand inside a title: "EU's former Commissioner"


@dataclass(slots=True)
class NameMention:
    """A name as printed: tokens `first` to `last` (exclusive), without titles, articles and possessive endings."""

    first: int
    last: int
    text: str
    label: str
    known: Known | None = None
    title: list[str] = field(default_factory=list)  # the words of a title before it, as printed
    demonym: Known | None = None  # "French" in "French President Macron"
    is_place: bool = False  # named as a location here, and nothing but one


def _trim(doc: Doc, first: int, last: int) -> tuple[int, int]:
    while first < last and (doc[first].lower_ in STRIPPED_BEFORE or doc[first].is_space):
        first += 1
    while last > first and (doc[last - 1].text in STRIPPED_BEHIND or doc[last - 1].is_space):
        last -= 1
    return first, last


def printed(doc: Doc, first: int, last: int) -> str:
    """The text of some tokens, without an age that the tokenizer left on a name ("Lee,44")."""
    return _without_age(doc[first:last].text)  # of the span: Doc.text joins every token of the article anew


def _without_age(text: str) -> str:
    return AGE_BEHIND.sub("", text) if text[-1:].isdigit() else text


def _gazetteer(parsed: ParsedArticle) -> dict[int, tuple[int, Known | None]]:
    """Known names by first token, the longest at each place; (last token, meaning; None for a water or a region)."""
    doc, names = parsed.doc, known_names()
    longest, places = first_words(), waters_and_regions()
    people = [entity for entity in doc.ents if len(entity) > 1 and _is_full_name(entity)]
    surnames = {person[-1].text for person in people if person[-2].text not in title_words()}
    found: dict[int, tuple[int, Known | None]] = {}
    index = 0
    while index < len(doc):
        most = longest.get(parsed.words[index])
        if most is not None:
            for last in range(min(len(doc), index + most + 2), index, -1):
                text = _without_age(parsed.text_of(index, last))
                entry = names.get(text)
                if (entry is not None or text in places) and _acts_as_name(doc, index, last, surnames):
                    found[index] = (last, entry)
                    index = last - 1
                    break
        index += 1
    return found


def _is_full_name(entity: Span) -> bool:
    return entity.label_ == "PERSON" or (entity.label_ == "ORG" and entity[0].text in given_names())


def _acts_as_name(doc: Doc, first: int, last: int, surnames: set[str]) -> bool:
    """Whether a gazetteer hit is that name: not a piece of a longer one, no common word at the head of a sentence."""
    if (
        last < len(doc)
        and doc[last].tag_ in ("NNP", "NNPS")
        and doc[last].ent_iob_ == "I"
        and doc[last].ent_type_ in ("PERSON", "ORG")
    ):
        return False
    before = doc[first - 1] if first else None
    if (
        before is not None
        and before.tag_ in ("NNP", "NNPS")
        and doc[first].ent_iob_ == "I"
        and doc[first].ent_type_ in ("PERSON", "ORG")
    ):
        return False
    if before is not None and before.lower_ == "of" and doc[first].ent_iob_ == "I" and doc[first].ent_type_ == "ORG":
        return doc[first - 2].text not in organization_words()  # "the Parole Board of Canada"
    if last - first == 1:
        has_title = before is not None and before.text in titles() and before.tag_ == "NNP"
        is_surname = doc[first].text in surnames and (before is None or before.lower_ not in BEFORE_PLACES)
        is_surname = is_surname or (has_title and (last == len(doc) or doc[last].tag_ not in ("NNP", "NNPS", "POS")))
        return not is_surname and (doc[first].text not in COMMON_WORDS or doc[first].tag_ in ("NNP", "NNPS"))
    return True


def _split_title(doc: Doc, first: int, last: int) -> int:
    """Where the name starts behind title words inside an entity ("President Emmanuel Macron")."""
    known, start = titles(), first
    while start < last - 1:
        for end in range(min(last - 1, start + 4), start, -1):
            if printed(doc, start, end) in known:
                start = end
                break
        else:
            is_nation = doc[start].text in demonyms() and doc[start + 1].text in title_words()
            # "Pensioner Doreen Askwith": a noun for somebody, with a capital only because it opens the sentence
            is_role = last - start > 2 and doc[start].lower_ in role_words() and doc[start + 1].text in given_names()
            if is_nation or is_role:
                start += 1
                continue
            return start
    return start


def titles_before(doc: Doc, first: int) -> tuple[list[str], Known | None]:
    """The title words and the nation right before a name ("French Interior Minister", "the EU's commissioner")."""
    words: list[str] = []
    nation: Known | None = None
    index = first - 1
    while index >= 0:
        token = doc[index]
        demonym, length = demonym_ending_at(token)
        if demonym is not None:
            nation = nation or demonym
            index -= length - 1
        elif words and _names_land(token.text):
            break  # "U.S. President", "Ontario Premier": no word of the office
        elif _is_title_word(token, bool(words)):
            words.insert(0, token.text)
        elif not (words and token.text in TITLE_LINKS):
            break
        index -= 1
    if nation is None and words:
        nation = _country_ending_at(doc, index)
    while words and words[0].lower() in ("and", "of"):
        words.pop(0)
    return words, nation


def _names_land(name: str) -> bool:
    """Whether a word names a country or a region, and no seat of government."""
    entry = known_names().get(name)
    return (entry is not None and entry.actor_type == "country" and not entry.is_seat) or name in other_places()


def _land(name: str) -> Known | None:
    """The country of a country's, seat's or region's name, None where the name is of two countries ("Georgia")."""
    entry, region = known_names().get(name), other_places().get(name)
    found = (entry if entry is not None and entry.actor_type == "country" else None, region)
    codes = {place.country for place in found if place is not None and place.country is not None}
    code = codes.pop() if len(codes) == 1 else None
    return Known(country_names()[code], "country", code, "GOV") if code is not None else None


def _is_surname(doc: Doc, first: int, last: int) -> bool:
    """Whether a name is one word, or one behind an initial, that no country or city bears."""
    is_short = last - first == 1 or (last - first == 2 and INITIAL.fullmatch(doc[first].text) is not None)
    return is_short and doc[last - 1].text not in place_names()


def is_calling(word: str) -> bool:
    """Whether a noun before a name says what a person does ("striker"), not how somebody stands to it ("rival")."""
    role = roles().get(word)
    return role is not None and role.actor_type == "person" and (word in callings() or role.sector in callings())


def _is_title_word(token: Token, is_inside: bool) -> bool:
    word = token.text
    if word in title_words() or word.lower() in role_words():
        return True
    return is_inside and word[:1].isupper() and token.tag_ in ("NNP", "NN", "JJ") and not token.is_sent_start


def _country_ending_at(doc: Doc, index: int) -> Known | None:
    """ "US President", "Israel's Prime Minister": the country right before a title."""
    if index > 0 and doc[index].text in ("'s", "’s"):
        index -= 1
    return _land(doc[index].text) if index >= 0 else None


def tagged_names(parsed: ParsedArticle) -> tuple[list[NameMention], bytearray]:
    """The names of gazetteer and model, none overlapping another, and a mark for every token that belongs to one."""
    doc = parsed.doc
    gazetteer = _gazetteer(parsed)
    taken = bytearray(len(doc))
    found: list[NameMention] = []
    for first, (last, entry) in gazetteer.items():
        label = {"country": "GPE", "person": "PERSON"}.get(entry.actor_type, "ORG") if entry is not None else "LOC"
        taken[first:last] = b"\1" * (last - first)
        found.append(NameMention(first, last, printed(doc, first, last), label, entry))
    for entity in doc.ents:
        if entity.label_ not in ENTITY_TYPES:
            continue
        for first, last in _free_parts(doc, entity.start, _end_of_owner(doc, entity), taken):
            mention = _mention(doc, first, last, entity.label_)
            if mention is not None:
                taken[mention.first : mention.last] = b"\1" * (mention.last - mention.first)
                found.append(mention)
    return found, taken


def _end_of_owner(doc: Doc, entity: Span) -> int:
    """Where a person's name ends that the model glued to what the person owns ("Ann Lee's Quebec")."""
    if entity.label_ == "PERSON":
        for index in range(entity.start + 1, entity.end - 1):
            if doc[index].text in ("'s", "’s"):
                return index
    return entity.end


def _free_parts(doc: Doc, first: int, last: int, taken: bytearray) -> list[tuple[int, int]]:
    parts, start = [], first
    for index in range(first, last + 1):
        if index == last or taken[index] or doc[index].text in ("\n", "\n\n") or (doc[index].is_space):
            if index > start:
                parts.append((start, index))
            start = index + 1
    return parts


def _mention(doc: Doc, first: int, last: int, label: str) -> NameMention | None:
    first, last = _trim(doc, first, last)
    if first >= last or not any(doc[index].text[:1].isupper() for index in range(first, last)):
        return None
    if last - first == 1 and doc[first].text in demonyms():
        return NameMention(first, last, doc[first].text, "NORP", None)
    start = _split_title(doc, first, last)
    if start > first and label != "PERSON" and doc[last - 1].text not in organization_words():
        label = "PERSON"
    while start < last - 1 and doc[start].lower_ in STRIPPED_BEFORE:
        start += 1
    if start == last - 1 and doc[start].text in title_words():
        return None
    words, nation = titles_before(doc, start)
    if (
        words
        and label in ("ORG", "GPE", "FAC", "LOC")
        and doc[last - 1].text not in organization_words()
        and (words[-1] in titles() or (_is_surname(doc, start, last) and is_calling(words[-1])))
    ):
        label = "PERSON"
    if label == "PERSON" and doc[last - 1].text in organization_words() and last - start > 1:
        label = "ORG"
    return NameMention(start, last, printed(doc, start, last), label, None, words if label == "PERSON" else [], nation)
