"""Where a text says that something is: towns, waters, sides of a country; governments are no places.

The table is `places.txt`; `python -m tests.resolve.test_places` prints its figures and what is wrong.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.resolve.place_cases import Wanted, cases, largest, place_at, shares
from transforms.parse.engine import parse
from transforms.parse.parsed import ParsedArticle
from transforms.read.article import Article
from transforms.resolve.article import resolve
from transforms.resolve.model import Place, PlaceMention

_FOUND: dict[str, list[PlaceMention]] = {}  # by passage; all are parsed once


def found(text: str, wanted: Wanted) -> Place | None:
    """The place that is found for one name of a passage."""
    if text not in _FOUND:
        articles = [Article(f"{number}.txt", str(number), "txt", "0", text) for number, (text, _) in enumerate(cases())]
        _FOUND.update({parsed.article.text: resolve(parsed).places for parsed in parse(articles)})
    return place_at(text, wanted, _FOUND[text])


def test_names_of_places_are_found_in_the_right_country_and_place() -> None:
    country, place, wrong = shares(found)
    assert country >= 0.95, wrong
    assert place >= 0.95, wrong


def test_the_largest_city_of_a_name_is_far_more_often_wrong() -> None:
    assert shares(lambda _, wanted: largest(wanted))[1] < 0.8


def test_the_short_name_of_a_water_means_the_one_named_in_full(parse_text: Callable[..., ParsedArticle]) -> None:
    text = "A ship sank in the English Channel. It lay in the Channel for days."
    assert [mention.place.name for mention in resolve(parse_text(text)).places] == ["English Channel"] * 2


def main() -> None:
    for name, find in (("Dateline", found), ("largest of that name", lambda _, wanted: largest(wanted))):
        country, place, wrong = shares(find)
        print(f"{name}: country {country:.1%}, place {place:.1%}")
        if find is found:
            print(*wrong, sep="\n")


if __name__ == "__main__":
    main()
