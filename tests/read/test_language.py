"""English passes, however short or full of names; other languages are refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.read.conftest import ENGLISH, FRENCH, Seeds
from transforms.read.language import code_of, foreign_language, foreign_lines, foreign_paragraph

OTHERS = {
    "fr": "Le ministre de l'Intérieur a déclaré dimanche que la France demandait l'aide de ses voisins.",
    "de": "Der Innenminister sagte am Sonntag, Frankreich bitte seine Nachbarn um Hilfe.",
    "es": "El ministro del Interior dijo el domingo que Francia pide ayuda a sus vecinos.",
    "it": "Il ministro dell'Interno ha detto domenica che la Francia chiede aiuto ai vicini.",
    "nl": "De minister van Binnenlandse Zaken zei zondag dat Frankrijk zijn buren om hulp vraagt.",
    "pt": "O ministro do Interior disse no domingo que a França pede ajuda aos vizinhos.",
    "pl": "Minister spraw wewnętrznych powiedział w niedzielę, że Francja prosi sąsiadów o pomoc.",
    "ru": "Министр внутренних дел заявил в воскресенье, что Франция просит соседей о помощи.",
    "ar": "قال وزير الداخلية يوم الأحد إن فرنسا تطلب المساعدة من جيرانها في مكافحة التهريب.",
    "zh": "法国内政部长星期日表示，法国请求邻国帮助打击走私集团。",
    "ja": "フランスの内務大臣は日曜日、近隣諸国に協力を求めると述べた。",
    "tr": "İçişleri Bakanı pazar günü Fransa'nın komşularından yardım istediğini söyledi.",
    "cy": "Dywedodd y gweinidog ddydd Sul fod Ffrainc yn gofyn am gymorth gan ei chymdogion.",
}
ENGLISH_TEXTS = [
    "No.",
    "27",
    "Xi Jinping",
    "Recep Tayyip Erdogan, Mevlut Cavusoglu, Abdel Fattah el-Sissi, Sergei Lavrov and Uhuru Kenyatta.",
    "MINISTER RESIGNS AFTER BRIBERY INQUIRY WIDENS IN KUALA LUMPUR",
    "Buenos Aires, Rio de Janeiro, São Paulo, Montevideo, Asunción: how the capitals voted",
    "Bundesbank chief warns Deutsche Bahn over Stuttgart cost",
    "Guerrillas attack Bogota barracks; Pastrana condemns FARC",
    "“Liberté, égalité, fraternité,” the crowd chanted outside the Palais de Justice in Paris.",
    "$4.2 bn – 1,204.33 – 17% (2019: 12%) – 88/90 – 3-2, 6-4, 7-6 (4)",
    "@mayor: can't believe it!!! 😂😂😂 #Calais https://t.co/abc",
]


@pytest.mark.parametrize("language", OTHERS)
def test_one_sentence_is_enough_to_tell_another_language(language: str) -> None:
    found = foreign_language(OTHERS[language])
    assert found is not None
    assert found[0] == language and 0.5 <= found[1] <= 1


@pytest.mark.parametrize("text", ENGLISH_TEXTS)
def test_short_english_and_names_are_never_taken_for_another_language(text: str) -> None:
    assert foreign_language(text) is None


def test_a_foreign_quotation_does_not_make_an_english_article_foreign() -> None:
    assert foreign_language(f"{ENGLISH} He quoted the order in full: “{OTHERS['fr']}” {ENGLISH}") is None


def test_all_english_of_the_shipped_seed_passes() -> None:
    seed = next((Path(__file__).parents[2] / "seeds").glob("000_*.txt")).read_text(encoding="utf-8")
    for paragraph in filter(str.strip, seed.split("\n")):
        assert foreign_language(paragraph) is None


def test_the_records_own_word_comes_first(seeds: Seeds) -> None:
    seeds.put_records(
        "a.jsonl",
        {"id": "declared French", "text": ENGLISH, "language": "fr_FR"},
        {"id": "declared English", "text": FRENCH, "language": "English"},
        {"id": "undeclared", "text": FRENCH},
    )
    reading = seeds.read()
    assert [article.source_id for article in reading.articles] == ["declared English"]
    assert [(r.source_id, r.reason) for r in reading.rejected] == [
        ("declared French", "wrong_language"),
        ("undeclared", "wrong_language"),
    ]
    assert "the record says that it is in French (fr)" in reading.rejected[0].detail


def test_a_language_that_nobody_knows_is_left_out_and_the_text_looked_at(seeds: Seeds) -> None:
    seeds.put_records("a.jsonl", {"id": "1", "text": ENGLISH, "language": "Klingonese"})
    reading = seeds.read()
    assert [article.language for article in reading.articles] == ["en"]
    assert "Klingonese" in reading.repaired[0].detail


@pytest.mark.parametrize(
    ("name", "code"),
    [("en", "en"), ("EN-us", "en"), ("eng", "en"), ("english", "en"), ("fr", "fr"), ("German", "de"), ("xx", None)],
)
def test_tags_and_names_of_languages_are_understood(name: str, code: str | None) -> None:
    assert code_of(name) == code


@pytest.mark.parametrize("language", sorted(OTHERS.keys() - {"zh", "ja"}))
def test_a_foreign_paragraph_is_told(language: str) -> None:
    assert foreign_paragraph(OTHERS[language]) == language


@pytest.mark.parametrize("text", ENGLISH_TEXTS)
def test_an_english_paragraph_without_a_common_word_is_english(text: str) -> None:
    assert foreign_paragraph(text) is None


def test_an_article_in_two_languages_is_read_and_its_foreign_lines_are_told(seeds: Seeds) -> None:
    seeds.put("a.txt", f"{ENGLISH}\n\n{OTHERS['fr']}\n\n{ENGLISH}\n\n{OTHERS['pl']}".encode())
    [article] = seeds.read().articles
    assert foreign_lines(article.text) == [(3, "fr"), (7, "pl")]
    [reject] = seeds.read().repaired
    assert (reject.reason, reject.severity) == ("wrong_language", "repaired")
    assert "3 (French (fr)), 7 (Polish (pl))" in reject.detail


def test_an_article_whose_second_half_is_english_is_read() -> None:
    assert foreign_language(f"{OTHERS['fr']} " * 30) is not None
    assert foreign_language(f"{OTHERS['fr']} " * 30 + f"{ENGLISH} " * 60) is None
