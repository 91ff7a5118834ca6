"""Find the events of one article: the entry point of this room."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from sys import maxsize

from spacy.tokens import Token

from transforms.events.clauses import content_noun, goes_to, object_of
from transforms.events.codes import code_of, folds
from transforms.events.confidence import confidence_of
from transforms.events.event_counts import counts_of
from transforms.events.frames import NO_EVENT, TOLD, willing_types
from transforms.events.harm import settle_harm
from transforms.events.incidents import number_incidents
from transforms.events.model import Event, Participant
from transforms.events.participants import ParticipantFinder
from transforms.events.status import is_fiction, is_opinion, is_purpose_of_deed, is_refused, is_willing, status_of
from transforms.events.triggers import Trigger, TriggerFinder, frame_of_noun, joined, matrix_status, without_echoes
from transforms.events.when_where import place_of, time_of
from transforms.parse.grammar import SUBJECTS, antecedent, characters, child, clause, subject_of
from transforms.parse.parsed import ParsedArticle, Sentence
from transforms.resolve.model import Resolution, TimeMention
from transforms.statements.model import Statement
from transforms.statements.quotes import find_quotes

AGREE, APPEAL, CONSULT, REQUEST, REJECT = "AGREE", "APPEAL", "CONSULT", "REQUEST", "REJECT"
# Acts that are done by what is done for them: who rallied to protest has protested.
TOLD_BY_PURPOSE = frozenset({"ACCUSE", "PROTEST", "REQUEST"})
CONFLICT = frozenset({"ASSAULT", "COERCE", "PROTEST", "SANCTION"})
DEFINITE = frozenset({"the", "this", "that", "these", "those"})
DISCARDED_DEPS = frozenset({"amod", "compound", "punct", "nmod"})


class EventFinder:
    """Works through one article: triggers, then what hangs on each."""

    def __init__(self, parsed: ParsedArticle, resolution: Resolution, statements: list[Statement]) -> None:
        self.parsed, self.resolution, self.doc = parsed, resolution, parsed.doc
        self.triggers = TriggerFinder(resolution)
        self.participants = ParticipantFinder(resolution, self.triggers)
        quotes = [(quote.start, quote.end) for quote in find_quotes(parsed.text, parsed.layout.paragraphs)]
        self.quotes = [quote for quote in quotes if self._is_clause(*quote)]
        self.contents = sorted(
            ((fragment.start, fragment.end, statement) for statement in statements for fragment in statement.fragments),
            key=lambda content: content[:2],
        )
        self.content_starts = [content[0] for content in self.contents]

    def find(self) -> list[Event]:
        """All events in the order of their triggers."""
        found = []
        for trigger, event in self.readings():
            event.confidence = confidence_of(trigger, event, self.triggers)
            found.append(event)
        found.sort(key=lambda event: event.trigger)
        settle_harm(found, self.doc)
        number_incidents(found)
        return found

    def readings(self) -> Iterator[tuple[Trigger, Event]]:
        """Every trigger with the event that it tells, sentence by sentence."""
        for sentence in self.parsed.sentences:
            for trigger in self._triggers(sentence):
                event = self._event(trigger, sentence)
                if event is not None:
                    yield trigger, event

    def _triggers(self, sentence: Sentence) -> list[Trigger]:
        """Verbs first: a noun that a verb's frame has used up is no event of its own."""
        found: list[Trigger] = []
        used: set[int] = set()
        pos, doc = self.parsed.pos, self.doc
        content = [doc[index] for index in range(sentence.first, sentence.last) if pos[index] in ("VERB", "NOUN")]
        tokens = [token for token in content if not self._is_quoted(token)]
        for token in tokens:
            if token.pos_ == "VERB" and token.dep_ not in DISCARDED_DEPS:
                trigger = self.triggers.of_verb(token)
                if trigger is not None:
                    found.append(trigger)
                    used |= self.triggers.used_by(trigger)
        # What somebody mourns, denies or claims to have done is told elsewhere: here it is only named.
        touched = [trigger.governor for trigger in found if trigger.event_type == NO_EVENT]
        told = [trigger.governor for trigger in found if trigger.frame.status == TOLD]
        found = [one for one in self.triggers.fold(found) if not _describes(one.governor, told)]
        nouns = [
            self.triggers.of_noun(token)
            for token in tokens
            if token.pos_ == "NOUN" and token.i not in used and not any(verb.is_ancestor(token) for verb in touched)
        ]
        return without_echoes(joined(found, [trigger for trigger in nouns if trigger is not None]))

    def _is_clause(self, start: int, end: int) -> bool:
        """Whether a quotation says a whole thing; a few words of narration in quotation marks do not."""
        span = self.doc.char_span(start, end, alignment_mode="expand")
        return span is None or any(token.dep_ in SUBJECTS and token.head in span for token in span)

    def _is_quoted(self, token: Token) -> bool:
        position = bisect_right(self.quotes, (token.idx, maxsize)) - 1
        return position >= 0 and token.idx < self.quotes[position][1]

    def _event(self, trigger: Trigger, sentence: Sentence) -> Event | None:
        if is_opinion(trigger.governor) or is_fiction(trigger.governor):
            return None
        participants = self.participants.find(trigger)
        time = time_of(trigger, self.resolution)
        counts = counts_of(trigger, self.resolution)
        if not _is_told(trigger, participants, has_detail=bool(counts) or time is not None):
            return None
        start, end, span = self._evidence(trigger, sentence)
        lemma = trigger.head.lemma_.lower()
        event = Event(start, end, span, trigger.head.i, lemma, _written(trigger), trigger.rule)
        self._settle_status(event, trigger, time)
        _settle_code(event, trigger)
        if time is not None:
            event.starts_on, event.ends_on = time.starts_on, time.ends_on
            event.date_precision, event.date_text = time.precision, time.text
        event.place = place_of(trigger, self.resolution)
        event.participants, event.counts = participants, counts
        event.statement = self._claimed_in(trigger.head)
        event.is_headline = sentence.is_headline
        event.refers_back = _refers_back(trigger)
        return event

    def _evidence(self, trigger: Trigger, sentence: Sentence) -> tuple[int, int, tuple[int, int]]:
        """Start and end of the clause that tells of an event, and its trigger: of a light verb, the noun alone."""
        first = min(trigger.head.i, trigger.governor.i)
        start, end = characters(clause(trigger.governor))
        last = trigger.particle or trigger.head
        span = (trigger.head.idx, last.idx + len(last))
        return max(sentence.start, min(start, self.doc[first].idx)), max(min(sentence.end, end), span[1]), span

    def _settle_status(self, event: Event, trigger: Trigger, time: TimeMention | None) -> None:
        event.status = status_of(trigger)
        if event.status == "happened" and self._is_to_come(time):
            event.status = "planned"  # "talks begin next month"
        elif event.status == "planned" and event.event_type in TOLD_BY_PURPOSE and is_purpose_of_deed(trigger.governor):
            event.status = "happened"  # "marched to demand his release"

    def _is_to_come(self, time: TimeMention | None) -> bool:
        published = self.parsed.article.published_on
        return bool(published and time and time.starts_on and time.starts_on > published)

    def _claimed_in(self, token: Token) -> Statement | None:
        """The innermost statement inside whose content an event is told."""
        around = []
        for position in range(bisect_right(self.content_starts, token.idx) - 1, -1, -1):
            start, end, statement = self.contents[position]
            if start <= token.idx < end:
                around.append((end - start, position, statement))
            if token.idx - start > 2000:
                break
        return min(around, key=lambda found: found[:2])[2] if around else None


