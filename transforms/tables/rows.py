"""Turn what was found in one article into rows, and give every row its key.

The rows of one article depend on that article alone, so that a shard of articles can be extracted anywhere and kept.
Columns that need other articles (`duplicate_of`, `story_id`, `incident_id`, actors merged under one key) are filled by
the steps over whole tables in `collection`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple
from typing import Any

from transforms.events.model import Event, Participant
from transforms.parse.parsed import ParsedArticle, Sentence
from transforms.parse.reading import read_as
from transforms.read.article import Article
from transforms.resolve.model import Actor, Place, Resolution
from transforms.statements.model import Statement
from transforms.tables.actors import known_as
from transforms.tables.keys import key
from transforms.tables.prints import print_of

Row = dict[str, Any]
Rows = dict[str, list[Row]]

WORD = re.compile(r"\w+(?:['’-]\w+)*")
ARTICLE_TABLES = (
    "documents", "sentences", "actors", "mentions", "places", "statements", "statement_fragments", "statement_actors",
    "events", "event_actors", "event_counts",
)  # fmt: skip


def document_key(article: Article) -> int:
    """The key of an article, from its source_id and its text alone, wherever the seeds folder lies."""
    return key("documents", article.source_id, article.text)


def article_key(article: Article) -> int:
    """A key over all that an article's rows depend on, its date besides its text: what the store is asked for."""
    return key("articles", *(str(value) for value in astuple(article)))


def place_key(place: Place) -> int:
    """The key of a place: its gazetteer number, else its name, kind and country."""
    if place.geonames_id is not None:
        return key("places", place.geonames_id)
    return key("places", place.name.casefold(), place.kind, place.country)


