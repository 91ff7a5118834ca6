"""On which days and at which place an event stands, told by the words of its own clause."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from transforms.events.frames import noun_frames, verbal_types
from transforms.events.triggers import Trigger
from transforms.parse.grammar import RELATIVE_PRONOUNS, child, children
from transforms.resolve.model import Place, PlaceMention, Resolution, TimeMention
from transforms.resolve.places import locative_words, preposition_of
from transforms.resolve.time_attachment import attached_time, governor, times_below
from transforms.resolve.time_patterns import happenings

CLAUSES = frozenset({"ccomp", "advcl", "relcl", "parataxis", "acl", "csubj"})
LIGHT = frozenset({"be", "take", "hold", "happen", "occur", "begin", "start", "schedule", "plan", "set"})
# Labels of a time that belongs to its noun alone: "Sunday's summit", "the 2014 treaty", "the victims of last week".
OWN_LABELS = frozenset({"poss", "compound", "amod", "nummod", "nmod"})
SETTINGS = frozenset({"in", "during", "at"})  # an act "in an attack on Friday" was done on Friday
WITNESSES = frozenset({"see", "witness"})  # "this year, which saw 300 people flee"
PLANNED = frozenset({"planned", "scheduled", "upcoming", "forthcoming", "proposed"})
HARM = frozenset({"ASSAULT", "DISASTER"})  # the blast that killed ten is the killing
MOST_TOKENS_TO_ANTECEDENT = 8


def time_of(trigger: Trigger, resolution: Resolution) -> TimeMention | None:
    """The time expression that dates an event: on its noun, on its verb, or passed on by what it hangs on."""
    times = resolution.times
    if trigger.rule != "verb":
        found = _time_of_noun(trigger.head, times)
        if found is not None or trigger.rule == "noun":
            return found
    verb = trigger.governor
    return (
        attached_time(times, verb)
        or _loose(verb, times)
        or _of_setting(trigger, times)
        or _of_antecedent(trigger, times)
        or _witnessed(verb, times)
        or _shared(verb, times)
    )


def _time_of_noun(noun: Token, times: list[TimeMention]) -> TimeMention | None:
    """A time on the noun itself, on the light verb that it is the subject or object of, or in a clause about it."""
    found, verb = attached_time(times, noun), noun.head
    if found is None and verb.lemma_ in LIGHT and noun.dep_ in ("nsubj", "nsubjpass", "dobj"):
        found = attached_time(times, verb)
    if found is None and (coming := _occasion_of(noun)) is not None:
        found = attached_time(times, coming)
    if found is None:
        about = [clause for clause in children(noun, "relcl") if clause.lemma_ in LIGHT]
        found = next((time for clause in about if (time := attached_time(times, clause)) is not None), None)
    return found


def _occasion_of(noun: Token) -> Token | None:
    """The verb of those who come to a happening: "she will be in Rome on Monday for talks"."""
    if noun.dep_ != "pobj" or noun.head.lower_ != "for":
        return None
    verb = noun.head.head
    is_same = bool(happenings(verb.lemma_) & happenings(noun.lemma_.lower()))  # "met for talks" tells of one meeting
    is_coming = verb.pos_ in ("VERB", "AUX") and verb.lemma_ in locative_words("motion")
    return verb if is_coming and not is_same else None


def is_happening(noun: Token) -> bool:
    """Whether a noun stands for something that has a day of its own."""
    lemma = noun.lemma_.lower()
    return noun.pos_ == "NOUN" and (lemma in noun_frames() or bool(happenings(lemma)))


def bearer(doc: Doc, time: TimeMention) -> Token:
    """The verb or happening that a time dates, where the parser hung the time on some other word.

    "France asked cooperation from its neighbours on Sunday": a thing has no day, so the asking does.  Nor has a state
    in a gerund: in "accused him of being late on Friday" the accusation is dated.
    """
    token, root = governor(doc, time), doc[time.first : time.last].root
    is_planned = any(part.lower_ in PLANNED for part in token.lefts)  # "cancelled a planned visit to Rome in March"
    if token.dep_ == "dobj" and token.head.pos_ == "VERB" and time.first > token.i + 2 and not is_planned:
        token = token.head  # behind other phrases of the object it is the verb's: "asked cooperation from … on Sunday"
    if (root.dep_ in OWN_LABELS and root.i < token.i) or (root.dep_ == "pobj" and root.head.lower_ == "of"):
        return token
    while token.head.i != token.i and not _is_dateable(token):
        token = token.head
    return token


def _is_dateable(token: Token) -> bool:
    if token.pos_ in ("VERB", "AUX"):
        return not (token.lemma_ == "be" and token.tag_ == "VBG")
    return is_happening(token)


def _loose(token: Token, times: list[TimeMention]) -> TimeMention | None:
    """A time below a verb or happening that hangs on a word without a day."""
    found = [time for time in times_below(times, token) if bearer(token.doc, time).i == token.i]
    return min(found, key=lambda time: abs(time.first - token.i), default=None)


def _of_setting(trigger: Trigger, times: list[TimeMention]) -> TimeMention | None:
    """The time of the happening in which an act was done ("killed in an attack on Friday"), or that did the harm."""
    verb = trigger.governor
    nouns = [child(part, "pobj") for part in children(verb, "prep") if part.lower_ in SETTINGS]
    if trigger.event_type in HARM:
        nouns.append(child(verb, "nsubj"))
    happening = [noun for noun in nouns if noun is not None and is_happening(noun)]
    found = (_time_of_noun(noun, times) or _loose(noun, times) for noun in happening)
    return next((time for time in found if time is not None), None)


def _of_antecedent(trigger: Trigger, times: list[TimeMention]) -> TimeMention | None:
    """The time of the happening that a relative clause tells more of ("the disaster on Friday, in which ten died")."""
    verb = trigger.governor
    pronoun = _relative_word(verb, is_harm=trigger.event_type in HARM)
    if pronoun is None:
        return None
    if verb.dep_ == "relcl" and is_happening(verb.head):
        return _time_of_noun(verb.head, times)
    doc = verb.doc
    behind = pronoun.head.i if pronoun.head.dep_ == "prep" else pronoun.i
    for position in range(behind - 1, max(verb.sent.start, behind - MOST_TOKENS_TO_ANTECEDENT) - 1, -1):
        if is_happening(doc[position]):
            return _time_of_noun(doc[position], times)
    return None


def _relative_word(verb: Token, *, is_harm: bool) -> Token | None:
    """The relative word that makes a clause a part of its antecedent: "in which", "when"; "that" for what does harm."""
    for part in verb.lefts:
        if part.dep_ == "prep" and part.lower_ in SETTINGS:
            inner = child(part, "pobj", "pcomp")
            if inner is not None and inner.lower_ == "which":
                return inner
        if part.lower_ in ("when", "where") and part.dep_ == "advmod" and verb.dep_ == "relcl":
            return part
        if is_harm and part.dep_ == "nsubj" and part.lower_ in RELATIVE_PRONOUNS:
            return part
    return None


def _witnessed(verb: Token, times: list[TimeMention]) -> TimeMention | None:
    """ "Last week saw ten people die", "this year, which saw ten people die": the time is the subject of "saw"."""
    above = verb.head
    if verb.dep_ not in ("ccomp", "xcomp") or above.lemma_ not in WITNESSES:
        return None
    subject = child(above, "nsubj")
    if subject is None:  # the parser made "last week" an adverb of "saw"
        time = attached_time(times, above)
        return time if time is not None and time.first < above.i else None
    last = subject.i - (subject.lower_ in RELATIVE_PRONOUNS and verb.doc[subject.i - 1].text == ",")
    return next((time for time in times if time.first <= subject.i < time.last or time.last == last), None)


def _shared(verb: Token, times: list[TimeMention]) -> TimeMention | None:
    """A time before the first of several coordinated verbs, or before the verb of a participle, is theirs too."""
    above = verb.head
    if verb.dep_ == "conj" and above.pos_ == "VERB" and not children(verb, "nsubj", "nsubjpass"):
        before = [time for time in times_below(times, above) if time.first < above.i]
        return next((time for time in before if governor(verb.doc, time).i == above.i), None)
    if verb.dep_ == "advcl" and verb.tag_ == "VBG" and above.pos_ == "VERB":
        return attached_time(times, above)
    return None


def _clause_of(token: Token) -> Token:
    """The verb of the clause that a word stands in."""
    while token.pos_ not in ("VERB", "AUX") and token.head.i != token.i and token.dep_ not in CLAUSES:
        token = token.head
    return token


def place_of(trigger: Trigger, resolution: Resolution) -> Place | None:
    """The place named in an event's own clause; a destination before an origin, the nearest one of several."""
    if trigger.rule == "noun":
        found = _places_of_noun(trigger.head, resolution)
    else:
        found = _hanging_on(trigger.governor, resolution)
        if not found and trigger.head.i != trigger.governor.i:
            found = _below(trigger.head, resolution)
        if not found and trigger.event_type not in verbal_types():
            # What was done by hand was done where the clauses that hang on it tell ("drowned while crossing …").
            found = _below(trigger.head, resolution)
        if not found and (above := _done_with(trigger.governor)) is not None:
            found = _hanging_on(above, resolution)
    best = min(found, key=lambda mention: _farness(mention, trigger.head), default=None)
    return best.place if best is not None else None


