"""The shapes of time expressions: one pattern of named groups for each way in which news names days.

A shape only finds; what its groups mean is read in `calendar.py`, by the name of the group that tells it apart.
Weekdays and months count as printed, with a capital; all other words in either case.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from transforms.lexicon import table

YEAR_OPENERS = (
    *("in", "since", "by", "during", "until", "of", "from", "before", "after", "early", "late", "mid", "between"),
    *("and", "to"),
)
YEAR = r"(?:1[5-9]|20)\d\d"
STAGE = r"(?:(?i:early|mid|late)[- ]|(?i:the\ (?:end|start|beginning|middle)\ of\ ))?"
ORDINAL = r"(?:st|nd|rd|th)?"
WORD = re.compile(r"[^\W\d_]+")
SPAN_WORDS = frozenset(
    {
        "week",
        "weekend",
        "month",
        "year",
        "quarter",
        "decade",
        "fortnight",
        "summer",
        "winter",
        "spring",
        "autumn",
        "fall",
    }
)
TIME_WORDS = SPAN_WORDS | {"half", "today", "yesterday", "tomorrow", "tonight", "overnight", "day", "night", "evening"}


@cache
def words(kind: str) -> dict[str, str]:
    """Value by word of one kind of the calendar's words."""
    return {row["word"]: row["value"] for row in table("calendar_words") if row["kind"] == kind}


@cache
def _happenings() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in table("calendar_words"):
        if row["kind"] == "happening":
            found[row["word"]].add(row["value"])
    return {word: frozenset(kinds) for word, kinds in found.items()}


def happenings(lemma: str) -> frozenset[str]:
    """The kinds of happening that a noun or verb may stand for; words of one kind may mean the same happening."""
    return _happenings().get(lemma, frozenset())


def amount_of(text: str) -> tuple[int, int] | None:
    """Low and high of a number in words or digits, None for no number."""
    text = text.lower()
    if text.isdigit():
        return int(text), int(text)
    if text in words("number"):
        value = int(words("number")[text])
        return value, value
    tens, _, ones = text.partition("-")
    if tens in words("tens") and ones in words("number"):
        value = int(words("tens")[tens]) + int(words("number")[ones])
        return value, value
    if text in words("vague"):
        low, high = words("vague")[text].split("-")
        return int(low), int(high)
    return None


def _either(kind: str) -> str:
    """Any word of one kind, the longest first; a look at the first letter spares most places a try of each word."""
    listed = sorted(words(kind), key=lambda word: (-len(word), word))
    letters = sorted({letter for word in listed for letter in (word[0].lower(), word[0].upper())})
    return f"(?=[{''.join(letters)}])(?:{'|'.join(map(re.escape, listed))})"


def _number() -> str:
    return rf"\d{{1,3}}|(?:{_either('tens')})-(?:{_either('number')})|{_either('number')}"


def _behind(openers: tuple[str, ...]) -> str:
    """A look back at one of several words, in either case (a look back must be of one width)."""
    return "|".join(rf"(?<=(?i:{opener})[ -])" for opener in openers)


