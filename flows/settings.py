"""Settings of a run: the command line wins over `DATELINE_*` variables, those over `.env`, that over the defaults."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from transforms.read.source import Limits


def cores() -> int:
    """The processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Settings(BaseSettings):
    """What a run reads, writes and may use."""

    model_config = SettingsConfigDict(env_prefix="DATELINE_", env_file=".env", extra="ignore")

    seeds: Path = Field(default=Path("seeds"), description="Folder of input articles.")
    output: Path = Field(default=Path("output"), description="Folder that releases are written to.")
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

    @property
    def limits(self) -> Limits:
        """The bounds that the readers keep."""
        return Limits(max_characters=self.max_characters, max_record_bytes=self.max_record_bytes)
