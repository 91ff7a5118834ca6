"""Whether an event happened, is planned, was called off, asked for, denied, is only possible, or is a habit."""

from __future__ import annotations

from spacy.tokens import Token

from transforms.events.clauses import goes_to
from transforms.events.frames import noun_set, status_words
from transforms.events.triggers import Trigger, matrix_status
from transforms.parse.grammar import child, children, is_negated

PASSING = "="
MOST_STEPS = 4
FINITE = frozenset({"VBD", "VBZ", "VBP"})
REFUSING = frozenset({"will", "would", "wo", "shall", "'ll", "’ll"})
IN_COMPLEMENT = frozenset({"ccomp", "xcomp", "pcomp", "pobj", "prep", "acl", "dobj", "conj", "advcl"})
NEGATIVES = frozenset({"no", "neither", "nobody", "none", "nothing"})


def status_of(trigger: Trigger) -> str:
    """The status of an event, from the word that is nearest to it outwards."""
    if trigger.verb_frame is not None and trigger.verb_frame.status:
        own = _of_verb(trigger.governor)
        return (
            trigger.verb_frame.status
            if own in ("happened", "planned") and not _was_to_have(trigger.governor)
            else _called_off(own)
        )
    if trigger.head.i != trigger.governor.i or trigger.rule == "noun":
        told = _of_modifiers(trigger.head)
        if told == "planned" and _was_to_have(trigger.head.head):
            return "cancelled"
        if told is not None:
            return told
    if trigger.rule == "noun":
        return _of_noun(trigger.head)
    return _of_verb(trigger.governor)


def _called_off(own: str) -> str:
    return "cancelled" if own == "happened" else own


def _was_to_have(verb: Token) -> bool:
    """ "was to have met": it was planned and did not come about."""
    for word in (verb, *verb.ancestors):
        auxiliaries = {part.lower_ for part in word.children if part.dep_ in ("aux", "auxpass")}
        if {"to", "have"} <= auxiliaries or (word.lemma_ == "be" and {"to", "have"} <= auxiliaries):
            return (
                word.head.lemma_ == "be"
                or any(p.lower_ in ("was", "were") for p in word.children)
                or word.head.i == word.i
            )
    return False


def _of_modifiers(noun: Token) -> str | None:
    words = status_words("modifier")
    for part in noun.lefts:
        if part.lower_ in NEGATIVES:
            return "denied"
        if part.lower_ in words:
            return words[part.lower_]
    return None


def _of_verb(verb: Token, steps: int = MOST_STEPS) -> str:
    if is_negated(verb) or _has_negative_argument(verb):
        return "denied"
    if (
        verb.tag_ in ("VB", "VBG", "VBN", "VBD")
        and _was_to_have(verb)
        and any(p.lower_ == "have" for p in verb.children)
    ):
        return "cancelled"
    auxiliary = _of_auxiliaries(verb)
    if auxiliary is not None:
        return auxiliary
    adverb = next(
        (status_words("adverb")[p.lower_] for p in children(verb, "advmod") if p.lower_ in status_words("adverb")), None
    )
    if adverb is not None:
        return adverb
    for mark in children(verb, "mark"):
        if mark.lower_ in status_words("mark"):
            return status_words("mark")[mark.lower_]
    return _of_matrix(verb, steps)


def _has_negative_argument(verb: Token) -> bool:
    for noun in children(verb, "nsubj", "nsubjpass", "dobj"):
        if noun.lower_ in NEGATIVES or any(
            part.lower_ in NEGATIVES for part in noun.lefts if part.dep_ in ("det", "neg")
        ):
            return True
    return False


def _of_auxiliaries(verb: Token) -> str | None:
    words = status_words("auxiliary")
    parts = [part.lower_ for part in verb.children if part.dep_ in ("aux", "auxpass")]
    for word in parts:
        if word == "would" and "have" not in parts and _is_reported(verb):
            return "planned"  # "said it would leave": will, shifted by the past of "said"
        if word in words:
            return words[word]
    if "to" in parts and verb.dep_ == "ROOT":
        return "planned"  # a headline: "Macron to visit Berlin"
    return None


def _is_reported(verb: Token) -> bool:
    above = verb.head
    return verb.dep_ == "ccomp" and above.tag_ in ("VBD", "VBN", "VBG")


def _of_matrix(verb: Token, steps: int) -> str:
    """The status that a verb above lends to its complement."""
    if steps == 0:
        return "happened"
    above = verb.head
    if verb.dep_ == "conj" and above.pos_ == "VERB" and not children(verb, "nsubj", "nsubjpass"):
        is_governed = verb.tag_ in ("VB", "VBN", "VBG") and _of_auxiliaries(above) is not None
        if verb.tag_ == above.tag_ or is_governed:  # "could have left and turned" shares "could", "… turned" alone not
            return _of_verb(above, steps - 1)
        return "happened"
    if verb.dep_ in ("pcomp", "pobj") or above.dep_ == "prep":
        holder = above.head
        if above.lower_ == "without":
            return "denied"
        return _lent(holder, verb, steps)
    if (
        above.pos_ in ("ADJ", "NOUN")
        and verb.dep_ in ("xcomp", "acl", "ccomp")
        and any(p.tag_ == "TO" for p in verb.lefts)
    ):
        if above.pos_ == "ADJ":
            return status_words("predicate").get(above.lower_, "possible")
        return _of_noun_matrix(above)
    if above.pos_ == "NOUN" and verb.dep_ in ("acl", "ccomp") and verb.tag_ in FINITE and _is_claim(above):
        return "denied" if _of_noun(above) == "denied" else "possible"  # "allegations that it had fired on them"
    if verb.dep_ in ("xcomp", "ccomp") and above.lemma_ == "be" and _is_infinitive(verb):
        return "planned"  # "is to meet", "was to meet"
    if verb.dep_ in ("xcomp", "ccomp") and above.pos_ in ("VERB", "AUX"):
        return _lent(above, verb, steps)
    if verb.dep_ == "advcl" and _is_infinitive(verb):
        if any(part.lower_ == "only" for part in verb.lefts):
            return _of_verb(above, steps - 1)  # "came back only to flee again"
        return "planned"  # a purpose: "went there to meet him"
    return "happened"