def _dates() -> list[str]:
    """Days, months, quarters and years of the calendar."""
    weekday, month = _either("weekday"), _either("month")
    holiday = _either("holiday").replace("'", "['’]")
    return [
        # the Sunday Times, Bloody Sunday; the September 11 attacks
        rf"(?P<title>{_either('title')})\b|(?P<named_day>{_either('named_day')})\b",
        # 2021-11-28
        rf"(?P<iso>{YEAR}-\d\d-\d\d)",
        # Sunday, the 28th of November 2021; 28 Nov.; 5-7 March
        rf"""(?:(?:{weekday}),?\ )?(?:the\ )?
             (?P<dmy_day>\d{{1,2}}){ORDINAL}(?:[-–](?P<dmy_last>\d{{1,2}}){ORDINAL})?
             \ (?:of\ )?(?P<dmy_month>{month})(?:,?\ (?P<dmy_year>{YEAR})\b)?""",
        # Sunday, November 28th, 2021; Nov. 28; March 5-7
        rf"""(?:(?:{weekday}),?\ )?
             (?P<mdy_month>{month})\ (?P<mdy_day>\d{{1,2}})(?!\d){ORDINAL}
             (?:[-–](?P<mdy_last>\d{{1,2}})(?!\d){ORDINAL})?(?:,?\ (?P<mdy_year>{YEAR})\b)?""",
        # May and June 2018; between May and August 2019
        rf"""(?P<months_first>{month})\ (?:and|to|through|or)\ (?P<months_last>{month})
             (?:\ of)?,?\ (?P<months_year>{YEAR})\b""",
        # November 2021; early November of 2021; the end of November 2021
        rf"{STAGE}(?P<my_month>{month})(?:\ of)?,?\ (?P<my_year>{YEAR})\b",
        # August last year; in May of this year
        rf"{STAGE}(?P<moy_month>{month})(?:\ of)?\ (?P<moy_which>(?i:last|this|next))\ (?i:year)\b",
        # the third quarter; the first quarter of 2021, of next year
        rf"""(?i:the\ )?(?P<quarter>(?i:{_either("ordinal")}))\ (?i:quarter)
             (?:\ of\ (?P<quarter_year>{YEAR})|\ of\ (?P<quarter_rel>(?i:last|this|next))\ year)?""",
        # the first half of 2021
        rf"(?P<half>(?i:first|second))\ half\ of\ (?P<half_year>{YEAR})",
        # the 1990s
        r"(?:(?i:the|early|mid|late)[- ])+(?P<decade>(?:1[5-9]|20)\d0)s\b",
        # Easter Monday; Christmas 2021; last Thanksgiving
        rf"(?P<holiday_which>(?i:last|next)\ )?(?P<holiday>{holiday})(?![-\w])(?:\ (?P<holiday_year>{YEAR})\b)?",
        # summer 2021; in the spring of 2020; in the autumn
        rf"""(?P<season>(?i:spring|summer|autumn|fall|winter))(?:\ of)?\ (?P<season_year>{YEAR})\b
             |(?=[sawSAW])(?:(?<=in\ the\ )|(?<=In\ the\ ))
              (?P<season_alone>(?i:spring|summer|autumn|winter))\b(?![-\ ][a-z])""",
    ]


def _near_days() -> list[str]:
    """Days and spans told by their distance from the day of writing."""
    weekday, part = _either("weekday"), _either("part")
    near = r"(?i:earlier|later|late|early)"
    span = "|".join(sorted(SPAN_WORDS, key=lambda word: (-len(word), word)))
    return [
        # a week from Monday
        rf"(?P<weeks_n>(?i:{_number()}))\ (?i:weeks?)\ from\ (?P<weeks_wd>{weekday})\b",
        # Sunday; last Sunday; late Sunday afternoon
        rf"""(?:(?P<wd_near>{near})\ )?
             (?P<wd_which>(?i:last|next|this|this\ coming|this\ past|the\ previous|the\ following)\ )?
             (?P<wd>{weekday})(?![\w])(?:\ (?P<wd_part>{part}))?""",
        # today; yesterday morning
        rf"""(?P<dayword>(?i:
                today|yesterday|tomorrow|tonight|overnight|the\ day\ before\ yesterday|the\ day\ after\ tomorrow
             ))(?:\ (?P<dayword_part>{part}))?""",
        # this morning; last night
        rf"(?P<this_part>(?i:this)\ (?:{part})|(?i:last)\ (?:night|evening))",
        # over the last year; in the last month
        rf"""(?i:over|in|within|during)\ the\ (?i:last)
             \ (?P<rolling_unit>(?i:{_either("unit")}))\b""",
        # last week; earlier this month; the end of next year; the following weekend
        rf"""(?:{near}\ |(?i:over\ )|{STAGE})
             (?P<rel_which>(?i:last|this|next|the\ previous|the\ past|the\ coming|the\ following|the\ current))
             \ (?P<rel_unit>(?i:{span}))\b""",
        # over the weekend
        r"(?P<weekend>(?i:over|at|on|during)\ (?i:the\ weekend))\b",
        # the end of the year; earlier in the week
        r"""(?i:(?:the\ (?:end|start|beginning|middle)\ of|earlier\ in|later\ in)\ the)
            \ (?P<own_unit>(?i:day|week|month|year))\b""",
        # last November
        rf"(?P<month_which>(?i:last|this|next)\ )(?P<month_of_which>{_either('month')})\b",
    ]


