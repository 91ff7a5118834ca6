"""What a seeds folder holds, as it is handed from process to process."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from transforms.read.article import Reject


@dataclass(slots=True)
class Spooled:
    """What the seeds hold: keys of all accepted articles in order, rejects, shard files of the new ones, seed files."""

    article_keys: list[int] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    shards: list[Path] = field(default_factory=list)
    new_articles: int = 0
    seeds: list[dict[str, Any]] = field(default_factory=list)

    def seen(self) -> int:
        """How many inputs were read: each is an article or was refused; one refused twice in the same words is one."""
        return len(self.article_keys) + len({reject for reject in self.rejects if reject.severity == "rejected"})

    def inputs_sha256(self) -> str:
        """A digest of all articles and refusals, in whatever order they were read."""
        refusals = sorted(repr(reject) for reject in self.rejects)
        return sha256(repr((sorted(self.article_keys), refusals)).encode("utf-8", "surrogatepass")).hexdigest()