class ArticleRows:
    """Builds the rows of one article; `rows` maps each table to them."""

    def __init__(self, parsed: ParsedArticle) -> None:
        self.parsed = parsed
        self.text = parsed.article.text
        self.document_id = document_key(parsed.article)
        self.rows: Rows = {table: [] for table in ARTICLE_TABLES}
        self._sentence_ids: list[int] = []
        self._sentence_starts = [sentence.start for sentence in parsed.sentences]
        self._actors: dict[int, Actor] = {}
        self._places: set[int] = set()
        self._setting: str | None = None
        self._statement_ids: dict[int, int] = {}
        self._mention_counts: Counter[int] = Counter()

    def build(self, resolution: Resolution, statements: Sequence[Statement], events: Sequence[Event]) -> Rows:
        """All rows of the article.  Raises ValueError where a span does not lie where its table says it does."""
        self._add_document()
        self._add_sentences()
        self._setting = resolution.setting
        self._add_mentions(resolution)
        for mention in resolution.places:
            self._place_id(mention.place)
        for statement in statements:
            self._statement_ids[id(statement)] = self._statement_key(statement)
        for statement in statements:
            self._add_statement(statement)
        self._add_events(events)
        self._add_actors()
        own = article_key(self.parsed.article)
        for rows in self.rows.values():
            for row in rows:
                row["article_key"] = own
        return self.rows

    def _add_document(self) -> None:
        article, layout = self.parsed.article, self.parsed.layout
        printed = layout.headline and self.parsed.text[layout.headline.start : layout.headline.end]
        self.rows["documents"].append({
            "document_id": self.document_id,
            "source_uri": article.source_uri,
            "source_id": article.source_id,
            "format": article.format,
            "sha256": article.sha256,
            "publisher": read_as(article.publisher),
            "author": read_as(article.author),
            "url": article.url,
            "language": article.language,
            "headline": read_as(article.headline) or printed or None,
            "published_on": article.published_on,
            "published_at": article.published_at,
            "text": self.text,
            "body_start": self.parsed.delivered(layout.body_start, layout.body_start)[0],
            "sentence_count": len(self.parsed.sentences),
            "word_count": len(WORD.findall(self.parsed.text, layout.body_start)),
            **print_of(self.parsed.text),
        })  # fmt: skip

    def _add_sentences(self) -> None:
        for sentence in self.parsed.sentences:
            start, end = self.parsed.delivered(sentence.start, sentence.end)
            sentence_id = key("sentences", self.document_id, start, end)
            self._sentence_ids.append(sentence_id)
            self.rows["sentences"].append({
                "sentence_id": sentence_id,
                "document_id": self.document_id,
                "position": sentence.position,
                "paragraph": sentence.paragraph,
                "start": start,
                "end": end,
                "text": self.text[start:end],
                "is_headline": sentence.is_headline,
            })  # fmt: skip

    def _sentence_of(self, offset: int) -> Sentence | None:
        position = bisect_right(self._sentence_starts, offset) - 1
        sentence = self.parsed.sentences[position] if position >= 0 else None
        return sentence if sentence and offset < sentence.end else None

    def _span(self, prefix: str, span: tuple[int, int] | None) -> Row:
        names = f"{prefix}text", f"{prefix}start", f"{prefix}end"
        if span is None:
            return dict.fromkeys(names)
        start, end = span
        if not 0 <= start < end <= len(self.parsed.text):
            raise ValueError(f"{prefix or 'its '}span {start}:{end} is not in the text")
        start, end = self.parsed.delivered(start, end)
        return dict(zip(names, (self.text[start:end], start, end), strict=True))

    def _actor_id(self, actor: Actor) -> int:
        """The actor's key in this article, until all articles together tell who is who."""
        actor_id = key("actors", actor.actor_type, actor.name.casefold(), self.document_id)
        if actor_id not in self._actors:
            self._actors[actor_id] = actor
            if actor.of is not None:
                self._actor_id(actor.of)
        return actor_id

    def _place_id(self, place: Place | None) -> int | None:
        if place is None:
            return None
        place_id = place_key(place)
        if place_id not in self._places:
            self._places.add(place_id)
            self.rows["places"].append({
                "place_id": place_id,
                "name": place.name,
                "kind": place.kind,
                "country": place.country,
                "latitude": place.latitude,
                "longitude": place.longitude,
                "geonames_id": place.geonames_id,
            })  # fmt: skip
        return place_id

    def _add_mentions(self, resolution: Resolution) -> None:
        for mention in sorted(resolution.mentions, key=lambda found: (found.start, found.end)):
            sentence = self._sentence_of(mention.start)
            if sentence is None:  # in the header line or the dateline, which are no prose
                continue
            actor_id = self._actor_id(mention.actor)
            self._mention_counts[actor_id] += 1
            self.rows["mentions"].append({
                "mention_id": key("mentions", self.document_id, *self.parsed.delivered(mention.start, mention.end)),
                "document_id": self.document_id,
                "sentence_id": self._sentence_ids[sentence.position],
                "actor_id": actor_id,
                **self._span("", (mention.start, mention.end)),
                "form": mention.form,
            })  # fmt: skip

    def _statement_key(self, statement: Statement) -> int:
        spans = [self.parsed.delivered(fragment.start, fragment.end) for fragment in statement.fragments]
        cue, speaker = (span and self.parsed.delivered(*span) for span in (statement.cue, statement.speaker))
        return key("statements", self.document_id, str(spans), str(cue), str(speaker))

    def _add_statement(self, statement: Statement) -> None:
        statement_id = self._statement_ids[id(statement)]
        sentence = self._sentence_of(statement.cue[0] if statement.cue else statement.start)
        if sentence is None:
            raise ValueError(f"statement at {statement.start} stands in no sentence")
        self.rows["statements"].append({
            "statement_id": statement_id,
            "document_id": self.document_id,
            "sentence_id": self._sentence_ids[sentence.position],
            "kind": statement.kind,
            **self._span("", (statement.start, statement.end)),
            **self._span("speaker_", statement.speaker),
            "speaker_name": statement.speaker_name,
            "speaker_id": self._actor_id(statement.speaker_actor) if statement.speaker_actor else None,
            "is_inherited": statement.is_inherited,
            **self._span("cue_", statement.cue),
            "cue_lemma": statement.cue_lemma,
            "act": statement.act,
            "is_negated": statement.is_negated,
            "addressee_id": self._actor_id(statement.addressee) if statement.addressee else None,
            "medium": statement.medium,
            "stated_on": statement.stated_on,
            "within_statement_id": self._statement_ids[id(statement.within)] if statement.within else None,
            "rule": statement.rule,
            "confidence": statement.confidence,
        })  # fmt: skip
        for position, fragment in enumerate(statement.fragments):
            self.rows["statement_fragments"].append({
                "statement_id": statement_id,
                "position": position,
                **self._span("", (fragment.start, fragment.end)),
                "is_verbatim": fragment.is_verbatim,
            })  # fmt: skip
        about = Counter[int]()
        for actor, count in statement.about.items():
            about[self._actor_id(actor)] += count
        self.rows["statement_actors"].extend(
            {"statement_id": statement_id, "actor_id": actor_id, "mention_count": count}
            for actor_id, count in about.items()
        )

    def _add_events(self, events: Sequence[Event]) -> None:
        seen: Counter[tuple[object, ...]] = Counter()
        ids: dict[int, int] = {}
        for event in events:
            natural = (*self.parsed.delivered(*event.trigger), event.event_type)
            event_id = key("events", self.document_id, *natural, seen[natural] or None)
            seen[natural] += 1
            # The first mention of an incident lends it its key, until incidents of several articles are joined.
            incident_id = ids.setdefault(event.incident, key("incidents", event_id))
            self._add_event(event, event_id, incident_id)

    def _add_event(self, event: Event, event_id: int, incident_id: int) -> None:
        sentence = self._sentence_of(event.trigger[0])
        if (
            sentence is None
            or not sentence.start <= event.start <= event.trigger[0] < event.trigger[1] <= event.end <= sentence.end
        ):
            raise ValueError(f"event at {event.trigger[0]} does not stand in one clause of one sentence")
        self.rows["events"].append({
            "event_id": event_id,
            "document_id": self.document_id,
            "sentence_id": self._sentence_ids[sentence.position],
            **self._span("", (event.start, event.end)),
            **self._span("trigger_", event.trigger),
            "event_type": event.event_type,
            "mode": event.mode,
            "cameo_code": event.cameo_code,
            "quad_class": event.quad_class,
            "goldstein": event.goldstein,
            "status": event.status,
            "starts_on": event.starts_on,
            "ends_on": event.ends_on,
            "date_precision": event.date_precision,
            "date_text": event.date_text,
            "place_id": self._place_id(event.place),
            "statement_id": self._statement_ids[id(event.statement)] if event.statement else None,
            "local_incident_id": incident_id,
            "is_headline": event.is_headline,
            "rule": event.rule,
            "confidence": event.confidence,
        })  # fmt: skip
        for position, participant in enumerate(sorted(event.participants, key=lambda found: found.role)):
            self._add_participant(event_id, position, participant)
        for position, count in enumerate(event.counts):
            self.rows["event_counts"].append({
                "event_id": event_id,
                "position": position,
                "measure": count.measure,
                "value_low": count.value_low,
                "value_high": count.value_high,
                "is_approximate": count.is_approximate,
                **self._span("", (count.start, count.end)),
                "currency": count.currency,
            })  # fmt: skip

    def _add_participant(self, event_id: int, position: int, participant: Participant) -> None:
        printed: Row = {"text": participant.text, "start": None, "end": None}
        if participant.start is not None and participant.end is not None:
            printed = self._span("", (participant.start, participant.end))
        self.rows["event_actors"].append({
            "event_id": event_id,
            "position": position,
            "role": participant.role,
            "actor_id": self._actor_id(participant.actor),
            **printed,
            "is_implied": participant.is_implied,
        })  # fmt: skip

    def _add_actors(self) -> None:
        published = self.parsed.article.published_on
        for actor_id, actor in self._actors.items():
            self.rows["actors"].append({
                "actor_id": actor_id,
                "published_on": published,
                "name": actor.name,
                "actor_type": actor.actor_type,
                "country": actor.country,
                "sector": actor.sector,
                "office": actor.office,
                "of_actor_id": self._actor_id(actor.of) if actor.of else None,
                "mention_count": self._mention_counts[actor_id],
                "is_named": actor.is_named,
                "gender": actor.gender,
                "setting": self._setting,
                "known_as": known_as(actor.actor_type, actor.name) if actor.is_named else None,
            })  # fmt: skip