def _done_with(verb: Token) -> Token | None:
    """The verb of the deed that a participle tells more of: "attacked the town, killing four and wounding ten"."""
    if verb.dep_ == "conj" and verb.tag_ == "VBG" and verb.head.tag_ == "VBG":
        verb = verb.head
    is_part = verb.dep_ == "advcl" and verb.tag_ == "VBG" and child(verb, "mark") is None
    return verb.head if is_part and verb.head.pos_ == "VERB" else None


def _places_of_noun(noun: Token, resolution: Resolution) -> list[PlaceMention]:
    verb, found = noun.head, _below(noun, resolution)
    if found:
        return found
    if noun.dep_ in ("nsubj", "nsubjpass", "dobj") and verb.pos_ in ("VERB", "AUX"):
        return _hanging_on(verb, resolution)
    if noun.dep_ == "pobj" and verb.head.pos_ in ("VERB", "AUX"):
        return _hanging_on(verb.head, resolution)
    return []


def _farness(mention: PlaceMention, head: Token) -> tuple[bool, int]:
    preposition = preposition_of(head.doc[mention.head])
    return preposition is not None and preposition.lower_ == "from", abs(mention.head - head.i)


def _hanging_on(verb: Token, resolution: Resolution) -> list[PlaceMention]:
    """Places behind a preposition of a verb, of its object, or of a noun that hangs on either."""
    return [mention for mention in _below(verb, resolution) if _clause_of(verb.doc[mention.head]).i == verb.i]


def _below(token: Token, resolution: Resolution) -> list[PlaceMention]:
    first, last = token.left_edge.i, token.right_edge.i
    return [mention for mention in resolution.places if first <= mention.head <= last]
