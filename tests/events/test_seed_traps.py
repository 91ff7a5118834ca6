"""The traps of the shipped seed, one test each: what a careless coder would get wrong in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from tests.releases import SEEDS
from transforms.events.article import find_events
from transforms.events.model import Event
from transforms.parse.parsed import ParsedArticle
from transforms.resolve.article import resolve
from transforms.statements.article import find_statements


@pytest.fixture(scope="module")
def events(parse_text: Callable[..., ParsedArticle]) -> dict[str, list[Event]]:
    """The seed's events by the word of their trigger."""
    [seed] = SEEDS.glob("*.txt")
    parsed = parse_text(seed.read_text("utf-8"), date(2021, 11, 28))
    resolution = resolve(parsed)
    found: dict[str, list[Event]] = {}
    for event in find_events(parsed, resolution, find_statements(parsed, resolution)):
        found.setdefault(parsed.article.text[slice(*event.trigger)], []).append(event)
    return found


def names(event: Event) -> list[str]:
    return [participant.actor.name for participant in event.participants]


def test_who_was_barred_takes_no_part_in_the_meeting(events: dict[str, list[Event]]) -> None:
    assert "United Kingdom" not in names(events["met"][0])
    assert names(events["barred"][0]) == ["United Kingdom"]


def test_a_coordinated_list_is_several_actors(events: dict[str, list[Event]]) -> None:
    assert len(events["met"][0].participants) == 4


def test_what_was_to_have_been_is_cancelled(events: dict[str, list[Event]]) -> None:
    assert events["discussions"][0].status == "cancelled"


def test_a_future_seen_from_the_past_is_planned_for_the_coming_week(events: dict[str, list[Event]]) -> None:
    [planned] = events["consultations"]
    assert planned.status == "planned"
    assert (planned.starts_on, planned.ends_on) == (date(2021, 11, 29), date(2021, 12, 5))


def test_what_is_called_for_has_not_happened(events: dict[str, list[Event]]) -> None:
    assert [event.status for event in events["asked"]] == ["happened"]
    assert [event.status for event in events["crack down"]] == ["requested"]


def test_one_drowning_told_often_is_one_incident_with_27_dead(events: dict[str, list[Event]]) -> None:
    told = [*events["catastrophe"], *events["drowned"]]
    assert len({event.incident for event in told}) == 1
    assert {(count.measure, count.value_high) for event in told for count in event.counts} == {("dead", 27)}


def test_wednesday_and_48_hours_after_it_are_days(events: dict[str, list[Event]]) -> None:
    assert events["drowned"][0].starts_on == date(2021, 11, 24)
    assert events["accused"][0].starts_on == date(2021, 11, 26)


def test_publishing_irritating_and_quoted_deeds_are_no_events(events: dict[str, list[Event]]) -> None:
    assert not {"released", "irritated", "allow", "rise", "exploit", "perish", "underline"} & events.keys()


def test_johnson_and_johansson_and_an_aide_are_kept_apart(events: dict[str, list[Event]]) -> None:
    assert names(events["accused"][0]) == ["Emmanuel Macron", "Boris Johnson"]
    assert "Gerald Darmanin" not in names(events["calling"][0])


def test_talks_summit_and_meeting_are_one_and_sunday_dates_them(events: dict[str, list[Event]]) -> None:
    told = [events["met"][0], *events["talks"], *events["summit"]]
    assert len({event.incident for event in told}) == 1
    assert {(event.starts_on, event.ends_on) for event in told} == {(date(2021, 11, 28),) * 2}
    assert not any(event.starts_on for event in events["revoked"])  # "the talks on Sunday" does not date the revoking


def test_people_who_crossed_are_counted_and_are_not_the_dead(events: dict[str, list[Event]]) -> None:
    [travel] = events["travel"]
    assert [(count.measure, count.value_low, count.is_approximate) for count in travel.counts] == [
        ("people", 26000, True)
    ]
    assert (travel.starts_on, travel.ends_on) == (date(2021, 1, 1), date(2021, 11, 28))
    assert not any(count.value_low in (2, 48) for found in events.values() for event in found for count in event.counts)


def test_last_week_on_a_sunday_is_the_week_that_ends(events: dict[str, list[Event]]) -> None:
    assert (events["barred"][0].starts_on, events["barred"][0].ends_on) == (date(2021, 11, 22), date(2021, 11, 28))


def test_the_passive_has_no_actor_that_the_text_does_not_name(events: dict[str, list[Event]]) -> None:
    for trigger in ("barred", "revoked"):
        assert [participant.role for participant in events[trigger][0].participants] == ["recipient"]


def test_cities_that_act_are_governments_and_places_are_where_it_happens(events: dict[str, list[Event]]) -> None:
    assert not {"Paris", "London", "Calais"} & {
        name for found in events.values() for event in found for name in names(event)
    }
    assert {event.place.name for event in (*events["met"][:1], *events["summit"]) if event.place} == {"Calais"}


def test_descriptions_and_pronouns_are_of_whom_the_text_means(events: dict[str, list[Event]]) -> None:
    assert names(events["discussions"][0]) == ["Gerald Darmanin", "Priti Patel"]  # "his British colleague"
    assert names(events["pledged"][0]) == ["France and United Kingdom"]  # "both nations"
    assert names(events["met with"][0]) == ["Priti Patel", "Ankie Broekers-Knol"]  # "She"
