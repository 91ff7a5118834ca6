"""Settings of a run: the command line wins over `DATELINE_*` variables, those over `.env`, that over the defaults."""

from __future__ import annotations

import os
from dataclasses import fields
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from transforms.read.source import Limits

OUTPUT = Path("output")
LOCK = ".lock"  # a file of the output folder: whoever writes there holds it


def cores() -> int:
    """The processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def is_url(location: str) -> bool:
    """Whether it names a place by protocol ("s3://bucket/news"), not a folder of this machine."""
    return "://" in location


class Settings(BaseSettings):
    """What a run reads, writes and may use."""

    model_config = SettingsConfigDict(env_prefix="DATELINE_", env_file=".env", extra="ignore")

    seeds: Path | str = Field(default=Path("seeds"), description="Folder or URL of input articles.")
    output: Path = Field(default=OUTPUT, description="Folder that releases are written to; or a URL, see `deliver_to`.")
    work: Path = Field(default=OUTPUT, description="Folder for what runs keep on this machine where `output` is a URL.")
    deliver_to: str | None = Field(
        default=None, description="The URL that was given as `output`, where every release goes as well."
    )
    keep_releases: int = Field(default=2, ge=1, description="Releases that stay on disk, the current one among them.")
    drift: Literal["warn", "refuse"] = Field(
        default="warn", description="What to do where a release differs from the last by more than `drift_bound`."
    )
    drift_bound: float = Field(default=0.25, gt=0, description="By what share a measure of a release may move.")
    publish_to: str | None = Field(default=None, repr=False, description="URL of the database that releases go to.")
    workers: int = Field(default_factory=cores, ge=1, le=256, description="Worker processes; the cores unless told.")
    cluster: str | None = Field(
        default=None, description="Address of a Dask scheduler on whose workers articles are extracted."
    )
    shard_characters: int = Field(
        default=250_000, ge=10_000, description="Characters of text in a shard, the unit of work and of resuming."
    )
    max_characters: int = Field(
        default=Limits().max_characters, ge=1_000, description="Longer articles are rejected as too_long."
    )
    max_record_bytes: int = Field(
        default=Limits().max_record_bytes, ge=10_000, description="Larger records are rejected as too_long."
    )
    max_unpacked_bytes: int = Field(
        default=Limits().max_unpacked_bytes,
        ge=1_000_000,
        description="What one file may unpack to, all layers together.",
    )
    max_ratio: int = Field(default=Limits().max_ratio, ge=10, description="Bytes unpacked for one packed, past 10 MiB.")
    max_nesting: int = Field(default=Limits().max_nesting, ge=1, le=10, description="Archives that lie in each other.")
    max_members: int = Field(default=Limits().max_members, ge=1, description="Members of one archive that are read.")
    max_depth: int = Field(
        default=Limits().max_depth, ge=10, le=200, description="Objects or elements of a record inside each other."
    )

    max_seconds: int = Field(
        default=60, ge=1, le=86_400, description="Articles that take longer to extract are rejected as too_slow."
    )

    @field_validator("seeds", mode="before")
    @classmethod
    def _url_or_path(cls, value: object) -> object:
        return value if not isinstance(value, str) or is_url(value) else Path(value)

    @model_validator(mode="before")
    @classmethod
    def _work_here_and_deliver_there(cls, values: dict[str, Any]) -> dict[str, Any]:
        output = values.get("output")
        if isinstance(output, str) and is_url(output):
            return values | {"output": values.get("work", OUTPUT), "deliver_to": output.rstrip("/")}
        return values

    @property
    def limits(self) -> Limits:
        """The bounds that the readers keep."""
        return Limits(
            **{limit.name: getattr(self, limit.name) for limit in fields(Limits) if hasattr(self, limit.name)}
        )