def _settle_code(event: Event, trigger: Trigger) -> None:
    """Mode, code and scores: of what saying so makes of an act, and of what an act in words is about."""
    event.mode, inner, outer = trigger.frame.mode, trigger.inner, trigger.event_type
    voiced = _voiced(trigger, event.status) if event.event_type in willing_types() else None
    if voiced is not None:
        inner, outer = event.event_type, voiced
        event.event_type, event.status, event.mode = voiced, "happened", None
    event.cameo_code, event.quad_class, event.goldstein = code_of(event.event_type, event.mode)
    fold = folds().get((outer, inner))
    if fold is not None:
        event.mode = fold.mode or event.mode
        event.cameo_code, event.goldstein = fold.cameo_code or event.cameo_code, fold.goldstein or event.goldstein


def _refers_back(trigger: Trigger) -> bool:
    """Whether an event is named as one already told: "the attack", "the attack killed four"."""
    noun: Token | None = trigger.head
    if trigger.rule == "verb":
        subject = subject_of(trigger.governor)
        noun = content_noun(subject) if subject is not None and frame_of_noun(content_noun(subject)) else None
    return noun is not None and any(part.lower_ in DEFINITE for part in noun.lefts)


def _is_told(trigger: Trigger, participants: list[Participant], *, has_detail: bool) -> bool:
    """Whether a sentence tells of an event, and does not only touch on it.

    A main clause tells where it says who; a clause that only describes a noun, or a bare noun, must say more: a day, a
    number, or both who and whom.
    """
    roles = {participant.role for participant in participants}
    if "actor" not in roles and _calls_off_meeting(trigger):
        return False  # "the talks were called off": the talks themselves are told, as cancelled
    if trigger.event_type == "DISASTER":
        return has_detail or bool(roles) or trigger.rule != "noun"
    if trigger.rule == "noun" or _is_aside(trigger.governor):
        return has_detail or len(participants) > 1 or (bool(participants) and goes_to(trigger.head))
    return bool(roles) or has_detail


