"""Copies point at their first print, whatever the order of the rows; stories hold what reports one happening."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tables.copied_articles import as_documents, invent, measure
from transforms.tables.duplicates import find_duplicates, stories
from transforms.tables.prints import PRINT_SCHEMA, print_of

STORY = " ".join(f"The {ordinal} pilot of the harbour met a council about berth {ordinal}." for ordinal in range(12))
OTHER = " ".join(f"A child from town {ordinal} walked the long road to the {ordinal} sea." for ordinal in range(12))
Row = tuple[int, str, int | None]  # key, text, day of January


def documents(*rows: Row) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {"document_id": key, "published_on": day and date(2022, 1, day), "published_at": None} | print_of(text)
            for key, text, day in rows
        ],
        schema={"document_id": pl.Int64(), "published_on": pl.Date(), "published_at": pl.Datetime("us", "UTC")}
        | PRINT_SCHEMA,
    )


def copies(*rows: Row) -> dict[int, int | None]:
    return dict(find_duplicates(documents(*rows).lazy()).iter_rows())


def test_an_exact_copy_points_at_the_first_published() -> None:
    assert copies((1, STORY, 5), (2, STORY, 3), (3, OTHER, 1)) == {1: 2, 2: None, 3: None}


def test_a_text_with_another_opening_or_cut_to_a_half_is_a_copy_and_a_short_piece_of_it_is_none() -> None:
    assert copies((1, STORY, 1), (2, "By our correspondent. " + STORY, 2))[2] == 1
    assert copies((1, STORY, 1), (2, STORY[: len(STORY) // 2], 2))[2] == 1
    assert copies((1, STORY, 1), (2, STORY[: len(STORY) // 4], 2))[2] is None


def test_planted_copies_are_found_and_patterns_and_follow_ups_are_none() -> None:
    articles = invent(1000)
    precision, recall = measure(articles, find_duplicates(as_documents(articles).lazy()))
    assert precision >= 0.99
    assert min(recall.values()) >= 0.97


def test_a_report_of_another_day_after_the_same_pattern_is_no_copy() -> None:
    report = (
        "Prices in the wholesale market of Borvik: {} a tonne for wheat, {} for barley, {} for rye and {} for oats."
    )
    rest = " Traders in the old corn exchange called demand quiet and expected ships from the north within a few weeks."
    monday, friday = report.format(211, 187, 164, 402) + rest, report.format(219, 183, 171, 398) + rest
    assert copies((1, monday, 1), (2, friday, 5), (3, monday + " Rain is expected.", 5)) == {1: None, 2: None, 3: 1}


def test_an_article_without_a_day_counts_as_the_last() -> None:
    assert copies((1, STORY, None), (2, STORY, 9)) == {1: 2, 2: None}


def test_copies_are_never_chained() -> None:
    words = STORY.split()
    steps = [
        " ".join(words[cut:]) for cut in range(0, len(words) - 20, 12)
    ]  # each near the next, the last far from the first
    found = copies(*((number, text, number) for number, text in enumerate(steps, 1)))
    firsts = {number for number, original in found.items() if original is None}
    assert len(firsts) > 1
    assert {original for original in found.values() if original} <= firsts


ROWS: list[Row] = [
    (1, STORY, 2), (2, STORY + " More.", 2), (3, OTHER, 1), (4, OTHER, None), (5, "Short.", 3), (6, STORY, 4),
]  # fmt: skip


@settings(max_examples=25)
@given(st.permutations(ROWS))
def test_the_order_of_rows_changes_nothing(rows: list[Row]) -> None:
    assert copies(*rows) == copies(*ROWS) == {1: None, 2: 1, 3: None, 4: 3, 5: None, 6: 1}


def told(reports: list[tuple[int, int]], days: dict[int, int | None], duplicate_of: dict[int, int]) -> dict[int, int]:
    rows: list[Row] = [(key, "", day) for key, day in days.items()]
    columns = pl.Series("duplicate_of", [duplicate_of.get(key) for key in days], pl.Int64())
    incidents = pl.DataFrame(reports, schema={"incident_id": pl.Int64(), "document_id": pl.Int64()}, orient="row")
    return dict(stories(documents(*rows).with_columns(columns), incidents).iter_rows())


def test_articles_that_report_one_incident_within_a_week_share_a_story() -> None:
    found = told([(7, 1), (7, 2), (8, 3)], {1: 1, 2: 5, 3: 5}, {})
    assert found[1] is not None
    assert found[1] == found[2]
    assert found[3] is None


def test_a_later_look_back_is_another_story() -> None:
    assert set(told([(7, 1), (7, 2)], {1: 1, 2: 1 + timedelta(days=9).days}, {}).values()) == {None}


def test_a_copy_shares_the_story_of_its_original() -> None:
    found = told([(7, 1), (7, 3)], {1: 1, 2: 20, 3: 2}, {2: 1})
    assert len(set(found.values())) == 1
    assert None not in found.values()
