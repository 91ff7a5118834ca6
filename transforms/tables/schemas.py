"""The tables: one class each, the only source of dtype, nullability, key, rule and description.

A column keeps its name, type and meaning once released; new ones are added at the end of their class.  Suffixes:
`_id` a key, `_on` a date, `_at` a timestamp in UTC, `_count` a number of rows or things, `is_` a truth value; `start`
and `end` are offsets into `documents.text` in Unicode code points, `end` exclusive.
"""

from __future__ import annotations

import dataframely as dy
import polars as pl

from transforms.events.model import MEASURES, STATUSES
from transforms.lexicon import words
from transforms.read.reasons import REASONS
from transforms.resolve.model import ACTOR_TYPES, MENTION_FORMS, PLACE_KINDS, PRECISIONS
from transforms.statements.model import ACTS, KINDS, MEDIA
from transforms.tables.columns import code, offset, ordered, own_key, printed, refers, running_number, string, together

EVENT_TYPES = tuple(sorted(words("ontology_types", "event_type")))
SECTORS = tuple(sorted(words("ontology_sectors", "sector")))


class Documents(dy.Schema):
    """One row per accepted article."""

    document_id = own_key("Key of the article, from its source_id and its text.")
    source_uri = string(
        "Path of the file under the seeds folder or URL, with forward slashes; of an archive's member, that of the "
        "archive and the member's path in it."
    )
    source_id = string("The record's own id; the stem of a one-article file.")
    format = string(
        "Format that the article was read from: txt, jsonl, html, warc, ninjs, newsml-g2, rss, atom, csv, parquet, pdf."
    )
    sha256 = string(
        "SHA-256 of the record's bytes, hexadecimal; of a table's row, of its cells as JSON.", regex="^[0-9a-f]{64}$"
    )
    publisher = string("Publisher as the record names it, entities and misread characters mended.", nullable=True)
    author = string("Author as the record names it, entities and misread characters mended.", nullable=True)
    url = string("Address of the article as the record gives it.", nullable=True)
    language = string("Language, ISO 639-1.", regex="^[a-z]{2}$")
    headline = string("Headline, from the record's field or as the text prints it, mended likewise.", nullable=True)
    published_on = dy.Date(
        nullable=True, description="Day of publication: of the record, else of the header line, else of the dateline."
    )
    published_at = dy.Datetime(
        nullable=True, time_zone="UTC", time_unit="us", description="Moment of publication, in UTC."
    )
    text = string(
        "The article exactly as read: decoded, nothing stripped or repaired; of markup and PDF, its paragraphs, parted "
        "by an empty line."
    )
    body_start = offset("Where the body's first paragraph starts.")
    sentence_count = dy.Int32(min=0, description="Number of rows in sentences.")
    word_count = dy.Int32(min=0, description="Number of words in the body.")
    duplicate_of = refers(
        "documents", "document_id", "The first published article with the same or nearly the same text.", nullable=True
    )
    story_id = dy.Int64(
        nullable=True,
        min=1,
        description="Shared by articles that print one text or report one incident within a week; null for one alone.",
    )

    @dy.rule()
    def is_not_its_own_duplicate(cls) -> pl.Expr:
        return (pl.col("duplicate_of") != pl.col("document_id")).fill_null(True)


class Sentences(dy.Schema):
    """One row per sentence of a headline or body; header lines and datelines are no sentences."""

    sentence_id = own_key("Key of the sentence, from its document and offsets.")
    document_id = refers("documents", "document_id", "The article.")
    position = dy.Int32(min=0, description="Running number in the article, from 0.")
    paragraph = dy.Int32(min=0, description="Running number of the paragraph in the article, from 0.")
    start = offset("First code point.")
    end = offset("Behind the last code point.")
    text = printed("start", "end", "The sentence as printed.")
    is_headline = dy.Bool(nullable=False, description="Whether it stands in the headline.")


