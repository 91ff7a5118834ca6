"""Whole builds in memory: whatever lies in a seeds folder is accepted or rejected, and its tables pass all checks."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.invariants import check_outcome, inputs_of
from tests.fuzz.strategies import File, articles, folders
from transforms.pipeline import extract_all
from transforms.read.article import Article, Reject
from transforms.read.seeds import read_seeds
from transforms.tables.checks import check_release
from transforms.tables.collection import assemble
from transforms.tables.rows import document_key


def broken_checks(found: list[Article | Reject]) -> list[str]:
    """The checks that the tables made of these articles and refusals do not pass."""
    accepted = [one for one in found if isinstance(one, Article)]
    rejects = [one for one in found if isinstance(one, Reject)]
    frames, failed = extract_all(accepted)
    seen = len(accepted) + len({one for one in rejects if one.severity == "rejected"})
    checks = check_release(assemble(frames, [*rejects, *failed.values()]), seen)
    return [f"{check.table}: {check.name}" for check in checks if not check.passed] + [
        reject.detail for reject in failed.values()
    ]


def outcomes_of(files: list[File]) -> list[Article | Reject]:
    with tempfile.TemporaryDirectory() as folder:
        for file in files:
            (Path(folder) / file.name).write_bytes(file.data)
        return list(read_seeds(Path(folder)))


@settings(max_examples=40)
@given(files=folders())
def test_every_input_of_a_folder_is_accepted_or_rejected(files: list[File]) -> None:
    found = outcomes_of(files)
    for outcome in found:
        check_outcome(outcome)
    assert inputs_of(found) == sum(file.inputs for file in files)
    assert found == outcomes_of(files)


@settings(max_examples=15)
@given(files=folders())
def test_a_build_of_any_folder_passes_its_checks(files: list[File]) -> None:
    assert broken_checks(outcomes_of(files)) == []


@settings(max_examples=15)
@given(found=st.lists(articles(), max_size=4, unique_by=document_key))
def test_a_build_of_any_articles_passes_its_checks(found: list[Article]) -> None:
    assert broken_checks(list(found)) == []