def is_foiled(noun: Token) -> bool:
    """Whether others kept somebody from what he was about to do: "thwarted an attempt to bomb it"."""
    return noun.dep_ in ("dobj", "nsubjpass") and noun.head.lemma_.lower() in status_words("foil")


def _of_noun_matrix(noun: Token) -> str:
    """ "plans to visit", "a demand to withdraw": the noun says what its verb would."""
    if is_foiled(noun):
        return "denied"
    return matrix_status(noun) or "planned"


def _lent(matrix: Token, verb: Token, steps: int) -> str:
    status = matrix_status(matrix)
    if status is None:
        return "happened" if verb.dep_ == "ccomp" or matrix.pos_ != "VERB" else _of_verb(matrix, steps - 1)
    if status == PASSING:
        return _of_verb(matrix, steps - 1)
    if verb.dep_ == "ccomp" and status == "possible" and child(matrix, "dobj") is None and not _is_infinitive(verb):
        return "possible"
    if status == "denied":
        return "denied"
    if verb.dep_ == "ccomp" and not _is_infinitive(verb) and status == "planned":
        return "happened"
    own = _of_verb(matrix, steps - 1)
    return "denied" if own == "denied" and status == "planned" else status


def _is_claim(noun: Token) -> bool:
    return noun.lemma_.lower() in status_words("claim")


def is_refused(verb: Token) -> bool:
    """Whether a negation says that somebody will not do a thing: "will not accept", "won't resign"."""
    modals = {part.lower_ for part in verb.children if part.dep_ == "aux"}
    return is_negated(verb) and bool(modals & REFUSING)


def is_willing(verb: Token) -> bool:
    """Whether somebody says to be ready for an act: "is willing to withdraw"."""
    return verb.dep_ == "xcomp" and verb.head.lower_ in status_words("willing")


def is_purpose_of_deed(verb: Token) -> bool:
    """Whether an infinitive tells what something that has happened was done for."""
    return verb.dep_ == "advcl" and _is_infinitive(verb) and _of_verb(verb.head) == "happened"


def is_opinion(word: Token) -> bool:
    """Whether a word stands in what somebody hopes, fears or doubts: no event is reported then."""
    for _ in range(MOST_STEPS):
        above = word.head
        if word.dep_ not in IN_COMPLEMENT or above.i == word.i:
            return False
        if above.lemma_.lower() in status_words("attitude") and not (word.dep_ == "xcomp" and _is_infinitive(word)):
            return True
        word = above
    return False


def is_fiction(word: Token) -> bool:
    """Whether a word stands in what a film or a novel tells: "the plot concerns a spy who is kidnapped"."""
    for above in (word, *word.ancestors):
        if above.lemma_.lower() in status_words("narrate"):
            teller = child(above, "nsubj")
            if teller is not None and teller.lemma_.lower() in noun_set("fiction"):
                return True
    return False


def _is_infinitive(verb: Token) -> bool:
    return any(part.tag_ == "TO" for part in verb.lefts)


def _of_noun(noun: Token) -> str:
    """The status of a bare event noun, from the verb or preposition that governs it."""
    above = noun.head
    while noun.dep_ == "conj":
        noun, above = above, above.head
    if noun.dep_ == "pobj":
        if above.lower_ == "without":
            return "denied"
        holder = above.head
        if above.lower_ in ("for", "of", "from", "against") and holder.pos_ in ("VERB", "NOUN"):
            told = matrix_status(holder)
            return told if told is not None and told != PASSING else "happened"
        return _of_verb(holder) if goes_to(noun) else "happened"
    if noun.dep_ in ("dobj", "nsubjpass") and above.lemma_.lower() in status_words("object"):
        return status_words("object")[above.lemma_.lower()]
    if noun.dep_ in ("dobj", "nsubjpass") and above.pos_ == "VERB":
        told = matrix_status(above)
        if told == "planned" and _was_to_have(above):
            return "cancelled"  # "was to have scheduled talks"
        return told if told is not None and told != PASSING else _of_verb(above)
    if noun.dep_ == "attr" and _was_to_have(above):
        return "cancelled"
    if noun.dep_ == "nsubj" and above.pos_ in ("VERB", "AUX"):
        return (
            _of_verb(above)
            if above.lemma_ in ("be", "take", "begin", "start", "resume", "happen", "occur")
            else "happened"
        )
    return "happened"
