"""Whatever a text holds, times and counts are found without a fault and their offsets print what they say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from transforms.parse.parsed import ParsedArticle
from transforms.resolve.article import resolve

PIECES = st.sampled_from(
    """on Sunday|last week|two days after the fire|in March|since 2014|31 June|29 February 2023|from 2013 to 2016
    the 1990s|Easter|a few days ago|in 400 years|999 decades ago|0 days ago|27 people|between 10 and 12
    half a million|$3|£1.2bn|dozens of men|1,000,000th|the EU’s|Ann Lee, 44,|President|“|”
    he said|the company|—|’s|killed|met in Rome
    """.replace("\n    ", "|").split("|")
)
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=12), st.just("\n\n")), max_size=14).map(" ".join)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS, published=st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2090, 12, 31))))
@example(text="It fell 999 decades ago, over the past 999 decades and in 999 decades.", published=date(2021, 11, 28))
@example(
    text="It lasted from 2016 to 2013, between May and March, from Friday to Monday.", published=date(2021, 11, 28)
)
@example(text="He died on 31 June, 29 February 2023 and February 30, in March.", published=None)
def test_resolution_never_fails_and_offsets_print_what_they_say(
    parse_text: Callable[..., ParsedArticle], text: str, published: date | None
) -> None:
    parsed = parse_text(text, published)
    resolution = resolve(parsed)
    for time in resolution.times:
        assert text[time.start : time.end] == time.text
        assert time.starts_on is None or time.ends_on is None or time.starts_on <= time.ends_on
    for count in resolution.counts:
        assert count.low <= count.high
        assert 0 <= count.start < count.end <= len(text)
    for mention in resolution.mentions:
        assert text[mention.start : mention.end].strip() == text[mention.start : mention.end] != ""
