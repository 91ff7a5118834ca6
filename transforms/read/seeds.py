"""Read a seeds folder: every file by its format's reader, every article admitted or refused with a reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

from transforms.read.article import Article, Reject
from transforms.read.folder import walk
from transforms.read.formats import read_file
from transforms.read.language import ENGLISH, foreign_language, foreign_lines, name_of
from transforms.read.source import DEFAULT_LIMITS, Candidate, Limits, Source

MOST_LINES_TOLD = 5
_WORD = re.compile(r"\w+|[^\w\s]|\s{2,}|[^\S ]")  # what becomes a token, near enough


def read_seeds(
    seeds: Path | str, limits: Limits = DEFAULT_LIMITS, is_known: Callable[[Article], bool] = lambda article: False
) -> Iterator[Article | Reject]:
    """The articles under a folder or URL and the refusals of what is none, in the order of paths and of records.

    Every input (a one-article file, a record of a many-article file, a member of an archive, a link, a file of an
    unknown kind) comes out as one Article or as one Reject of severity "rejected"; an Article read with repairs is
    followed by one Reject of severity "repaired" for each.  One record at a time is in memory, besides the ids of those
    admitted.
    An article that `is_known` was admitted before: its language is not told again.
    Raises OSError where the folder or URL itself cannot be listed.
    """
    reading = Reading(limits, is_known)
    for found in files_of(seeds):
        if isinstance(found, Reject):
            yield found
        else:
            yield from reading.outcomes(found)


def files_of(seeds: Path | str) -> Iterator[Source | Reject]:
    """The files under a folder or URL, or the file there, and the refusals of what cannot be walked."""
    if isinstance(seeds, Path):
        return walk(seeds)
    from transforms.read.remote import walk_remote  # fsspec takes time to import

    return walk_remote(seeds)


class Reading:
    """Reads file after file, and knows what was admitted before."""

    def __init__(self, limits: Limits, is_known: Callable[[Article], bool]) -> None:
        self._limits, self._is_known = limits, is_known
        self._admitted = _Admitted()

    def outcomes(self, file: Source) -> Iterator[Article | Reject]:
        """The articles of a file and the refusals of what is none."""
        self._admitted.begin()
        for outcome in read_file(file, self._limits):
            if isinstance(outcome, Reject):
                yield outcome
            else:
                yield from self._admit(outcome)

    def forget(self) -> None:
        """Take back that anything of the last file was admitted."""
        self._admitted.forget()

    def _admit(self, candidate: Candidate) -> Iterator[Article | Reject]:
        refusal = _refusal(candidate, self._limits, self._admitted, self._is_known)
        if refusal is None:
            yield candidate.article
            yield from candidate.repairs
            yield from _left_out(candidate)
        else:
            reason, detail = refusal
            article = candidate.article
            yield Reject(article.source_uri, article.source_id, reason, "rejected", f"{candidate.where}: {detail}")


def _left_out(candidate: Candidate) -> Iterator[Reject]:
    """What is not read of an article that is in English else."""
    article = candidate.article
    found = foreign_lines(article.text)
    if found:
        lines = ", ".join(f"{number} ({name_of(language)})" for number, language in found[:MOST_LINES_TOLD])
        more = f" and {len(found) - MOST_LINES_TOLD} more" if len(found) > MOST_LINES_TOLD else ""
        words = f"{candidate.where}: nothing is extracted from lines of the text in another language: {lines}{more}"
        yield Reject(article.source_uri, article.source_id, "wrong_language", "repaired", words)


def _refusal(
    candidate: Candidate, limits: Limits, admitted: _Admitted, is_known: Callable[[Article], bool]
) -> tuple[str, str] | None:
    text = candidate.article.text
    if len(text) > limits.max_characters:
        most = f"{limits.max_characters:,}"
        return "too_long", f"the text has {len(text):,} characters, more than {most}; split it into its articles"
    if len(text) > limits.max_words and len(_WORD.findall(text)) > limits.max_words:
        most = f"{limits.max_words:,}"
        return "too_long", f"the text has more than {most} words, marks and breaks; split it or take such data out"
    if len(text) > limits.max_word_characters and max(map(len, text.split()), default=0) > limits.max_word_characters:
        most = f"{limits.max_word_characters:,}"
        return "not_text", f"more than {most} characters follow each other without a space; take such data out"
    if foreign := _foreign(candidate, is_known):
        return "wrong_language", foreign
    if earlier := admitted.earlier(candidate):
        if candidate.has_own_id:
            return "duplicate_id", f"{earlier} has the same id; give this one another or take it away"
        return "duplicate_id", f"{earlier} has the same text under the same name; take one of the two away"
    return None


def _foreign(candidate: Candidate, is_known: Callable[[Article], bool]) -> str | None:
    if candidate.language is not None:
        if candidate.language == ENGLISH:
            return None
        return f"the record says that it is in {name_of(candidate.language)}; only English is read"
    found = None if is_known(candidate.article) else foreign_language(candidate.article.text)
    if found is None:
        return None
    language, probability = found
    return f"the text reads as {name_of(language)}, probability {probability:.2f}; only English is read"


class _Admitted:
    """Where the ids of the articles so far stand.

    An id that records name themselves is theirs alone.  A file's stem is no such name ("2021/01.txt", "2022/01.txt"):
    two files may share it as long as their texts differ, because id and text together make a document's key.
    """

    def __init__(self) -> None:
        self._by_id: dict[str, tuple[str, str]] = {}
        self._by_text: dict[bytes, tuple[str, str]] = {}
        self._of_file: list[tuple[bytes, str | None]] = []  # what the file that is being read has added to both

    def begin(self) -> None:
        """Note that what follows is of another file."""
        self._of_file.clear()

    def forget(self) -> None:
        """Take back what the last file has added."""
        for digest, own_id in self._of_file:
            del self._by_text[digest]
            if own_id is not None:
                del self._by_id[own_id]
        self._of_file.clear()

    def earlier(self, candidate: Candidate) -> str | None:
        """The place of the earlier article that has the id, in words; None, and the id is noted, where it is new."""
        article = candidate.article
        digest = sha256(f"{article.source_id}\x1f{article.text}".encode()).digest()[:16]
        found = self._by_text.get(digest)
        if found is None and candidate.has_own_id:
            found = self._by_id.get(article.source_id)
        if found is None:
            place = (article.source_uri, candidate.where)
            self._by_text[digest] = place
            if candidate.has_own_id:
                self._by_id[article.source_id] = place
            self._of_file.append((digest, article.source_id if candidate.has_own_id else None))
            return None
        uri, where = found
        return f"{where} of {uri}" if where != "the file" else uri
