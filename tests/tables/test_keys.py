"""Keys are positive 63-bit numbers that depend on the natural key alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from transforms.read.article import Article
from transforms.tables.keys import key
from transforms.tables.rows import article_key, document_key

part = st.one_of(st.none(), st.integers(), st.text(st.characters(codec="utf-8"), max_size=20))


@given(st.lists(part, min_size=1, max_size=4))
def test_a_key_is_a_positive_63_bit_number(parts: list[str | int | None]) -> None:
    assert 1 <= key(*parts) < 2**63
    assert key(*parts) == key(*parts)


def test_a_key_never_changes_between_versions() -> None:
    assert key("documents", "a", "text") == 7897373327496373926


def article(**changes: object) -> Article:
    return Article(
        **({"source_uri": "a.txt", "source_id": "a", "format": "txt", "sha256": "0", "text": "Text."} | changes)
    )  # type: ignore[arg-type]


def test_a_document_keeps_its_key_wherever_its_file_lies() -> None:
    assert document_key(article()) == document_key(article(source_uri="b/a.txt"))
    assert document_key(article()) != document_key(article(text="Other."))


def test_kept_rows_are_asked_for_by_all_that_they_depend_on() -> None:
    assert article_key(article()) != article_key(article(source_uri="b/a.txt"))
    assert article_key(article()) == article_key(article())
