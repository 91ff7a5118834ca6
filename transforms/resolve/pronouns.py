"""Whom a pronoun means: by number, gender, grammar and nearness, never across the marks of a quotation.

Candidates are the actors mentioned in this and the three sentences before.  Salience follows the classic cues of
Lappin and Leass (1994): recency, being a subject, being a subject of a reporting verb, being mentioned often.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from functools import cache

from spacy.tokens import Token

from transforms.lexicon import table
from transforms.parse.parsed import ParsedArticle
from transforms.resolve.gazetteer import roles
from transforms.resolve.model import Actor, Mention

SINGULAR = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})
THING = frozenset({"it", "its", "itself"})
PRONOUNS = frozenset(SINGULAR) | PLURAL | THING
WINDOW = 4  # sentences looked back over, this one included
LONG_WINDOW = 12  # for "he" and "she" where nobody nearer fits: a long quotation may lie between
MOST_CANDIDATES = 200  # mentions looked back over: more in so few sentences are no prose
OPEN_MARKS, CLOSE_MARKS = frozenset({"“", "``", "«"}), frozenset({"”", "''", "»"})


@cache
def reporting_verbs() -> frozenset[str]:
    """Lemmas of the verbs that report what somebody says."""
    return frozenset(row["lemma"] for row in table("reporting_verbs") if "_" not in row["lemma"])


def quoted_tokens(parsed: ParsedArticle) -> bytearray:
    """1 for every token inside double quotation marks, paragraph by paragraph."""
    inside, is_open = bytearray(len(parsed.doc)), False
    for index, word in enumerate(parsed.words):
        if "\n" in word and word.isspace():
            is_open = False
        elif word in OPEN_MARKS:
            is_open = True
        elif word in CLOSE_MARKS:
            is_open = False
        elif word == '"':
            is_open = not is_open
        elif is_open:
            inside[index] = 1
    return inside


class PronounResolver:
    """Resolves the pronouns of one article; mentions must be added in the order of the text."""

    def __init__(self, parsed: ParsedArticle) -> None:
        self.parsed = parsed
        self.quoted = quoted_tokens(parsed)
        self.mentions: list[Mention] = []
        self.heads: list[int] = []
        self.counts: Counter[Actor] = Counter()
        self.acting: set[Actor] = set()  # those that are the subject of some verb of saying
        # How often "he" and "she" were taken to mean somebody of unknown gender: a hint, as each may have been wrong.
        self.hints: dict[Actor, Counter[str]] = defaultdict(Counter)

    def add(self, mention: Mention) -> None:
        """Make a mention a candidate for pronouns behind it."""
        position = bisect_left(self.heads, mention.head)
        self.heads.insert(position, mention.head)
        self.mentions.insert(position, mention)
        self.counts[mention.actor] += 1
        head = self.parsed.doc[mention.head]
        if head.dep_ == "nsubj" and head.head.lemma_ in reporting_verbs():
            self.acting.add(mention.actor)

    def resolve(self, pronoun: Token) -> Actor | None:
        """The actor that a pronoun means, None where nothing fits."""
        sentence = self.parsed.sentence_at(pronoun.i)
        if sentence is None or self.means_things(pronoun):
            return None
        scores: dict[Actor, float] = {}
        last = bisect_left(self.heads, pronoun.i) - 1
        for index in range(last, max(last - MOST_CANDIDATES, -1), -1):
            mention = self.mentions[index]
            own = self.parsed.sentence_at(mention.head)
            if own is None:
                continue
            distance = sentence.position - own.position
            if distance >= WINDOW and (scores or distance >= LONG_WINDOW or pronoun.lower_ not in SINGULAR):
                break
            if not self._fits(pronoun, mention, distance):
                continue
            score = self._salience(pronoun, mention, distance)
            scores[mention.actor] = max(scores.get(mention.actor, score), score)
        ranked = sorted(scores.items(), key=lambda item: -item[1])
        if not ranked:
            return None
        best = ranked[0][0]
        if pronoun.lower_ in SINGULAR and best.gender is None:
            self.hints[best][SINGULAR[pronoun.lower_]] += 1
        return best

    def means_things(self, pronoun: Token) -> bool:
        """ "relations at their lowest point": the plural that the phrase hangs on, where that is nobody who acts."""
        preposition = pronoun.head.head if pronoun.lower_ == "their" and pronoun.head.dep_ == "pobj" else None
        above = preposition.head if preposition is not None and preposition.dep_ == "prep" else None
        return above is not None and above.tag_ == "NNS" and above.lemma_.lower() not in roles()

    def _fits(self, pronoun: Token, mention: Mention, distance: int) -> bool:
        if self.quoted[mention.head] and not self.quoted[pronoun.i]:
            return False
        actor, word = mention.actor, pronoun.lower_
        if word in SINGULAR:
            if not self._is_credible(actor) or actor.gender not in (None, SINGULAR[word]):
                return False
            hints = self.hints[actor]
            if not hints[SINGULAR[word]] and hints.total() > 1:
                return False
        elif word in THING:
            if actor.actor_type in ("person", "group"):
                return False
        elif actor.actor_type == "person" and self.parsed.doc[mention.head].tag_ not in ("NNS",):
            return False
        return not (distance == 0 and self._binds(pronoun, self.parsed.doc[mention.head]))

    def _is_credible(self, actor: Actor) -> bool:
        """Whether an actor is a person beyond doubt: one word, untitled, that never acts may be a place or a thing."""
        if actor.actor_type != "person":
            return False
        is_told = " " in actor.name or actor.office is not None or actor.gender is not None
        return is_told or actor in self.acting

    def _gender_hint(self, actor: Actor, pronoun: Token) -> float:
        wanted = SINGULAR.get(pronoun.lower_)
        if wanted is None:
            return 0.0
        if actor.gender is not None:
            return 1.0
        hints = self.hints[actor]
        agreeing = hints[wanted]
        return min(1.0, 0.5 * agreeing) - min(4.0, 2.0 * (hints.total() - agreeing))

    def _binds(self, pronoun: Token, other: Token) -> bool:
        """Whether both are arguments of one verb, so that only a reflexive could mean the same."""
        if pronoun.tag_ == "PRP$" or pronoun.lower_.endswith(("self", "selves")):
            return False
        above = other.head if other.dep_ != "pobj" else other.head.head
        return pronoun.head == above or (pronoun.dep_ == "pobj" and pronoun.head.head == above)

    def _salience(self, pronoun: Token, mention: Mention, distance: int) -> float:
        head = self.parsed.doc[mention.head]
        score = 10.0 - 3.0 * distance - 0.02 * (pronoun.i - mention.head)
        if head.dep_ in ("nsubj", "nsubjpass"):
            score += 3.0
            if head.head.lemma_ in reporting_verbs():
                score += 2.5 if pronoun.dep_ == "nsubj" and pronoun.head.lemma_ in reporting_verbs() else 1.5
        elif head.dep_ == "poss" and head.head.dep_ in ("nsubj", "nsubjpass", "ROOT"):
            score += 1.0  # "Johnson's reaction angered …": the owner of a subject ranks next to a subject
        elif head.dep_ in ("poss", "compound", "amod"):
            score -= 2.0
        elif head.dep_ in ("pobj", "dobj"):
            score -= 0.5
        if mention.form == "pronoun":
            score += 1.0
        if pronoun.lower_ in PLURAL and head.tag_ in ("NNS", "NNPS"):
            score += 3.0
        if pronoun.lower_ in SINGULAR and not mention.actor.is_named:
            score -= 2.0  # the unnamed are told of in passing
        if mention.form == "name" and " " not in mention.actor.name and mention.actor.office is None:
            score -= 2.0  # one word and no title: as often a place or a thing that the model took for a person
        score += self._gender_hint(mention.actor, pronoun)
        return score + min(2.0, 0.4 * self.counts[mention.actor])
