"""The calendar as a table: on this day of publication, this sentence means these days.

2021-11-28 is a Sunday, 2023-07-03 a Monday, 2022-08-16 a Tuesday, 2019-03-13 a Wednesday, 2020-10-22 a Thursday,
2024-02-09 a Friday, 2025-05-17 a Saturday.
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
    # Weekdays: the last one of the name, today included; ahead of a verb to come, the coming one.
    ("2022-08-16", "Troops entered the town on Monday.", "Monday", "2022-08-15", "day"),
    ("2022-08-16", "Troops entered the town on Tuesday.", "Tuesday", "2022-08-16", "day"),
    ("2022-08-16", "Troops entered the town on Wednesday.", "Wednesday", "2022-08-10", "day"),
    ("2022-08-16", "Troops will leave the town on Wednesday.", "Wednesday", "2022-08-17", "day"),
    ("2020-10-22", "The senator voted on Thursday.", "Thursday", "2020-10-22", "day"),
    ("2020-10-22", "The senator voted on Friday.", "Friday", "2020-10-16", "day"),
    ("2020-10-22", "The senator is expected to vote on Monday.", "Monday", "2020-10-26", "day"),
    ("2020-10-22", "The hearing, scheduled for Friday, was postponed.", "Friday", "2020-10-23", "day"),
    ("2025-05-17", "Farmers blocked the road on Saturday.", "Saturday", "2025-05-17", "day"),
    ("2025-05-17", "Farmers blocked the road on Sunday.", "Sunday", "2025-05-11", "day"),
    ("2025-05-17", "Farmers will block the road on Sunday.", "Sunday", "2025-05-18", "day"),
    ("2023-07-03", "The ferry sank on Monday.", "Monday", "2023-07-03", "day"),
    ("2023-07-03", "The ferry sank on Sunday.", "Sunday", "2023-07-02", "day"),
    ("2023-07-03", "The ferry sank last Monday.", "last Monday", "2023-06-26", "day"),
    ("2023-07-03", "The ferry sails again next Monday.", "next Monday", "2023-07-10", "day"),
    ("2024-02-09", "The judge ruled on Thursday.", "Thursday", "2024-02-08", "day"),
    ("2024-02-09", "The judge had ruled on Saturday.", "Saturday", "2024-02-03", "day"),
    ("2024-02-09", "The judge is to rule on Monday.", "Monday", "2024-02-12", "day"),
    ("2021-11-28", "The judge would rule on Tuesday, her clerk said.", "Tuesday", "2021-11-30", "day"),
    ("2021-11-28", "They agreed to meet again on Thursday.", "Thursday", "2021-12-02", "day"),
    ("2021-11-28", "Wednesday's vote was close.", "Wednesday", "2021-11-24", "day"),
    ("2021-11-28", "Wednesday's vote will be close.", "Wednesday", "2021-12-01", "day"),
    ("2021-11-28", "The strike, which began on Monday, ended on Thursday.", "Monday", "2021-11-22", "day"),
    ("2021-11-28", "The strike, which began on Monday, ended on Thursday.", "Thursday", "2021-11-25", "day"),
    ("2021-11-28", "The strike will begin on Monday and end on Thursday.", "Thursday", "2021-12-02", "day"),
    ("2021-11-28", "Police said on Friday that the suspect would appear in court on Monday.", "Friday",
     "2021-11-26", "day"),
    ("2021-11-28", "Police said on Friday that the suspect would appear in court on Monday.", "Monday",
     "2021-11-29", "day"),
    ("2021-11-28", "The minister, who resigned on Tuesday, will be replaced on Wednesday.", "Tuesday",
     "2021-11-23", "day"),
    ("2021-11-28", "The minister, who resigned on Tuesday, will be replaced on Wednesday.", "Wednesday",
     "2021-12-01", "day"),
    # Parts of a day.
    ("2021-11-28", "Gunmen struck the village on Friday night.", "Friday night", "2021-11-26", "part_of_day"),
    ("2021-11-28", "The fire broke out early Wednesday.", "early Wednesday", "2021-11-24", "part_of_day"),
    ("2021-11-28", "The president spoke on Thursday evening.", "Thursday evening", "2021-11-25", "part_of_day"),
    ("2024-02-09", "The court sits this afternoon.", "this afternoon", "2024-02-09", "part_of_day"),
    ("2024-02-09", "The two dined together yesterday evening.", "yesterday evening", "2024-02-08", "part_of_day"),
    ("2024-02-09", "They will meet tomorrow morning.", "tomorrow morning", "2024-02-10", "part_of_day"),
    # Days told by their distance.
    ("2024-02-09", "He resigned the day before yesterday.", "the day before yesterday", "2024-02-07", "day"),
    ("2024-02-09", "They will meet the day after tomorrow.", "the day after tomorrow", "2024-02-11", "day"),
    ("2024-02-09", "The ship sank 10 days ago.", "10 days ago", "2024-01-30", "day"),
    ("2024-02-09", "The ship sank a week ago.", "a week ago", "2024-01-29 to 2024-02-04", "week"),
    ("2024-02-09", "The ship sank four months ago.", "four months ago", "2023-10-01 to 2023-10-31", "month"),
    ("2024-02-09", "The ship sank 20 years ago.", "20 years ago", "2004-01-01 to 2004-12-31", "year"),
    ("2024-02-09", "The court will rule in three days.", "in three days", "2024-02-12", "day"),
    ("2024-02-09", "The court will rule in two months.", "in two months", "2024-04-01 to 2024-04-30", "month"),
    ("2024-02-09", "Forty people died in the last 24 hours.", "in the last 24 hours",
     "2024-02-08 to 2024-02-09", "range"),
    ("2024-02-09", "Prices doubled over the last six months.", "over the last six months",
     "2023-08-09 to 2024-02-09", "range"),
    ("2024-02-09", "Prices doubled in the past decade.", "the past decade", "2014-02-09 to 2024-02-09", "range"),
    ("2024-02-09", "The party has governed for the past two years.", "for the past two years",
     "2022-02-09 to 2024-02-09", "range"),
    # Weeks.
    ("2022-08-16", "The two met last week.", "last week", "2022-08-08 to 2022-08-14", "week"),
    ("2022-08-16", "The two will meet next week.", "next week", "2022-08-22 to 2022-08-28", "week"),
    ("2022-08-16", "The two will meet this week.", "this week", "2022-08-15 to 2022-08-21", "week"),
    ("2025-05-17", "The two met last week.", "last week", "2025-05-05 to 2025-05-11", "week"),
    ("2023-07-03", "The two met last week.", "last week", "2023-06-26 to 2023-07-02", "week"),
    ("2023-07-03", "The two met at the weekend.", "at the weekend", "2023-07-01 to 2023-07-02", "range"),
    ("2025-05-17", "The two will meet next weekend.", "next weekend", "2025-05-24 to 2025-05-25", "range"),
    # Months.
    ("2024-02-09", "Nine men have died so far this month.", "this month", "2024-02-01 to 2024-02-09", "month"),
    ("2024-02-09", "Lawmakers will vote this month.", "this month", "2024-02-09 to 2024-02-29", "month"),
    ("2024-02-09", "The ship sank last month.", "last month", "2024-01-01 to 2024-01-31", "month"),
    ("2024-02-09", "The ship will sail next month.", "next month", "2024-03-01 to 2024-03-31", "month"),
    ("2024-02-09", "The ship sank in November.", "November", "2023-11-01 to 2023-11-30", "month"),
    ("2024-02-09", "The ship will sail in November.", "November", "2024-11-01 to 2024-11-30", "month"),
    ("2024-02-09", "The ship sank in January.", "January", "2024-01-01 to 2024-01-31", "month"),
    ("2024-02-09", "The ship sank in February 2020.", "February 2020", "2020-02-01 to 2020-02-29", "month"),
    ("2024-02-09", "The ship sank in Nov. 2019.", "Nov. 2019", "2019-11-01 to 2019-11-30", "month"),
    ("2024-02-09", "The ship sank last November.", "last November", "2023-11-01 to 2023-11-30", "month"),
    ("2024-02-09", "The treaty takes effect next June.", "next June", "2024-06-01 to 2024-06-30", "month"),
    ("2024-02-09", "The treaty was signed in June of last year.", "June of last year",
     "2023-06-01 to 2023-06-30", "month"),
    # Quarters, years, decades.
    ("2024-02-09", "Profits fell last quarter.", "last quarter", "2023-10-01 to 2023-12-31", "quarter"),
    ("2024-02-09", "Profits fell in the second quarter of 2022.", "the second quarter of 2022",
     "2022-04-01 to 2022-06-30", "quarter"),
    ("2024-02-09", "The ship sank earlier this year.", "earlier this year", "2024-01-01 to 2024-02-09", "year"),
    ("2024-02-09", "The trial will start later this year.", "later this year", "2024-02-09 to 2024-12-31", "year"),
    ("2024-02-09", "Prices will fall next year.", "next year", "2025-01-01 to 2025-12-31", "year"),
    ("2024-02-09", "Prices fell in 1998.", "1998", "1998-01-01 to 1998-12-31", "year"),
    ("2024-02-09", "Floods struck in 1998 and 2003.", "2003", "2003-01-01 to 2003-12-31", "year"),
    ("2024-02-09", "Voters will choose a president in 2027.", "2027", "2027-01-01 to 2027-12-31", "year"),
    ("2024-02-09", "The party was founded in the 1990s.", "the 1990s", "1990-01-01 to 1999-12-31", "range"),
    # Seasons.
    ("2021-11-28", "Gas will be short this winter.", "this winter", "2021-12-01 to 2022-02-28", "range"),
    ("2021-11-28", "Fires raged this summer.", "this summer", "2021-06-01 to 2021-08-31", "range"),
    ("2021-11-28", "Snow fell in the hills last winter.", "last winter", "2020-12-01 to 2021-02-28", "range"),
    ("2021-11-28", "The park will open next spring.", "next spring", "2022-03-01 to 2022-05-31", "range"),
    ("2021-11-28", "The dam was opened in summer 2019.", "summer 2019", "2019-06-01 to 2019-08-31", "range"),
    ("2021-11-28", "Banks failed in the autumn of 2008.", "autumn of 2008", "2008-09-01 to 2008-11-30", "range"),
    # Feasts.
    ("2021-11-28", "A bomb went off on New Year's Eve.", "New Year's Eve", "2020-12-31", "day"),
    ("2021-11-28", "He was sworn in on New Year's Day.", "New Year's Day", "2021-01-01", "day"),
    ("2021-11-28", "The club burned down on Halloween.", "Halloween", "2021-10-31", "day"),
    ("2021-11-28", "The wave struck on Boxing Day 2004.", "Boxing Day 2004", "2004-12-26", "day"),
    ("2021-11-28", "The pope fell ill on Easter Monday.", "Easter Monday", "2021-04-05", "day"),
    ("2021-11-28", "The pope spoke on Good Friday.", "Good Friday", "2021-04-02", "day"),
    ("2021-11-28", "The pope spoke on Palm Sunday.", "Palm Sunday", "2021-03-28", "day"),
    ("2021-11-28", "The pope spoke on Ash Wednesday.", "Ash Wednesday", "2021-02-17", "day"),
    ("2021-11-28", "They married on Valentine's Day.", "Valentine's Day", "2021-02-14", "day"),
    ("2021-11-28", "Unions marched on May Day.", "May Day", "2021-05-01", "day"),
    ("2021-11-28", "The plant shut down on Labor Day.", "Labor Day", "2021-09-06", "day"),
    # Dates in full and in part.
    ("2021-11-28", "Rioters stormed the building on January 6.", "January 6", "2021-01-06", "day"),
    ("2021-11-28", "Rioters stormed the building on Jan 6.", "Jan 6", "2021-01-06", "day"),
    ("2021-11-28", "Rioters stormed the building on 6 January.", "6 January", "2021-01-06", "day"),
    ("2021-11-28", "The towers fell on Sept. 11, 2001.", "Sept. 11, 2001", "2001-09-11", "day"),
    ("2021-11-28", "The towers fell on 11 September 2001.", "11 September 2001", "2001-09-11", "day"),
    ("2021-11-28", "The towers fell on the 11th of September 2001.", "the 11th of September 2001", "2001-09-11", "day"),
    ("2021-11-28", "He was born on February 29, 2020.", "February 29, 2020", "2020-02-29", "day"),
    ("2021-11-28", "The treaty will expire on Dec. 31.", "Dec. 31", "2021-12-31", "day"),
    ("2021-11-28", "The vote was held on Sunday, Nov. 14.", "Sunday, Nov. 14", "2021-11-14", "day"),
    ("2021-11-28", "The fair ran from May 3 to June 9.", "May 3 to June 9", "2021-05-03 to 2021-06-09", "range"),
    # Open and closed spans.
    ("2021-11-28", "Rain has fallen since Friday.", "Friday", "from 2021-11-26", "range"),
    ("2021-11-28", "The road will stay closed until Tuesday.", "Tuesday", "to 2021-11-30", "range"),
    ("2021-11-28", "The shops were shut from Monday to Friday.", "Monday to Friday",
     "2021-11-22 to 2021-11-26", "range"),
    ("2021-11-28", "Two men died between Tuesday and Thursday.", "Tuesday and Thursday",
     "2021-11-23 to 2021-11-25", "range"),
    ("2021-11-28", "The plant will run until 2030.", "2030", "to 2030-12-31", "range"),
    ("2021-11-28", "Emissions must halve by 2030.", "2030", "to 2030-12-31", "range"),
    ("2021-11-28", "The army has ruled since May 2019.", "May 2019", "from 2019-05-01", "range"),
    ("2021-11-28", "The war lasted from March 1992 to April 1996.", "March 1992 to April 1996",
     "1992-03-01 to 1996-04-30", "range"),
    ("2021-11-28", "The two fought between 1992 and 1996.", "1992 and 1996", "1992-01-01 to 1996-12-31", "range"),
    # Counted from what the text tells elsewhere.
    ("2021-11-28", "A dinghy sank on Wednesday. The next day the mayor resigned.", "The next day", "2021-11-25", "day"),
    ("2021-11-28", "A dinghy sank on Wednesday. The following day the mayor resigned.", "The following day",
     "2021-11-25", "day"),
    ("2021-11-28", "A dinghy sank on Wednesday. Three days earlier a storm had hit the coast.", "Three days earlier",
     "2021-11-21", "day"),
    ("2021-11-28", "A dinghy sank on November 10. The following week the mayor resigned.", "The following week",
     "2021-11-15 to 2021-11-21", "week"),
    ("2021-11-28", "The dam broke on 5 March 2019. A month later the mayor resigned.", "A month later",
     "2019-04-01 to 2019-04-30", "month"),
    ("2021-11-28", "The dam broke on 5 March 2019. Two weeks earlier, engineers had warned of cracks.",
     "Two weeks earlier", "2019-02-18 to 2019-02-24", "week"),
    ("2021-11-28", "The vote was held on 10 March 2019. Ten days before the vote, the paper closed.",
     "Ten days before the vote", "2019-02-28", "day"),
    ("2021-11-28", "The dam broke on 5 March 2019. That day the mayor was abroad.", "That day", "2019-03-05", "day"),
    # Lengths of time and habits are no dates.
    ("2021-11-28", "They meet every Sunday.", NONE, "", ""),
    ("2021-11-28", "The shops are closed on Sundays.", NONE, "", ""),
    ("2021-11-28", "Floods come each summer.", NONE, "", ""),
    ("2021-11-28", "A week-long strike ended.", NONE, "", ""),
    ("2021-11-28", "The mine sells 300 tonnes a day.", NONE, "", ""),
    ("2021-11-28", "Few people read it these days.", NONE, "", ""),
    ("2021-11-28", "Day after day they waited.", NONE, "", ""),
    ("2021-11-28", "One day he will return.", NONE, "", ""),
    ("2021-11-28", "Relations have cooled in recent years.", NONE, "", ""),
    ("2021-11-28", "He served six months in jail.", NONE, "", ""),
    # Words that look like times.
    ("2021-11-28", "Both parties cited the Good Friday Agreement.", NONE, "", ""),
    ("2021-11-28", "April Jones won the race.", NONE, "", ""),
    ("2021-11-28", "June Carter sang.", NONE, "", ""),
    ("2021-11-28", "It may rain.", NONE, "", ""),
    ("2021-11-28", "Workers marched on the capital.", NONE, "", ""),
    ("2021-11-28", "The Sun reported it.", NONE, "", ""),
    ("2021-11-28", "She was the second to resign.", NONE, "", ""),
    ("2021-11-28", "The couple wed in Rome.", NONE, "", ""),
    ("2021-11-28", "The flood killed 1,984 people.", NONE, "", ""),
    ("2021-11-28", "The police sealed Room 2014.", NONE, "", ""),
    ("2021-11-28", "The firm sold 2020 cars.", NONE, "", ""),
    # Without a day of publication nothing is guessed; a full date needs none.
    (None, "The minister resigned yesterday.", "yesterday", "unresolved", "day"),
    (None, "Prices rose last year.", "last year", "unresolved", "year"),
    (None, "The dam broke on March 5.", "March 5", "unresolved", "day"),
    (None, "The army took power in March 2014.", "March 2014", "2014-03-01 to 2014-03-31", "month"),
    (None, "The army took power in 2014.", "2014", "2014-01-01 to 2014-12-31", "year"),
    (None, "The pope spoke on Easter Sunday.", "Easter Sunday", "unresolved", "day"),
    (None, "The siege lasted from 2013 to 2016.", "2013 to 2016", "2013-01-01 to 2016-12-31", "range"),
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
