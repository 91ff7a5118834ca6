"""Texts are read as they are meant, and every row says where its words stand in the text as delivered."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.releases import SEEDS, inputs_of
from transforms.parse.reading import read_as, reading_of
from transforms.pipeline import extract_all
from transforms.read.article import Article
from transforms.tables.checks import check_release
from transforms.tables.collection import assemble

READ_AS = {
    "It&rsquo;s &quot;over&quot;, he said": 'It’s "over", he said',
    "Tom &amp; Ann&#8217;s &#x201C;plan&#x201D;": "Tom & Ann’s “plan”",
    "AT&amp;amp;T": "AT&T",
    "Itâ€™s over, SÃ£o Paulo says": "It’s over, São Paulo says",
    "It\x92s \x93over\x94": "It’s “over”",
    "co\u00adop\u00ader\u00ada\u00adtion": "cooperation",
    "Ka\u200bbul, \ufeffLon\u2060don": "Kabul, London",
    "\u202bAli\u202c said": "Ali said",
    "the ﬁrst oﬃcial": "the first official",
    "5\u00a0000\u202ftroops": "5 000 troops",
}
PLAIN = ("A plain text.", "Zoë’s café — “naïve”, Ægir; Ð 5 & 6 &c; R&D;", "Q&A: 50 % & more…")


@pytest.mark.parametrize(("printed", "meant"), READ_AS.items())
def test_what_is_printed_is_read_as_what_is_meant(printed: str, meant: str) -> None:
    found = reading_of(printed)
    assert found is not None
    assert found.text == meant
    assert read_as(printed) == meant


@pytest.mark.parametrize("text", PLAIN)
def test_a_plain_text_is_read_as_it_stands(text: str) -> None:
    assert reading_of(text) is None


DIRT = st.sampled_from(
    [*READ_AS, "&nbsp;", "â€œ", "\u00ad", "\u200d", "ﬄ", "&#0;", "&#xD800;", "&bne;", "Ã", "é”", "\x80"]
)


@given(st.lists(st.one_of(DIRT, st.text(max_size=8)), max_size=12).map("".join))
def test_every_character_stands_where_the_reading_says(text: str) -> None:
    found = reading_of(text)
    if found is None:
        return
    assert len(found.text) == len(found.starts) == len(found.ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(found.starts, found.ends, strict=True))
    assert list(found.starts) == sorted(found.starts)
    assert list(found.ends) == sorted(found.ends)
    for character, start, end in zip(found.text, found.starts, found.ends, strict=True):
        if end - start == 1 and text[start].isalpha() and text[start].isascii():
            assert text[start] == character


def soft_hyphens(text: str) -> str:
    return " ".join(word[:3] + "\u00ad" + word[3:] if len(word) > 6 else word for word in text.split(" "))


def entities(text: str) -> str:
    named = {"“": "&ldquo;", "”": "&rdquo;", "’": "&rsquo;"}
    return "".join(named.get(character, character) for character in text)


def mojibake(text: str) -> str:
    import ftfy.bad_codecs  # noqa: F401  # brings the codec of what was misread

    return text.encode().decode("sloppy-windows-1252")


DIRTIED: dict[str, Callable[[str], str]] = {
    "soft hyphens": soft_hyphens,
    "entities": entities,
    "mojibake": mojibake,
    "no-break spaces": lambda text: text.replace(" of ", "\u00a0of\u00a0"),
    "zero width": lambda text: text.replace("a", "a\u200b"),
    "bidirectional": lambda text: text.replace("Darmanin", "\u202aDarmanin\u202c"),
    "ligatures": lambda text: text.replace("fi", "ﬁ").replace("ff", "ﬀ"),
}
TOLD = {
    "statements": ("kind", "speaker_name", "act", "cue_lemma", "medium", "rule"),
    "events": ("event_type", "status", "starts_on", "date_precision", "rule"),
    "actors": ("name", "actor_type", "country", "office"),
    "mentions": ("form",),
}


def told(text: str) -> tuple[dict[str, list[tuple[object, ...]]], dict[str, pl.DataFrame]]:
    """What the rows of a text say, without where; and the rows."""
    frames, rejects = extract_all([Article("a.txt", "a", "txt", "0" * 64, text)])
    assert rejects == {}
    tables = assemble(frames, [])
    return {name: sorted(tables[name].select(columns).iter_rows(), key=str) for name, columns in TOLD.items()}, tables


@pytest.mark.parametrize("dirt", DIRTIED)
def test_a_dirty_copy_says_the_same_and_its_rows_print_what_stands_there(dirt: str) -> None:
    text = next(SEEDS.glob("*.txt")).read_text("utf-8")
    dirty = DIRTIED[dirt](text)
    assert dirty != text
    found, tables = told(dirty)
    assert found == told(text)[0]
    assert tables["documents"]["text"].to_list() == [dirty]
    assert [check for check in check_release(tables, inputs_of(tables)) if not check.passed] == []
