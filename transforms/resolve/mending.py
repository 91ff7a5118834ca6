"""Mend the model's names by what the article itself tells: who has a title, an age, a role, a fuller name elsewhere."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache

from spacy.tokens import Doc, Token

from transforms.parse.grammar import child, children
from transforms.parse.parsed import ParsedArticle
from transforms.resolve.gazetteer import (
    given_names,
    organization_words,
    place_names,
    role_words,
    roles,
    title_words,
    titles,
)
from transforms.resolve.names import NameMention, is_calling, printed, tagged_names, titles_before

MOST_NAME_WORDS = 4
MOST_GIVEN_NAMES = 3
BIG_CITY = 100_000  # people: "Charlotte Hornets" is no person, though Charlotte may be one
AGES = range(10, 110)


def find_names(parsed: ParsedArticle) -> list[NameMention]:
    """The names of an article, in order, none overlapping another: labels set right, names left untagged added."""
    doc, (names, taken) = parsed.doc, tagged_names(parsed)
    names = _without_common_nouns(parsed, names, taken)
    for name in names:
        _take_given_name(doc, name, taken)
    names = [*names, *_announced(parsed, taken)]
    people = [name for name in names if name.label == "PERSON" and name.known is None]
    surnames = {name.text.split()[-1] for name in people if name.title or " " in name.text}
    for name in names:
        if name.known is None and name.label != "PERSON" and _is_person(doc, name, surnames):
            name.label = "PERSON"
            name.title, name.demonym = titles_before(doc, name.first)
    _agree(doc, names)
    names += _untagged_surnames(parsed, names, taken)
    return sorted(names, key=lambda name: name.first)


def _without_common_nouns(parsed: ParsedArticle, names: list[NameMention], taken: bytearray) -> list[NameMention]:
    """Leave out a word that only begins a sentence or headline with a capital: "Ferry owner …" beside "the ferry"."""
    doc = parsed.doc
    common = {word for word, pos in zip(parsed.words, parsed.pos, strict=True) if pos == "NOUN" and word.islower()}
    opening = Counter(name.text for name in names if doc[name.first].is_sent_start or name.first == 0)
    total = Counter(name.text for name in names)
    kept = []
    for name in names:
        is_bare = name.known is None and not name.title and " " not in name.text and name.label != "NORP"
        if is_bare and name.text.lower() in common and opening[name.text] == total[name.text]:
            taken[name.first : name.last] = b"\0" * (name.last - name.first)
        else:
            kept.append(name)
    return kept


def _take_given_name(doc: Doc, name: NameMention, taken: bytearray) -> None:
    """The model cut "Ana" or "Diego Marek" off "Villareal": take the given names right before a name."""
    if name.known is not None or name.label == "NORP":
        return
    first = name.first
    while first > 0 and name.first - first < MOST_GIVEN_NAMES and _may_be_given(doc[first - 1], name.last, taken):
        first -= 1
        if doc[first].text in given_names():
            break
    else:
        first = name.first - 1
        if name.label != "PERSON" or " " in name.text or first < 0 or not _may_be_given(doc[first], name.last, taken):
            return
    taken[first : name.first] = b"\1" * (name.first - first)
    name.first, name.label = first, "PERSON"
    name.text = printed(doc, first, name.last)
    name.title, name.demonym = titles_before(doc, first)


def _may_be_given(token: Token, last: int, taken: bytearray) -> bool:
    """Whether a token may be a given name of the name that ends before token `last`."""
    if taken[token.i] or token.pos_ != "PROPN" or token.dep_ != "compound" or token.head.i >= last:
        return False
    if token.text in given_names():
        return True
    is_free = not token.ent_type_ and token.text not in _no_names()
    return is_free and token.text[:1].isupper() and token.lower_ not in role_words()


def _announced(parsed: ParsedArticle, taken: bytearray) -> list[NameMention]:
    """Names without an entity that a title, a given name or an age tells ("Prof Oosterling", "Ann Lee, 44, …")."""
    doc = parsed.doc
    found = []
    index = 0
    while index < len(doc):
        last = _name_end(parsed, index, taken)
        if last == index:
            index += 1
            continue
        has_title = index > 0 and _announces(doc[index - 1])
        is_full = last - index > 1 and (doc[index].text in given_names() or _age_behind(doc, last))
        if has_title or is_full:
            taken[index:last] = b"\1" * (last - index)
            words, nation = titles_before(doc, index)
            found.append(NameMention(index, last, printed(doc, index, last), "PERSON", None, words, nation))
        index = last
    return found


def _announces(token: Token) -> bool:
    """Whether a name must follow: a title ("Prof"), or what somebody does right before a proper noun ("striker")."""
    if token.text in titles():
        return token.pos_ == "PROPN"
    return is_calling(token.text) and token.dep_ == "compound" and token.head.pos_ == "PROPN"


def _name_end(parsed: ParsedArticle, first: int, taken: bytearray) -> int:
    """The token behind a run of capitalised proper nouns that belong to no name yet; `first` where there is none."""
    last, most = first, min(len(parsed.words), first + MOST_NAME_WORDS)
    while last < most and parsed.pos[last] == "PROPN" and not taken[last]:
        word = parsed.words[last]
        if not word[:1].isupper() or word in _no_names():
            break
        last += 1
    return last


@cache
def _no_names() -> frozenset[str]:
    """Words of titles and bodies."""
    return title_words() | organization_words().keys()


def _age_behind(doc: Doc, last: int) -> bool:
    if last + 2 >= len(doc) or doc[last].text != "," or not doc[last + 1].text.isdigit():
        return False
    return int(doc[last + 1].text) in AGES and doc[last + 2].text in (",", ".", ";")


def _is_person(doc: Doc, name: NameMention, surnames: set[str]) -> bool:
    """Whether the text treats a name as a person's, whatever the model called it."""
    words = name.text.split()
    if words[-1] in organization_words() or len(words) > MOST_NAME_WORDS or doc[name.last - 1].tag_ == "NNPS":
        return False
    if not all(word[:1].isupper() and word.replace("-", "").replace(".", "").isalpha() for word in words):
        return False
    if len(words) > 1 and words[-1] in surnames:
        return True
    if name.text in place_names():
        return False
    if len(words) > 1 and words[0] in given_names() and words[0] not in place_names(BIG_CITY):
        return True
    head = doc[name.first : name.last].root
    return _age_behind(doc, name.last) or (len(words) > 1 and (_has_role(head) or _has_who(head)))


