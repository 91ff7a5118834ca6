"""The calendar as a table: on this day of publication, this sentence means these days.

2021-11-28 is a Sunday, 2019-03-13 a Wednesday, 2024-02-09 a Friday, 2023-07-03 a Monday.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from transforms.parse.parsed import ParsedArticle
from transforms.resolve.calendar import find_times
from transforms.resolve.model import TimeMention

Parse = Callable[..., ParsedArticle]
NONE = "no time"

ROWS = [
    # A weekday is the last one of its name, today included; ahead of a future verb the coming one.
    ("2021-11-28", "Ministers met in Lyon on Wednesday.", "Wednesday", "2021-11-24", "day"),
    ("2021-11-28", "Ministers met in Lyon on Sunday.", "Sunday", "2021-11-28", "day"),
    ("2021-11-28", "Ministers will meet in Lyon on Wednesday.", "Wednesday", "2021-12-01", "day"),
    ("2019-03-13", "The court is due to rule on Friday.", "Friday", "2019-03-15", "day"),
    ("2019-03-13", "The two men plan to meet on Monday.", "Monday", "2019-03-18", "day"),
    ("2019-03-13", "The union had met the owners on Monday.", "Monday", "2019-03-11", "day"),
    ("2024-02-09", "The talks, planned for Tuesday, were called off.", "Tuesday", "2024-02-13", "day"),
    ("2024-02-09", "Police arrested two men last Friday.", "last Friday", "2024-02-02", "day"),
    ("2024-02-09", "The vote takes place next Tuesday.", "next Tuesday", "2024-02-13", "day"),
    ("2023-07-03", "The bridge collapsed this past Saturday.", "this past Saturday", "2023-07-01", "day"),
    # Parts of a day.
    ("2021-11-28", "On Sunday afternoon the ministers met.", "Sunday afternoon", "2021-11-28", "part_of_day"),
    ("2021-11-28", "She met her colleague on Sunday morning.", "Sunday morning", "2021-11-28", "part_of_day"),
    ("2019-03-13", "The fire broke out late Monday night.", "late Monday night", "2019-03-11", "part_of_day"),
    ("2019-03-13", "The fire broke out last night.", "last night", "2019-03-12", "part_of_day"),
    ("2019-03-13", "The council voted this morning.", "this morning", "2019-03-13", "part_of_day"),
    ("2019-03-13", "The council meets tonight.", "tonight", "2019-03-13", "part_of_day"),
    ("2019-03-13", "Shelling went on overnight.", "overnight", "2019-03-13", "part_of_day"),
    # Days told by their distance.
    ("2024-02-09", "The minister resigned today.", "today", "2024-02-09", "day"),
    ("2024-02-09", "The minister resigned yesterday.", "yesterday", "2024-02-08", "day"),
    ("2024-02-09", "The minister will resign tomorrow.", "tomorrow", "2024-02-10", "day"),
    ("2024-02-09", "The ship sank three days ago.", "three days ago", "2024-02-06", "day"),
    ("2024-02-09", "The ship sank 36 hours ago.", "36 hours ago", "2024-02-07", "day"),
    ("2024-02-09", "The ship sank two weeks ago.", "two weeks ago", "2024-01-22 to 2024-01-28", "week"),
    ("2024-02-09", "The ship sank a month ago.", "a month ago", "2024-01-01 to 2024-01-31", "month"),
    ("2024-02-09", "The ship sank five years ago.", "five years ago", "2019-01-01 to 2019-12-31", "year"),
    ("2024-02-09", "The ship sank a few days ago.", "a few days ago", "2024-02-04 to 2024-02-07", "range"),
    ("2024-02-09", "The ship will sail in two weeks.", "in two weeks", "2024-02-19 to 2024-02-25", "week"),
    ("2024-02-09", "The house was rebuilt in two weeks.", NONE, "", ""),
    ("2024-02-09", "Over the past three days, rebels took two towns.", "Over the past three days",
     "2024-02-06 to 2024-02-09", "range"),
    ("2024-02-09", "The law will change in the next two weeks.", "in the next two weeks",
     "2024-02-09 to 2024-02-23", "range"),
    # Weeks; on a Sunday "last week" is the one that ends, "this week" the one that begins the next morning.
    ("2021-11-28", "The two fell out last week.", "last week", "2021-11-22 to 2021-11-28", "week"),
    ("2021-11-28", "She said she would be in Rome this week.", "this week", "2021-11-29 to 2021-12-05", "week"),
    ("2019-03-13", "The two fell out last week.", "last week", "2019-03-04 to 2019-03-10", "week"),
    ("2019-03-13", "The two will meet next week.", "next week", "2019-03-18 to 2019-03-24", "week"),
    ("2019-03-13", "The two met earlier this week.", "earlier this week", "2019-03-11 to 2019-03-17", "week"),
    ("2019-03-13", "The two met over the weekend.", "over the weekend", "2019-03-09 to 2019-03-10", "range"),
    ("2019-03-13", "The two will meet at the weekend.", "at the weekend", "2019-03-16 to 2019-03-17", "range"),
    ("2019-03-13", "The two met last weekend.", "last weekend", "2019-03-09 to 2019-03-10", "range"),
    # Months, quarters, years and decades; a past clause ends today.
    ("2021-11-28", "Prices rose last month.", "last month", "2021-10-01 to 2021-10-31", "month"),
    ("2021-11-28", "Prices will fall next month.", "next month", "2021-12-01 to 2021-12-31", "month"),
    ("2021-11-28", "Crossings rose this year.", "this year", "2021-01-01 to 2021-11-28", "year"),
    ("2021-11-28", "Crossings will rise this year.", "this year", "2021-11-28 to 2021-12-31", "year"),
    ("2021-11-28", "They want to combat crossings this year, which saw 26,000 people arrive.", "this year",
     "2021-01-01 to 2021-11-28", "year"),
    ("2021-11-28", "Crossings rose last year.", "last year", "2020-01-01 to 2020-12-31", "year"),
    ("2021-11-28", "The army took power in March.", "March", "2021-03-01 to 2021-03-31", "month"),
    ("2021-11-28", "The army took power in December.", "December", "2020-12-01 to 2020-12-31", "month"),
    ("2021-11-28", "The army will leave in March.", "March", "2022-03-01 to 2022-03-31", "month"),
    ("2021-11-28", "They will sign at the end of January.", "the end of January", "2022-01-01 to 2022-01-31", "month"),
    ("2018-10-30", "Soldiers burned it in August last year.", "August last year", "2017-08-01 to 2017-08-31", "month"),
    ("2018-10-30", "The envoy was to meet them on Friday.", "Friday", "2018-11-02", "day"),
    ("2021-11-28", "The army took power last March.", "last March", "2021-03-01 to 2021-03-31", "month"),
    ("2021-11-28", "The army took power in March 2014.", "March 2014", "2014-03-01 to 2014-03-31", "month"),
    ("2021-11-28", "The firm lost money in the third quarter.", "the third quarter",
     "2021-07-01 to 2021-09-30", "quarter"),
    ("2021-11-28", "The firm lost money in the first quarter of 2019.", "the first quarter of 2019",
     "2019-01-01 to 2019-03-31", "quarter"),
    ("2021-11-28", "The firm lost money in the first half of 2019.", "first half of 2019",
     "2019-01-01 to 2019-06-30", "range"),
    ("2021-11-28", "The army took power in 2014.", "2014", "2014-01-01 to 2014-12-31", "year"),
    ("2021-11-28", "The dam was built in the 1970s.", "the 1970s", "1970-01-01 to 1979-12-31", "range"),
    ("2021-11-28", "The army killed 2014 people.", NONE, "", ""),
    ("2021-11-28", "Prices rose over the past year.", "over the past year", "2020-11-28 to 2021-11-28", "range"),
    ("2021-11-28", "The men must leave by the end of the year.", "the end of the year", "to 2021-12-31", "range"),
    ("2019-03-13", "The men left earlier in the week.", "earlier in the week", "2019-03-11 to 2019-03-17", "week"),
    # Seasons and feasts.
    ("2021-11-28", "The glacier shrank last summer.", "last summer", "2021-06-01 to 2021-08-31", "range"),
    ("2021-11-28", "The dam was opened in the spring of 2019.", "spring of 2019", "2019-03-01 to 2019-05-31", "range"),
    ("2021-11-28", "The law will change in the spring.", "spring", "2022-03-01 to 2022-05-31", "range"),
    ("2021-11-28", "The pipe burst on Christmas Eve.", "Christmas Eve", "2020-12-24", "day"),
    ("2021-11-28", "The shops will close on Christmas Day.", "Christmas Day", "2021-12-25", "day"),
    ("2021-11-28", "The pope spoke on Easter Sunday.", "Easter Sunday", "2021-04-04", "day"),
    ("2023-07-03", "The bomb went off on Good Friday 1998.", "Good Friday 1998", "1998-04-10", "day"),
    ("2023-07-03", "She was shot on Thanksgiving.", "Thanksgiving", "2022-11-24", "day"),
    # Dates in full and in part.
    ("2021-11-28", "The dam broke on 2021-03-05.", "2021-03-05", "2021-03-05", "day"),
    ("2021-11-28", "The dam broke on 5 March 2019.", "5 March 2019", "2019-03-05", "day"),
    ("2021-11-28", "The dam broke on March 5, 2019.", "March 5, 2019", "2019-03-05", "day"),
    ("2021-11-28", "The dam broke on Sept. 3.", "Sept. 3", "2021-09-03", "day"),
    ("2021-11-28", "The dam broke on the 3rd of December.", "the 3rd of December", "2021-12-03", "day"),
    ("2021-11-28", "The trial will start on January 10.", "January 10", "2022-01-10", "day"),
    ("2024-02-09", "The dam broke on Friday, 2 February.", "Friday, 2 February", "2024-02-02", "day"),
    ("2021-11-28", "The fair was held on March 5-7.", "March 5-7", "2021-03-05 to 2021-03-07", "range"),
    ("2021-11-28", "The fair was held on 5–7 March 2019.", "5–7 March 2019", "2019-03-05 to 2019-03-07", "range"),
    # Open and closed spans.
    ("2021-11-28", "The army has ruled since March.", "March", "from 2021-03-01", "range"),
    ("2021-11-28", "The army has ruled since 2014.", "2014", "from 2014-01-01", "range"),
    ("2021-11-28", "The men must pay by Friday.", "Friday", "to 2021-12-03", "range"),
    ("2021-11-28", "The siege lasted from 2013 to 2016.", "2013 to 2016", "2013-01-01 to 2016-12-31", "range"),
    ("2021-11-28", "Ten ships sank between May and August.", "May and August", "2021-05-01 to 2021-08-31", "range"),
    ("2021-11-28", "Ten ships sank between May and March.", "May and March", "2020-05-01 to 2021-03-31", "range"),
    # Counted from what the text tells elsewhere.
    ("2021-11-28", "A dinghy sank on Wednesday. Two days later the mayor resigned.", "Two days later",
     "2021-11-26", "day"),
    ("2021-11-28", "A dinghy sank on Wednesday. The previous day the sea had been calm.", "The previous day",
     "2021-11-23", "day"),
    ("2021-11-28", "A dinghy sank on Wednesday. The week before, two men drowned.", "The week before",
     "2021-11-15 to 2021-11-21", "week"),
    ("2021-11-28", "He spoke of the disaster on Wednesday. He was accused 48 hours after the accident.",
     "48 hours after the accident", "2021-11-26", "day"),
    ("2021-11-28", "He quit two days after the deadly blast. The explosion shook the port on Monday.",
     "two days after the deadly blast", "2021-11-24", "day"),
    ("2021-11-28", "Ten people drowned on Monday. A day after the accident, the mayor resigned.",
     "A day after the accident", "2021-11-23", "day"),
    ("2021-11-28", "Voters went to the polls on Monday. He resigned two days after the fire.",
     "two days after the fire", "unresolved", "day"),
    # Lengths of time are no dates.
    ("2021-11-28", "The two have quarrelled for years.", NONE, "", ""),
    ("2021-11-28", "Relations are at their lowest point in at least two decades.", NONE, "", ""),
    ("2021-11-28", "The siege lasted 48 hours.", NONE, "", ""),
    ("2021-11-28", "He was jailed for three years.", NONE, "", ""),
    ("2021-11-28", "The 34-year-old driver walked away.", NONE, "", ""),
    # Words that look like times.
    ("2021-11-28", "Theresa May lost the vote.", NONE, "", ""),
    ("2021-11-28", "They march through the town.", NONE, "", ""),
    # Without a day of publication nothing is guessed; a full date needs none.
    (None, "Ministers met on Wednesday.", "Wednesday", "unresolved", "day"),
    (None, "The two fell out last week.", "last week", "unresolved", "week"),
    (None, "The dam broke on 5 March 2019.", "5 March 2019", "2019-03-05", "day"),
]  # fmt: skip


def told(time: TimeMention) -> str:
    """The days of a time expression as the table writes them."""
    first, last = time.starts_on, time.ends_on
    if first is None and last is None:
        return "unresolved"
    if first is None or last is None:
        return f"from {first}" if first is not None else f"to {last}"
    return str(first) if first == last else f"{first} to {last}"


@pytest.mark.parametrize(("published", "text", "expression", "days", "precision"), ROWS)
def test_a_time_expression_means_these_days(
    parse_text: Parse, published: str | None, text: str, expression: str, days: str, precision: str
) -> None:
    times = find_times(parse_text(text, date.fromisoformat(published) if published else None))
    if expression == NONE:
        assert [time.text for time in times] == []
        return
    found = {time.text: (told(time), time.precision) for time in times}
    assert found.get(expression) == (days, precision), found
