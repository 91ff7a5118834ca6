"""Which files a seeds folder gives, in which order, and what becomes of links, hidden files and strange names."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.read.conftest import ENGLISH, FRENCH, Seeds
from transforms.read.reasons import REASONS
from transforms.read.seeds import read_seeds


def test_files_come_in_the_order_of_their_whole_paths(seeds: Seeds) -> None:
    names = ["b.txt", "a/z.txt", "a-b.txt", "a.txt", "a/b/c.txt", "B.txt", "a0.txt"]
    for name in names:
        seeds.put(name, f"{ENGLISH} {name}")
    assert [article.source_uri for article in seeds.read().articles] == sorted(names)


def test_an_empty_folder_gives_nothing(seeds: Seeds) -> None:
    assert seeds.read().outcomes == []


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        list(read_seeds(tmp_path / "nowhere"))


def test_the_same_folder_gives_the_same_outcomes_wherever_it_lies(tmp_path: Path) -> None:
    outcomes = []
    for place in ("one", "another/place"):
        seeds = Seeds(tmp_path / place)
        seeds.put("x/a.txt", ENGLISH)
        seeds.put("broken.jsonl", '{"id": "1", ')
        seeds.put("picture.png", b"\x89PNG")
        outcomes.append(seeds.read().outcomes)
    assert outcomes[0] == outcomes[1]


def test_a_file_of_an_unknown_kind_is_refused_by_name(seeds: Seeds) -> None:
    seeds.put("report.doc", b"The word of another program")
    seeds.put("README", "read me")
    seeds.put_gzip("data.xls.gz", b"")
    reading = seeds.read()
    assert reading.reasons == dict.fromkeys(["report.doc", "README", "data.xls.gz"], "unknown_format")
    assert ".doc" in reading.rejected[-1].detail and ".jsonl" in reading.rejected[-1].detail


def test_suffixes_are_read_in_capitals_too(seeds: Seeds) -> None:
    seeds.put("A.TXT", ENGLISH)
    seeds.put_records("B.Ndjson", {"id": "1", "text": ENGLISH})
    assert [article.source_id for article in seeds.read().articles] == ["A", "1"]


def test_marks_of_version_control_are_no_inputs_but_other_hidden_files_are_refused(seeds: Seeds) -> None:
    seeds.put(".gitkeep", "")
    seeds.put("sub/.gitignore", "*.tmp")
    seeds.put(".DS_Store", b"\0\0\0\1Bud1")
    seeds.put("._article.txt", ENGLISH)
    seeds.put(".cache/article.txt", ENGLISH)
    assert seeds.read().reasons == dict.fromkeys([".DS_Store", "._article.txt", ".cache"], "unknown_format")


def test_a_loop_of_links_is_refused_once_and_the_rest_is_read(seeds: Seeds) -> None:
    seeds.put("sub/article.txt", ENGLISH)
    (seeds.folder / "sub" / "again").symlink_to(seeds.folder, target_is_directory=True)
    (seeds.folder / "itself").symlink_to(seeds.folder / "itself")
    reading = seeds.read()
    assert [article.source_uri for article in reading.articles] == ["sub/article.txt"]
    assert reading.reasons == {"itself": "link_loop", "sub/again": "link_loop"}


def test_a_link_inside_the_folder_does_not_read_a_file_twice(seeds: Seeds) -> None:
    seeds.put("sub/article.txt", ENGLISH)
    (seeds.folder / "a-link").symlink_to(seeds.folder / "sub", target_is_directory=True)
    (seeds.folder / "b-link.txt").symlink_to(seeds.folder / "sub" / "article.txt")
    reading = seeds.read()
    assert [article.source_uri for article in reading.articles] == ["sub/article.txt"]
    assert reading.reasons == {"a-link": "link_loop", "b-link.txt": "link_loop"}
    assert "sub/article.txt, which is read there" in reading.rejected[1].detail


def test_links_out_of_the_folder_are_not_followed_and_betray_no_machine_path(seeds: Seeds, tmp_path: Path) -> None:
    outside = Seeds(tmp_path / "seeds-of-another")  # a sibling whose name begins alike
    outside.put("secret.txt", ENGLISH)
    (seeds.folder / "away").symlink_to(outside.folder, target_is_directory=True)
    (seeds.folder / "away.txt").symlink_to(outside.folder / "secret.txt")
    (seeds.folder / "nothing.txt").symlink_to(tmp_path / "gone")
    reading = seeds.read()
    assert reading.reasons == {"away": "link_outside", "away.txt": "link_outside", "nothing.txt": "unreadable"}
    assert not any(str(tmp_path) in reject.detail for reject in reading.rejected)


def test_the_seeds_folder_itself_may_be_a_link(seeds: Seeds, tmp_path: Path) -> None:
    seeds.put("article.txt", ENGLISH)
    (tmp_path / "link").symlink_to(seeds.folder, target_is_directory=True)
    assert [outcome.source_uri for outcome in read_seeds(tmp_path / "link")] == ["article.txt"]


def test_a_pipe_is_refused_and_does_not_hold_the_reader_up(seeds: Seeds) -> None:
    os.mkfifo(seeds.folder / "pipe.txt")
    assert seeds.read().reasons == {"pipe.txt": "unreadable"}


def test_what_cannot_be_opened_is_refused_with_the_way_to_mend_it(
    seeds: Seeds, monkeypatch: pytest.MonkeyPatch
) -> None:
    seeds.put("closed.txt", ENGLISH)
    seeds.put("closed.jsonl", "{}")
    seeds.put("locked/a.txt", ENGLISH)
    seeds.put("open.txt", ENGLISH)

    def refuse(real: Callable[..., object]) -> Callable[..., object]:
        def opened(path: object, *arguments: object) -> object:
            if any(name in str(path) for name in ("closed", "locked")):
                raise PermissionError(13, "Permission denied", str(path))
            return real(path, *arguments)

        return opened

    # by patching, because the superuser may read everything
    monkeypatch.setattr(Path, "open", refuse(Path.open))
    monkeypatch.setattr("transforms.read.folder.os.scandir", refuse(os.scandir))
    reading = seeds.read()
    assert [article.source_uri for article in reading.articles] == ["open.txt"]
    assert reading.reasons == dict.fromkeys(["closed.jsonl", "closed.txt", "locked"], "unreadable")
    assert all("permission" in reject.detail for reject in reading.rejected)


def test_a_name_that_is_no_utf8_can_stand_in_a_table(seeds: Seeds) -> None:
    name = os.fsdecode(b"caf\xe9.txt")
    try:
        (seeds.folder / name).write_text(ENGLISH)
    except OSError:
        return  # some file systems take UTF-8 names only, so the case cannot arise
    (article,) = seeds.read().articles
    assert (article.source_uri, article.source_id) == ("caf\\xe9.txt", "caf\\xe9")


def test_a_deep_folder_is_read(seeds: Seeds) -> None:
    deep = "/".join(["d"] * 300)
    seeds.put(f"{deep}/a.txt", ENGLISH)
    assert [article.source_uri for article in seeds.read().articles] == [f"{deep}/a.txt"]


def test_every_reason_is_of_the_closed_set_and_every_detail_says_something(seeds: Seeds) -> None:
    seeds.put("empty.txt", "")
    seeds.put("binary.txt", bytes(range(256)))
    seeds.put("french.txt", FRENCH)
    seeds.put("latin.txt", f"{ENGLISH} It has one café.".encode("latin-1"))
    seeds.put("other.xls", "")
    seeds.put("broken.txt.gz", b"no gzip")
    seeds.put_records("records.jsonl", "{", "{", "[]", {"id": 1, "text": " "}, {"id": "a", "text": ENGLISH, "url": 7})
    reading = seeds.read()
    for reject in [*reading.rejected, *reading.repaired]:
        assert reject.reason in REASONS
        assert len(reject.detail) > 20
    assert len(reading.rejected) == 9 and len(reading.repaired) == 2 and len(reading.articles) == 2
