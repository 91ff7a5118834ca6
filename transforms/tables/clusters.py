"""Join what belongs together: the sets that pairwise links make, the same in whatever order the links come."""

from __future__ import annotations

from collections.abc import Iterable


class Clusters:
    """Disjoint sets of the numbers 0 to `size` - 1; the least number of a set stands for it."""

    def __init__(self, size: int) -> None:
        self._above = list(range(size))

    def of(self, number: int) -> int:
        """The least number that is linked with `number`."""
        root = number
        while self._above[root] != root:
            root = self._above[root]
        while self._above[number] != root:
            self._above[number], number = root, self._above[number]
        return root

    def link(self, numbers: Iterable[int]) -> None:
        """Put all of the numbers into one set."""
        roots = {self.of(number) for number in numbers}
        least = min(roots, default=0)
        for root in roots:
            self._above[root] = least
