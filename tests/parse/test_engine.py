"""Lemmas and parts of speech, and that a parse depends on its article alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from transforms.parse.engine import parse
from transforms.parse.parsed import ParsedArticle
from transforms.read.article import Article


def lemmas_of(article: ParsedArticle) -> dict[str, tuple[str, str]]:
    return {token.text: (token.lemma_, token.pos_) for token in article.doc}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("He said they were lying and had gone.", {"said": "say", "were": "be", "lying": "lie", "gone": "go"}),
        ("The police seized boats and arrested four men.", {"seized": "seize", "arrested": "arrest", "men": "man"}),
        ("Children fled the nearest cities in buses.", {"Children": "child", "fled": "flee", "cities": "city"}),
        ("The minister retweeted it and denied it.", {"retweeted": "retweet", "denied": "deny"}),
        ("She can't say why they won't come.", {"ca": "can", "wo": "will", "n't": "not"}),
        ("He’d have gone, and we’ve waited.", {"’d": "would", "’ve": "have"}),
        ("It's over, and they're here.", {"'s": "be", "'re": "be"}),
        ("The worst crises are the nearest.", {"worst": "bad", "crises": "crisis", "nearest": "near"}),
    ],
)
def test_a_word_has_the_lemma_of_its_use(
    sentence: str, expected: dict[str, str], parse_text: Callable[..., ParsedArticle]
) -> None:
    found = lemmas_of(parse_text(sentence))
    assert {word: found[word][0] for word in expected} == expected


def test_names_keep_their_form_and_possessives_are_no_verbs(parse_text: Callable[..., ParsedArticle]) -> None:
    found = lemmas_of(parse_text("Emmanuel Macron met Priti Patel's aides in Paris."))
    assert (found["Macron"], found["Paris"]) == (("Macron", "PROPN"), ("Paris", "PROPN"))
    assert found["'s"] == ("'s", "PART")


def test_auxiliaries_are_told_from_full_verbs(parse_text: Callable[..., ParsedArticle]) -> None:
    found = lemmas_of(parse_text("The boat was found, and the crew has four children."))
    assert (found["was"], found["found"], found["has"]) == (("be", "AUX"), ("find", "VERB"), ("have", "VERB"))


def test_a_parse_depends_on_its_article_alone() -> None:
    texts = [
        "The mayor of Calais met Ms. Roe.",
        "",
        " \n ",
        "“Why?” she asked.\n\nNobody knew.",
        "😂" * 30,
        "Ministers from France and Belgium agreed on Monday to send ships. " * 20,
    ]
    articles = [Article("t.txt", str(n), "txt", "0" * 64, text) for n, text in enumerate(texts)]
    together = list(parse(articles))
    alone = [next(parse([article])) for article in reversed(articles)][::-1]
    assert [p.article for p in together] == articles
    for one, other in zip(together, alone, strict=True):
        assert one.sentences == other.sentences
        assert [(t.tag, t.dep, t.head.i, t.lemma, t.ent_type) for t in one.doc] == [
            (t.tag, t.dep, t.head.i, t.lemma, t.ent_type) for t in other.doc
        ]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "date 2021-11-28 "])
def test_an_article_without_prose_has_no_sentence(text: str, parse_text: Callable[..., ParsedArticle]) -> None:
    article = parse_text(text)
    assert article.sentences == []
    assert article.sentence_at(0) is None


@pytest.mark.parametrize(
    "text",
    [
        "a" * 501 + "\n b",
        "x " + "'" * 1200 + " he  said\n\n",
        " " + "." * 251,
        "“" * 5000,
        "He\u2028" + "\u200f." * 300,
    ],
)
def test_words_without_end_are_tokens_of_their_text(text: str, parse_text: Callable[..., ParsedArticle]) -> None:
    parsed = parse_text(text)
    doc = parsed.doc
    assert doc.text == parsed.text
    assert all(parsed.text[token.idx : token.idx + len(token)] == token.text for token in doc)