class Actors(dy.Schema):
    """One row per actor known to the release: person, organization, government, country or group, unnamed ones too."""

    actor_id = own_key(
        "Key of the actor, from type, name and what tells namesakes apart; one only described is its article's own."
    )
    name = string("Canonical name: the fullest form seen, or the lexicon's.")
    actor_type = code(ACTOR_TYPES, "What kind of actor it is.")
    country = string("Country, ISO 3166-1 alpha-3, as last reported.", nullable=True, regex="^[A-Z]{3}$")
    sector = code(SECTORS, "PLOVER sector code, as last reported.", nullable=True)
    office = string("Office held, as last reported: “interior minister”.", nullable=True)
    of_actor_id = refers(
        "actors",
        "actor_id",
        "Whom the actor belongs to: an aide to a minister, a ministry to a country.",
        nullable=True,
    )
    mention_count = dy.Int32(min=0, description="Number of rows in mentions.")

    @dy.rule()
    def does_not_belong_to_itself(cls) -> pl.Expr:
        return (pl.col("of_actor_id") != pl.col("actor_id")).fill_null(True)


class Mentions(dy.Schema):
    """One row per mention of an actor in a sentence."""

    mention_id = own_key("Key of the mention, from its document and offsets.")
    document_id = refers("documents", "document_id", "The article.")
    sentence_id = refers("sentences", "sentence_id", "The sentence.")
    actor_id = refers("actors", "actor_id", "Who is meant.")
    start = offset("First code point.")
    end = offset("Behind the last code point.")
    text = printed("start", "end", "The mention as printed.")
    form = code(MENTION_FORMS, "Whether the mention is a name, a description or a pronoun.")


class Places(dy.Schema):
    """One row per place that an event happened at or that a text names as a location."""

    place_id = own_key("Key of the place, from its gazetteer number, else from name, kind and country.")
    name = string("Name of the place.")
    kind = code(PLACE_KINDS, "What kind of place it is.")
    country = string("Country, ISO 3166-1 alpha-3.", nullable=True, regex="^[A-Z]{3}$")
    latitude = dy.Float64(nullable=True, min=-90, max=90, description="Degrees north, WGS 84.")
    longitude = dy.Float64(nullable=True, min=-180, max=180, description="Degrees east, WGS 84.")
    geonames_id = dy.Int64(nullable=True, min=1, description="Number in the GeoNames gazetteer.")

    @dy.rule()
    def has_both_coordinates_or_none(cls) -> pl.Expr:
        return together("latitude", "longitude")


class Statements(dy.Schema):
    """One row per thing that somebody is reported to have said or written."""

    statement_id = own_key("Key of the statement, from its document and the offsets of content, cue and speaker.")
    document_id = refers("documents", "document_id", "The article.")
    sentence_id = refers("sentences", "sentence_id", "The sentence of its cue, else of its first word.")
    kind = code(
        KINDS,
        "Whether the content stands in quotation marks wholly (direct), not at all (indirect) or in part (mixed).",
    )
    start = offset("First code point of the content.")
    end = offset("Behind the last code point of the content.")
    text = printed(
        "start", "end", "From the first to the last fragment, as printed, what stands between them included."
    )
    speaker_text = printed(
        "speaker_start", "speaker_end", "The speaker as printed: “he”, “a Darmanin aide”.", nullable=True
    )
    speaker_start = offset("First code point of the speaker.", nullable=True)
    speaker_end = offset("Behind the last code point of the speaker.", nullable=True)
    speaker_name = string("The speaker resolved: “Gerald Darmanin”; an unnamed one stays unnamed.", nullable=True)
    speaker_id = refers("actors", "actor_id", "The speaker.", nullable=True)
    is_inherited = dy.Bool(
        nullable=False, description="Whether it has no cue of its own, its speaker being that of the quotation before."
    )
    cue_text = printed("cue_start", "cue_end", "The words that report it: “said”, “according to”.", nullable=True)
    cue_start = offset("First code point of the cue.", nullable=True)
    cue_end = offset("Behind the last code point of the cue.", nullable=True)
    cue_lemma = string("Lemma of the cue.", nullable=True)
    act = code(ACTS, "What is done by saying it.")
    is_negated = dy.Bool(nullable=False, description="Whether the text says that it was not said.")
    addressee_id = refers("actors", "actor_id", "To whom it is said.", nullable=True)
    medium = code(MEDIA, "Through what it is said, where the text tells.", nullable=True)
    stated_on = dy.Date(nullable=True, description="Day on which it was said, where the text tells.")
    within_statement_id = refers("statements", "statement_id", "The statement that reports this one.", nullable=True)
    rule = string("Name of the rule that found it.")
    confidence = dy.Float64(min=0, max=1, description="Share of right rows to expect among rows of this rule.")

    @dy.rule()
    def has_content(cls) -> pl.Expr:
        return pl.col("start") < pl.col("end")

    @dy.rule()
    def has_whole_speaker_span(cls) -> pl.Expr:
        return together("speaker_text", "speaker_start", "speaker_end")

    @dy.rule()
    def has_whole_cue_span(cls) -> pl.Expr:
        return together("cue_text", "cue_start", "cue_end")

    @dy.rule()
    def is_not_within_itself(cls) -> pl.Expr:
        return (pl.col("within_statement_id") != pl.col("statement_id")).fill_null(True)


