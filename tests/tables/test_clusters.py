"""Links make sets, in whatever order they come, and the least number stands for a set."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from transforms.tables.clusters import Clusters

SIZE = 8
links = st.lists(st.lists(st.integers(0, SIZE - 1), max_size=3), max_size=8)


def by_flooding(found: list[list[int]]) -> list[int]:
    """The least number of each number's set, found by painting over and over."""
    least = list(range(SIZE))
    for _ in range(SIZE):
        for link in found:
            for number in link:
                least[number] = min(least[other] for other in link)
    return least


@given(links, st.randoms())
def test_the_least_number_of_a_set_stands_for_it(found: list[list[int]], chance: object) -> None:
    clusters = Clusters(SIZE)
    shuffled = list(found)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    for link in shuffled:
        clusters.link(link)
    assert [clusters.of(number) for number in range(SIZE)] == by_flooding(found)
