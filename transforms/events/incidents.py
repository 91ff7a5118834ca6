"""Which event mentions of one article report the same happening."""

from __future__ import annotations

from datetime import date

from transforms.events.model import Event

LASTING = frozenset({"DISASTER"})  # one disaster has many words: "the catastrophe", "drowned", "the accident"


def number_incidents(events: list[Event]) -> None:
    """Give every event the number of its incident; mentions that agree share one, with its day and its place."""
    leaders: dict[int, Event] = {}  # the first mention of each, which learns from those behind it
    for number, event in enumerate(events):
        leader = next((one for one in reversed(leaders.values()) if same_happening(one, event)), None)
        if leader is None:
            event.incident = number
            leaders[number] = event
        else:
            event.incident = leader.incident
            _lend(event, leader)
    for event in events:
        _lend(leaders[event.incident], event)


def same_happening(one: Event, other: Event) -> bool:
    """Whether `other`, told behind `one`, agrees with it in type, status, days, place and deaths, and shares enough."""
    if one.event_type != other.event_type or not _statuses_agree(one.status, other.status):
        return False
    if not _days_agree(one, other) or not _counts_agree(one, other) or not _places_agree(one, other):
        return False
    if one.event_type in LASTING or other.refers_back:
        return True
    if one.mode != other.mode and one.mode and other.mode:
        return False
    ours, theirs = _people(one), _people(other)
    if _is_one_occasion(one, other) and (not ours or not theirs or ours & theirs):
        return True
    shared, smaller = ours & theirs, min(len(ours), len(theirs))
    if smaller == 1 and one.trigger_lemma != other.trigger_lemma:
        return False  # who met somebody on one day has met others, too
    return bool(shared) and len(shared) == smaller and _roles_agree(one, other)


def _is_one_occasion(one: Event, other: Event) -> bool:
    """Whether two mentions name one day and one place."""
    if one.place is None or other.place is None or one.starts_on is None:
        return False
    return one.place.name == other.place.name and (one.starts_on, one.ends_on) == (other.starts_on, other.ends_on)


def _statuses_agree(one: str, other: str) -> bool:
    return one == other or {one, other} in ({"planned", "cancelled"}, {"planned", "happened"})


def _days_agree(one: Event, other: Event) -> bool:
    first = one.starts_on, one.ends_on
    second = other.starts_on, other.ends_on
    if None in first or None in second:
        return True
    return _overlap(first, second)


def _overlap(first: tuple[date | None, date | None], second: tuple[date | None, date | None]) -> bool:
    (a, b), (c, d) = first, second
    return a is not None and b is not None and c is not None and d is not None and a <= d and c <= b


def _places_agree(one: Event, other: Event) -> bool:
    """Whether no two cities, and no two countries, stand against each other."""
    if one.place is None or other.place is None:
        return True
    if one.place.country and other.place.country and one.place.country != other.place.country:
        return False
    return one.place.kind != "city" or other.place.kind != "city" or one.place.name == other.place.name


def _counts_agree(one: Event, other: Event) -> bool:
    mine = {(count.value_low, count.value_high) for count in one.counts if count.measure == "dead"}
    theirs = {(count.value_low, count.value_high) for count in other.counts if count.measure == "dead"}
    if not mine or not theirs:
        return True
    return any(a <= d and c <= b for a, b in mine for c, d in theirs)


def _people(event: Event) -> set[int]:
    return {id(participant.actor) for participant in event.participants}


def _roles_agree(one: Event, other: Event) -> bool:
    """No one who acts in one mention is acted upon in the other (meetings aside, where both sides act)."""
    if one.event_type in ("CONSULT", "AGREE", "COOPERATE"):
        return True
    sides = [
        {role: {id(p.actor) for p in event.participants if p.role == role} for role in ("actor", "recipient")}
        for event in (one, other)
    ]
    return not (sides[0]["actor"] & sides[1]["recipient"] or sides[0]["recipient"] & sides[1]["actor"])


def _lend(giver: Event, taker: Event) -> None:
    """Give a mention the day and the place that another mention of the same happening tells, where it has none."""
    if taker.starts_on is None and taker.ends_on is None and giver.starts_on is not None and giver.ends_on is not None:
        taker.starts_on, taker.ends_on = giver.starts_on, giver.ends_on
        taker.date_precision, taker.date_text = giver.date_precision, giver.date_text
    taker.place = taker.place or giver.place
