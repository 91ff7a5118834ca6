"""What a URL names, and that no password is ever shown."""

from __future__ import annotations

import pytest

from transforms.publish.target import Target, UnknownTarget


def test_a_password_is_not_shown() -> None:
    target = Target.parse("postgres://me:secret@db/news")
    assert str(target) == "postgresql://me:***@db/news"
    assert "secret" not in repr(target)


@pytest.mark.parametrize("url", ["mysql://me:secret@db/news", "news.duckdb", "duckdb://", "secret://\x00:x@"])
def test_another_url_is_refused_with_those_that_are_known(url: str) -> None:
    with pytest.raises(UnknownTarget) as told:
        Target.parse(url)
    assert "duckdb:///tables.duckdb" in str(told.value)
    assert "secret@" not in str(told.value)


@pytest.mark.parametrize(
    "url", ["dlt://me:secret@bigquery/news", "dlt://:secret@bigquery/news", "dlt://bigquery/news?key=secret"]
)
def test_the_url_of_a_warehouse_holds_no_secret(url: str) -> None:
    with pytest.raises(UnknownTarget, match="DESTINATION__BIGQUERY__CREDENTIALS") as told:
        Target.parse(url)
    assert "secret" not in str(told.value).replace("secrets.toml", "")


@pytest.mark.parametrize(
    "url", ["dlt://bigquery", "dlt:///news", "dlt://BigQuery/News", "dlt://a.module/news", "dlt://a/b/c"]
)
def test_a_warehouse_is_named_as_dlt_takes_it(url: str) -> None:
    with pytest.raises(UnknownTarget, match="dlt://bigquery/news"):
        Target.parse(url)