class StatementFragments(dy.Schema):
    """One row per unbroken piece of a statement's content."""

    statement_id = refers("statements", "statement_id", "The statement.", primary_key=True)
    position = running_number("Running number in the statement, from 0.")
    start = offset("First code point.")
    end = offset("Behind the last code point.")
    text = printed("start", "end", "The piece as printed.")
    is_verbatim = dy.Bool(nullable=False, description="Whether it stands inside quotation marks.")


class StatementActors(dy.Schema):
    """One row per actor that a statement's content names: whom it is about."""

    statement_id = refers("statements", "statement_id", "The statement.", primary_key=True)
    actor_id = refers("actors", "actor_id", "The actor named.", primary_key=True)
    mention_count = dy.Int16(min=1, description="Number of mentions in the content.")


class Events(dy.Schema):
    """One row per event mention."""

    event_id = own_key("Key of the event mention, from its document, trigger offsets and type.")
    document_id = refers("documents", "document_id", "The article.")
    sentence_id = refers("sentences", "sentence_id", "The sentence of the trigger.")
    start = offset("First code point of the evidence clause.")
    end = offset("Behind the last code point of the evidence clause.")
    text = printed("start", "end", "The evidence clause as printed.")
    trigger_text = printed("trigger_start", "trigger_end", "The words that carry the event.")
    trigger_start = offset("First code point of the trigger.")
    trigger_end = offset("Behind the last code point of the trigger.")
    event_type = code(EVENT_TYPES, "PLOVER type, or one of the extensions DISASTER, MOVEMENT, ELECTION, OTHER.")
    mode = string("PLOVER mode of the type, where one fits.", nullable=True)
    cameo_code = string("CAMEO code, where one fits.", nullable=True, regex="^[0-9]{2,4}$")
    quad_class = dy.Int16(
        nullable=True,
        min=1,
        max=4,
        description="1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.",
    )
    goldstein = dy.Float64(
        nullable=True,
        min=-10,
        max=10,
        description="Goldstein score of the CAMEO code, from -10 (conflict) to 10 (cooperation).",
    )
    status = code(
        STATUSES, "Whether it happened, is planned, was cancelled, asked for or denied, is possible or habitual."
    )
    starts_on = dy.Date(nullable=True, description="First day on which it happens, where the text tells.")
    ends_on = dy.Date(nullable=True, description="Last day on which it happens, where the text tells.")
    date_precision = code(PRECISIONS, "How exactly the text tells the time.", nullable=True)
    date_text = string("The time expression as printed.", nullable=True)
    place_id = refers("places", "place_id", "Where it happens.", nullable=True)
    statement_id = refers(
        "statements", "statement_id", "The statement inside which alone it is claimed.", nullable=True
    )
    incident_id = refers("incidents", "incident_id", "The happening that it reports.")
    is_headline = dy.Bool(nullable=False, description="Whether its trigger stands in the headline.")
    rule = string("Name of the rule that found it.")
    confidence = dy.Float64(min=0, max=1, description="Share of right rows to expect among rows of this rule.")

    @dy.rule()
    def has_its_trigger_in_its_evidence(cls) -> pl.Expr:
        return (
            (pl.col("start") <= pl.col("trigger_start"))
            & (pl.col("trigger_start") < pl.col("trigger_end"))
            & (pl.col("trigger_end") <= pl.col("end"))
        )

    @dy.rule()
    def ends_after_it_starts(cls) -> pl.Expr:
        return ordered("starts_on", "ends_on")