def _distances() -> list[str]:
    """Spans told by an amount: so long ago, after something, or from now."""
    number, vague = _number(), _either("vague")
    unit = _either("unit")
    return [
        # two weeks ago; about 48 hours after the accident; a few days later
        rf"""(?i:about\ |around\ |nearly\ |almost\ |over\ |more\ than\ |just\ |some\ )?
             (?P<ago_n>(?i:{vague}|{number}))[- ](?P<ago_unit>(?i:{unit}))
             \ (?P<ago_dir>(?i:ago|earlier|later|before|after|from\ now))\b""",
        # the previous day; the same day
        r"(?P<told_day>(?i:the\ (?:previous|next|following|same)|that))\ (?i:day)\b",
        # the week before, where no happening follows
        r"""(?i:the)\ (?P<told_unit>(?i:week|month|year))\ (?P<told_dir>(?i:before|after|earlier|later))\b
            (?!\ (?:the|a|an|his|her|their|its|that|this)\b)""",
        # over the past three weeks; in the next few days
        rf"""(?i:over|in|within|during|for)?\ ?(?i:the)\ (?P<span_which>(?i:past|last|next|coming|following|previous))
             \ (?P<span_n>(?i:{vague}|{number}))\ (?P<span_unit>(?i:{unit}))\b""",
    ]


def _bare() -> list[str]:
    """Words that are a time only in the right surroundings; tried last."""
    number = _number()
    return [
        # November; the end of November
        rf"{STAGE}(?P<month_alone>{_either('month')})(?![\w])",
        # in 2021
        rf"(?=\d)(?:{_behind(YEAR_OPENERS)})(?P<year_alone>{YEAR})(?![\w%,.]\d|-)(?![-–]\d)\b",
        # in two weeks; within 48 hours; in a month's time
        rf"(?P<in_n>(?i:in|within)\ (?:(?i:{number})))\ (?P<in_unit>(?i:{_either('unit')}))\b(?:'|’)?(?:\ time)?",
    ]


@cache
def time_pattern() -> re.Pattern[str]:
    """All shapes as one pattern; where two fit at one place, the earlier one counts."""
    shapes = [*_dates(), *_near_days(), *_distances(), *_bare()]
    spaced = (shape.replace("\\ ", r"[\ \u00a0\n]") for shape in shapes)
    return re.compile(r"(?<![\w$€£-])(?:" + "|".join(spaced) + ")", re.VERBOSE)


@cache
def _telling() -> frozenset[str]:
    """Words of which every time expression without a digit holds one, in the singular and plural, in small letters."""
    listed = [
        word for kind in ("weekday", "month", "unit", "part", "holiday", "named_day", "title") for word in words(kind)
    ]
    found = {max(WORD.findall(word), key=len).lower() for word in listed if WORD.search(word)} | TIME_WORDS
    return frozenset(found | {f"{word}s" for word in found})


def may_tell_time(text: str) -> bool:
    """Whether a sentence holds what every time expression holds: a digit or a word of time.

    Most sentences hold neither, and to ask this costs a tenth of what a search for all shapes costs.
    """
    return any(map(str.isdigit, text)) or not _telling().isdisjoint(WORD.findall(text.lower()))