def _calls_off_meeting(trigger: Trigger) -> bool:
    meeting = object_of(trigger.governor) if trigger.rule == "verb" else None
    frame = frame_of_noun(content_noun(meeting)) if meeting is not None else None
    return frame is not None and frame.event_type == CONSULT and matrix_status(trigger.governor) == "cancelled"


def _written(trigger: Trigger) -> str:
    """The type as the tables hold it: an appeal is one of the other events that PLOVER leaves out.

    CAMEO's appeals are for cooperation, aid, reform or talks; a call for an act of conflict is a request.
    """
    if trigger.event_type == APPEAL:
        return REQUEST if trigger.inner in CONFLICT else "OTHER"
    return trigger.event_type


def _voiced(trigger: Trigger, status: str) -> str | None:
    """What saying so makes of an act of cooperation: "will not release them" refuses, "is ready to help" agrees."""
    if status == "denied" and is_refused(trigger.governor):
        return REJECT
    if status == "planned" and is_willing(trigger.governor):
        return AGREE
    return None


def _describes(verb: Token, told: list[Token]) -> bool:
    """Whether a clause only describes what a verb of `told` names: "claimed the raid that hurt four"."""
    while verb.dep_ == "conj" and verb.head.pos_ == "VERB":
        verb = verb.head
    noun = verb.head
    subject = child(verb, "nsubj", "nsubjpass")
    is_another = subject is not None and antecedent(subject) is subject  # "the blast, which both sides condemned"
    if verb.dep_ not in ("relcl", "acl") or noun.dep_ not in ("dobj", "pobj") or is_another:
        return False
    return any(one.is_ancestor(noun) for one in told)


def _is_aside(verb: Token) -> bool:
    """Whether a verb stands in a clause that describes a noun."""
    while verb.dep_ in ("conj", "xcomp", "ccomp", "advcl") and verb.head.i != verb.i:
        verb = verb.head
    return verb.dep_ in ("relcl", "acl")


def find_events(parsed: ParsedArticle, resolution: Resolution, statements: list[Statement]) -> list[Event]:
    """All events of one article, in the order of their triggers."""
    return EventFinder(parsed, resolution, statements).find()