def _has_role(head: Token) -> bool:
    """Whether a noun for a person stands in apposition to a name."""
    nouns = [part for part in children(head, "appos") if part.pos_ == "NOUN"]
    if head.dep_ == "appos" and head.head.pos_ == "NOUN":
        nouns.append(head.head)
    found = [roles().get(noun.lemma_.lower()) for noun in nouns if noun.tag_ == "NN"]
    return any(role is not None and role.actor_type == "person" for role in found)


def _has_who(head: Token) -> bool:
    return any(child(clause, "nsubj", "nsubjpass", "dobj") is not None and _opens_with_who(clause, head)
               for clause in children(head, "relcl"))  # fmt: skip


def _opens_with_who(clause: Token, head: Token) -> bool:
    return any(part.lower_ in ("who", "whom") and part.i > head.i for part in clause.lefts)


def _agree(doc: Doc, mentions: list[NameMention]) -> None:
    """One name, one label: that of most mentions in the article; a part of a person's name follows."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for mention in mentions:
        if mention.known is None:
            votes[mention.text][mention.label] += 1 + 2 * bool(mention.title)
    surnames = {
        mention.text.split()[-1]
        for mention in mentions
        if mention.label == "PERSON" and " " in mention.text and mention.known is None
    }
    for mention in mentions:
        if mention.known is not None:
            continue
        ranked = sorted(votes[mention.text].items(), key=lambda item: (-item[1], item[0]))
        was, mention.label = mention.label, ranked[0][0]
        if mention.text in surnames and " " not in mention.text:
            mention.label = "PERSON"
        if mention.label == "PERSON" != was:
            mention.title, mention.demonym = titles_before(doc, mention.first)


def _untagged_surnames(parsed: ParsedArticle, names: list[NameMention], taken: bytearray) -> list[NameMention]:
    """The surnames of people who are named in full or with a title elsewhere in the article."""
    told = [name for name in names if name.label == "PERSON" and name.known is None]
    people = {name.text.split()[-1]: name.text for name in told if " " in name.text or name.title}
    doc, added = parsed.doc, []
    for index, word in enumerate(parsed.words):
        if word in people and parsed.pos[index] in ("PROPN", "NOUN") and not taken[index]:
            given = set(people[word].split()[:-1])
            first = index
            while first and parsed.words[first - 1] in given and not taken[first - 1]:
                first -= 1
            words, nation = titles_before(doc, first)
            taken[first : index + 1] = b"\1" * (index + 1 - first)
            added.append(NameMention(first, index + 1, printed(doc, first, index + 1), "PERSON", None, words, nation))
    return added