class EventActors(dy.Schema):
    """One row per participant of an event mention."""

    event_id = refers("events", "event_id", "The event mention.", primary_key=True)
    position = running_number("Running number in the event, from 0: actors, then recipients.")
    role = code(("actor", "recipient"), "Whether the participant acts or is acted on.")
    actor_id = refers("actors", "actor_id", "Who takes part.")
    text = string("The participant as printed nearest the trigger; its name where it is only implied.")
    start = offset("First code point; null where the participant is only implied.", nullable=True)
    end = offset("Behind the last code point; null where the participant is only implied.", nullable=True)
    is_implied = dy.Bool(nullable=False, description="Whether the clause itself does not print the participant.")

    @dy.rule()
    def is_printed_or_implied(cls) -> pl.Expr:
        return together("start", "end") & (pl.col("start").is_not_null() | pl.col("is_implied"))


class EventCounts(dy.Schema):
    """One row per number that an event mention reports."""

    event_id = refers("events", "event_id", "The event mention.", primary_key=True)
    position = running_number("Running number in the event, from 0.")
    measure = code(MEASURES, "What is counted.")
    value_low = dy.Float64(nullable=False, description="Lower bound; equals the upper one for a plain number.")
    value_high = dy.Float64(nullable=False, description="Upper bound.")
    is_approximate = dy.Bool(nullable=False, description="Whether the text hedges it: “about”, “at least”, “dozens”.")
    text = printed("start", "end", "The number as printed.")
    start = offset("First code point.")
    end = offset("Behind the last code point.")
    currency = string("Currency of money, ISO 4217, where the text tells it.", nullable=True, regex="^[A-Z]{3}$")

    @dy.rule()
    def has_ordered_bounds(cls) -> pl.Expr:
        return ordered("value_low", "value_high")


class Incidents(dy.Schema):
    """One row per real-world happening: the event mentions, inside one article and across articles, that report it."""

    incident_id = own_key("Key of the incident, from the first published of its event mentions.")
    event_type = code(EVENT_TYPES, "Type that most of its mentions have.")
    status = code(STATUSES, "The firmest status reported.")
    starts_on = dy.Date(nullable=True, description="First day, as the mention that tells it most exactly has it.")
    ends_on = dy.Date(nullable=True, description="Last day, as the mention that tells it most exactly has it.")
    place_id = refers("places", "place_id", "Where it happens.", nullable=True)
    mention_count = dy.Int32(min=1, description="Number of rows in events.")
    document_count = dy.Int32(min=1, description="Number of articles that report it.")
    first_published_on = dy.Date(nullable=True, description="Day of the first article that reports it.")
    dead_low = dy.Float64(
        nullable=True,
        min=0,
        description="The dead, at least: the largest number in the last article with one, never a sum.",
    )
    dead_high = dy.Float64(
        nullable=True,
        min=0,
        description="The dead, at most: the largest number in the last article with one, never a sum.",
    )

    @dy.rule()
    def ends_after_it_starts(cls) -> pl.Expr:
        return ordered("starts_on", "ends_on")

    @dy.rule()
    def has_ordered_bounds(cls) -> pl.Expr:
        return ordered("dead_low", "dead_high")


class Rejects(dy.Schema):
    """One row per input that was refused, or accepted with a repair."""

    reject_id = own_key("Key of the refusal, from its place, reason and detail.")
    source_uri = string("Path of the file under the seeds folder.")
    source_id = string("The record's own id, where it could be read.", nullable=True)
    reason = code(tuple(REASONS), "Why it was refused or repaired.")
    severity = code(("rejected", "repaired"), "Whether the input was left out or accepted with a repair.")
    detail = string("What and where, and what to do about it.")


class Checks(dy.Schema):
    """One row per check that the release has passed; a release that breaks one does not come about."""

    check_id = own_key("Key of the check, from the table and the name.")
    table_name = string("The table whose rows are checked.")
    name = string("What holds of each of its rows.")
    row_count = dy.Int64(min=0, description="Number of rows checked.")
    broken_count = dy.Int64(min=0, max=0, description="Number of rows that break it: none.")


# In the order in which a database could load them, but for references inside a table.
TABLES: dict[str, type[dy.Schema]] = {
    "documents": Documents,
    "sentences": Sentences,
    "actors": Actors,
    "mentions": Mentions,
    "places": Places,
    "statements": Statements,
    "statement_fragments": StatementFragments,
    "statement_actors": StatementActors,
    "incidents": Incidents,
    "events": Events,
    "event_actors": EventActors,
    "event_counts": EventCounts,
    "rejects": Rejects,
    "checks": Checks,
}
