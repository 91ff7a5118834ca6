"""Words that make the rules of extraction work, so that a fuzzer need not find them letter by letter."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from transforms.lexicon import table

PRINTED = """on Sunday|last week|two days after the fire|in March|since 2014|31 June|29 February 2023|from 2013 to 2016
the 1990s|Easter|a few days ago|in 400 years|999 decades ago|0 days ago|27 people|between 10 and 12|half a million|$3
£1.2bn|dozens of men|1,000,000th|the EU’s|Ann Lee, 44,|President|he said|the company|’s|killed|met in Rome
Nov. 24, 2021|CALAIS, France (AFP) —|date 2021-11-28 |KABUL, Afghanistan, Nov. 24, 2021 (Agency) –|By Jane Roe
Mr.|Mrs.|Dr.|U.S.|No. 5
according to|that|who|whom|which|she|they|them|his|her|its|it|not|no|never|will|would|may|has been|was|were
to|by|of|in|at
the mayor of Calais|the French interior minister, Gérald Darmanin,|Priti Patel|Darmanin|the minister|his colleague
the United Nations|NATO|France|French|Paris|London, Ontario|Georgia|Birmingham, Alabama|the Channel|Kabul|police|troops
the government|rebels|a spokesman for the ministry|at least 27|about 26,000|twenty-seven|two hundred and six|3-1|5 %
10 km|6pm|10:30|noon|this morning|tomorrow|yesterday|the day before|next month|the third quarter|Monday to Friday
weekend|arrested|attacked|protested|signed an agreement|threatened to|promised to|refused to|accused|praised|met with
visited|told reporters|asked|replied|insisted|denied|tweeted|wrote|announced|warned that|said on Monday that|added:|Q:
A:|and|or|but|if|because|after|before|when|while|,|.|;|:|!|?|…|...|—|–|-|“|”|"|‘|’|'|«|»|„|''|``|(|)|[|]|/
٣|²|½|1e9|00|9999999999999999999999|0.5|1,2,3|#tag|@name|ǅ|ﬁ|ß|ſ|İstanbul
www.example.org|a@b.org|A|I|x"""
UNPRINTED = ["\n", "\n\n", "\r\n", "\t", "\xa0", "\u200b", "\u2028", "\u200f", "\u202e", "\u2067", "\ufeff", "é", "😀"]
PHRASES = (*PRINTED.replace("\n", "|").split("|"), *UNPRINTED)
LEXICON = (("reporting_verbs", "lemma"), ("event_verbs", "verb"), ("event_nouns", "noun"), ("calendar_words", "word"))
EVERY = 9  # of the words of a lexicon one in so many


@cache
def vocabulary() -> tuple[str, ...]:
    """All phrases; those of PRINTED come first."""
    known = [row[column] for name, column in LEXICON for row in table(name)[::EVERY] if column in row]
    return tuple(dict.fromkeys((*PHRASES, *known)))


def text_of(data: bytes) -> str:
    """The text that bytes stand for: two bytes a phrase, the first bit telling whether a space stands before it."""
    words, pieces = vocabulary(), []
    for high, low in zip(data[::2], data[1::2], strict=False):
        pieces.append(" " if high < 128 and pieces else "")
        pieces.append(words[(high % 128 * 256 + low) % len(words)])
    return "".join(pieces)


def bytes_of(pieces: Iterable[str]) -> bytes:
    """Bytes that stand for phrases."""
    places = {word: number for number, word in enumerate(vocabulary())}
    return b"".join(places[piece].to_bytes(2, "big") for piece in pieces)


def dictionary(words: tuple[str, ...] = ()) -> str:
    """The phrases and more words as a dictionary of libFuzzer."""
    return "".join(f'"{_escaped(word)}"\n' for word in dict.fromkeys((*vocabulary(), *words)))


def _escaped(word: str) -> str:
    return "".join(chr(byte) if 32 < byte < 127 and byte not in b'"\\' else f"\\x{byte:02x}" for byte in word.encode())
